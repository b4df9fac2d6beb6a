"""What a public post costs a community's desk, from the wire to what is kept: beside reading its JSON, and Mastodon.py."""

import json
import random
import time
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.model.mention import Via
from bot.platforms.mastodon.desk.bringing import Bringing
from bot.platforms.mastodon.desk.normalise import PLATFORM, normaliser
from bot.platforms.mastodon.desk.publics import Sieve, sift
from tests.benchmarks.raid import FILLER
from tests.benchmarks.test_mastodon_stream import theirs_by_events
from tests.community.making import OUEST
from tests.community.ouest import Ouest
from tests.doubles import mastodon_shapes as shapes
from tests.doubles.mastodon_world import World
from tests.platforms.mastodon.desk.conftest import Local, now

pytestmark = pytest.mark.benchmark

POSTS, BATCH, TRIES = 1000, 500, 3
SECOND = 500
"""Posts that a large server's public stream brings in one."""
INSULT, RUDE = "espèce de connard", 0.05
"""What the packs find, and in what share of all that is said."""
chance = random.Random(20261123)


class Talk:
    """A server on which much is said, of which a share is said to members."""

    def __init__(self) -> None:
        self.world = World(flavour="mastodon")
        self.world.host = "ouest.test"
        self.world.join("lea")
        for number in range(200):
            self.world.join(f"voisin{number}", "nord.test" if number % 2 else None)

    def posts(self, share: float) -> list[bytes]:
        return [self._post(to_member=chance.random() < share) for _ in range(POSTS)]

    def _post(self, *, to_member: bool) -> bytes:
        said = " ".join(chance.choices(FILLER, k=20)) + (f" {INSULT}" if chance.random() < RUDE else "")
        one = self.world.post(f"voisin{chance.randrange(200)}", f"@lea {said}" if to_member else said)
        return json.dumps(shapes.status(self.world, one), ensure_ascii=False).encode()


def each(work: Callable[[list[bytes]], Any], posts: list[bytes]) -> float:
    """Seconds of the processor a post."""
    began = time.process_time()
    work(posts)
    return (time.process_time() - began) / len(posts)


def judged(pipeline: Any, bringing: Bringing, roll: Local, posts: list[bytes]) -> int:
    """From the bytes of the stream to what is kept; how many went further than the sieve."""
    sieve = Sieve(bringing, "desk:ouest:public", roll)
    sifted = (sieve.arrival(raw, sift(raw), Via.STREAM) for raw in posts)
    found = [one for one in sifted if one is not None]
    for start in range(0, len(found), BATCH):
        pipeline.handle(found[start : start + BATCH])
    return len(found)


def read(posts: list[bytes]) -> None:
    for raw in posts:
        json.loads(raw)


def typed(posts: list[bytes]) -> None:
    """As Mastodon.py's own dispatch gives them to a bot."""
    stream = b"".join(b"event: update\ndata: " + raw + b"\n\n" for raw in posts)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs_by_events(stream)


@pytest.mark.parametrize(("share", "most"), [(0.0, 1.5), (0.05, 20.0), (1.0, 250.0)], ids=["none", "5%", "all"])
def test_public_posts_cost_little_more_than_to_read_them(
    share: float, most: float, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """`share` of them is written to a member."""
    talk = Talk()
    ouest = Ouest(tmp_path, packs=("essentials", "instance", "spam-wave"))
    ouest.now = now()
    roll = Local("ouest.test")
    ouest.pipeline.normalisers = {PLATFORM: normaliser({OUEST: roll})}
    bringing = Bringing(community=OUEST, home="ouest.test", clock=now)
    ours_of = partial(judged, ouest.pipeline, bringing, roll)
    ours_of(talk.posts(share))  # compiled statements, warm caches
    ours, theirs = [], []
    for _ in range(TRIES):
        posts = talk.posts(share)
        ours.append(each(ours_of, posts))
        theirs.append(each(read, posts))
    library = each(typed, posts[:40])
    kept = ouest.rows()["mention"]
    ouest.store.close()
    assert bool(kept) is bool(share), "what is rude to a member is found and kept, and nothing else"
    times, fewer = min(ours) / min(theirs), library / min(ours)
    record_property("processor_for_500_posts_a_second", f"{min(ours) * SECOND:.1%}")
    record_property("times_json_loads", round(times, 1))
    record_property("times_fewer_than_Mastodon_py", round(fewer, 1))
    print(
        f"\n{share:.0%} to members: {min(ours) * 1e6:,.0f} µs a post, {times:.1f} times json.loads (at most {most}), "
        f"{fewer:,.1f} times less than Mastodon.py's reading alone; 500 a second take {min(ours) * SECOND:.1%} of a core"
    )
    assert times <= most
    assert fewer > 1
