"""What room a mention takes on the disk, with all that is kept of it: content, key, row, entry and what it led to."""

import random
import sqlite3
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot.model.account import Account, Protected
from bot.model.decision import Mode
from bot.model.shield import Contact, Shield
from bot.pipeline import Pipeline
from bot.platforms.bluesky.normalise import normalise
from bot.rules.compile import compile_policies
from bot.rules.policy import Policy
from bot.store import read, write
from bot.telling.tell import new_ids
from tests.benchmarks.everyday import EACH, PEOPLE, Everyday
from tests.benchmarks.everyday_skies import ME, Skies
from tests.benchmarks.raid import BATCH, RULES, Stream, rules, written
from tests.benchmarks.test_handle import handle, opened, ours

MENTIONS = PEOPLE * EACH
PASSING = ("look", "sketch", "crowd", "thread")
"""What is kept for days only, so that its room does not grow with the years; an index is named after its table."""
MOST = {"raid": 960, "mastodon": 1_303, "bluesky": 1_396}
"""Bytes of one mention: in a raid, by accounts that say nothing of themselves; then, on each platform, by somebody with
a picture and a few lines about themselves. 5 of a hundred lead to an action and an alert."""
BEGAN = datetime(2025, 3, 1, tzinfo=UTC)
HOURS = 10
"""Between two batches."""
IDS = new_ids()


class Raid(Stream):
    """The raid by which speed is measured, as a server writes it."""

    def raw(self, said):
        return written(self.told(said))

    def bring(self, moments):
        return super().bring(len(moments))


@contextmanager
def shielded(folder, kind):
    """Mentions of a kind, and who judges them."""
    if kind != "bluesky":
        stream = Raid() if kind == "raid" else Everyday()
        with ours(folder, stream) as pipeline:
            yield stream, pipeline
        return
    person = Protected(name="camille", accounts=(Account(platform="bluesky", id=ME),))
    shield = Shield(protected=person, contacts=(Contact(name="camille/phone"),))
    engine = compile_policies({"camille": Policy(mode=Mode.ACT, rules=rules(RULES))})
    with opened(folder) as store:
        yield Skies(), Pipeline(store, {"camille": shield}, {"bluesky": normalise}, engine, lambda: BEGAN)


def tell(store):
    """What waited for a digest is told by one."""
    with store.writing() as connection:
        waits = read.untold(connection, "camille")
        write.told(connection, "camille", [(one.uri, one.version) for one in waits], next(IDS))


def filled(folder, kind):
    """A database into which mentions came over days, with the file's bytes by table and index."""
    moment, chance = [BEGAN], random.Random(1)
    with shielded(folder, kind) as (stream, pipeline):
        pipeline.now = lambda: moment[0]
        for _ in range(0, MENTIONS, BATCH):
            moment[0] += timedelta(hours=HOURS, microseconds=123_457)
            earlier = sorted(timedelta(hours=HOURS * chance.random()) for _ in range(BATCH))
            handle(pipeline, list(stream.bring([moment[0] - one for one in reversed(earlier)])))
            tell(pipeline.store)
    with closing(sqlite3.connect(folder / "rempart.db")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return dict(
            database.execute(
                "SELECT name, sum(pgsize) FROM dbstat WHERE name IN (SELECT name FROM dbstat WHERE ncell > 0) GROUP BY name"
            )
        )


@pytest.mark.parametrize("kind", MOST)
def test_what_room_a_mention_takes(kind, tmp_path, capsys, record_property):
    sizes = filled(tmp_path / "ours", kind)
    lasting = {name: size for name, size in sizes.items() if not any(one in name for one in PASSING)}
    each = sum(lasting.values()) / MENTIONS
    record_property("bytes_a_mention", round(each))
    with capsys.disabled():
        worst = sorted(lasting.items(), key=lambda one: -one[1])[:15]
        print(
            f"\nsize: {each:,.0f} bytes a mention, {kind}:",
            ", ".join(f"{name} {size / MENTIONS:.0f}" for name, size in worst),
        )
    assert each <= MOST[kind]
