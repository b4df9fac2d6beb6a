"""What matters is proven at once, by nobody's leave, and what could not be proven is written down too."""

import asyncio
import contextlib
from datetime import timedelta

import msgspec
import pytest

from bot.audit import audit
from bot.custody import proving
from bot.custody.proving import Proving
from bot.erasure.plan import Erasure
from bot.erasure.spared import Target
from bot.evidence.examine import examine
from bot.evidence.origin import gather
from bot.model.delivery import Status
from bot.platforms.port import Captured
from bot.store import outbox, read
from tests.evidence.repositories import Author, everything, pieces
from tests.platforms.bluesky.parts import frame, mention_facet, post
from tests.reliability.within import DID, RULE, Within, eventually, now

KEY = f"bluesky:{DID}"
RULES = (
    RULE,
    RULE | {"name": "un autre", "severity": "low", "all": [{"words": ["marmelade"]}], "then": ["mute"]},
    RULE | {"name": "un tiers", "severity": "low", "all": [{"words": ["casserole"]}], "then": ["alert"]},
)


class Platform:
    """One that proves."""

    name = "bluesky"

    def __init__(self, author):
        self.author = author
        self.asked = []
        self.broken = False

    async def origin(self, uri, revision):
        self.asked.append((uri, revision))
        if self.broken:
            raise ZeroDivisionError
        for item in everything(self.author):
            yield item


@pytest.fixture
def within(database_url):
    one = Within(database_url, RULES)
    yield one
    one.store.close()


@pytest.fixture
def platform():
    return Platform(Author())


@pytest.fixture
async def at_work(within, platform):
    made = Proving(within.store, {KEY: platform}, now)
    task = asyncio.ensure_future(made.run())
    yield made
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


def written(within, *texts):
    """What the pipeline makes of these posts, by an author of each."""
    frames = [
        frame(post(f"@camille {text}", facets=[mention_facet(DID)]), rkey=f"3l{n}") for n, text in enumerate(texts)
    ]
    return within.pipeline.handle([within.bluesky(one) for one in frames])


def entries(within, event="captured"):
    with within.store.reading() as connection:
        return [one.payload for one in read.chain(connection, "camille") if one.event == event]


def custody(within):
    """What is held of what was captured."""
    with within.store.reading() as connection:
        held = [one["exhibit"] for one in entries(within)]
        return [
            msgspec.msgpack.decode(read.content(connection, within.store.master, one), type=Captured) for one in held
        ]


async def test_a_threat_is_proven_as_soon_as_it_is_kept(within, platform, at_work):
    at_work.add(written(within, "pantoufle"))
    await eventually(lambda: [one for one in entries(within) if one["what"] == "origin"], 10)
    (group,) = gather(custody(within))
    assert examine(group).verified
    assert entries(within)[-1]["what"] == "origin"
    assert (entries(within)[-1]["standing"], entries(within)[-1]["proof"]) == ("present", "holds")
    assert len({one["mention"] for one in entries(within)}) == 1
    assert all(one.valid for one in audit(within.store))
    assert platform.author.did not in str(entries(within))


async def test_what_does_not_matter_is_asked_of_nobody(within, platform, at_work):
    at_work.add(written(within, "bonjour", "casserole", "marmelade"))
    await eventually(lambda: entries(within), 10)
    assert [uri.rsplit("/", 1)[1] for uri, _ in platform.asked] == ["3l2"]


async def test_one_post_that_breaks_it_does_not_keep_the_next_from_being_proven(within, platform, at_work):
    platform.broken = True
    at_work.add(written(within, "pantoufle"))
    await eventually(lambda: entries(within, "proof:failed"), 10)
    assert entries(within, "proof:failed")[0]["trouble"] == "ZeroDivisionError"
    platform.broken = False
    at_work.add(written(within, "bonjour", "pantoufle encore"))
    await eventually(lambda: entries(within), 10)


async def test_a_server_that_shows_nothing_is_written_down(within, platform, at_work):
    platform.origin = lambda uri, _: each(pieces(uri))
    at_work.add(written(within, "pantoufle"))
    await eventually(lambda: entries(within), 10)
    (line,) = entries(within)
    assert (line["what"], line["standing"], line["proof"]) == ("origin", "unknown", "lacks")


async def each(items):
    for item in items:
        yield item


async def test_under_a_raid_the_worst_is_asked_first_and_what_is_left_out_is_said(within, platform, monkeypatch):
    monkeypatch.setattr(proving, "WAITING", 2)
    monkeypatch.setattr(proving, "AGAIN", timedelta())
    made = Proving(within.store, {KEY: platform}, now)
    made.add(written(within, "marmelade", "pantoufle", "pantoufle encore", "pantoufle toujours"))
    task = asyncio.ensure_future(made.run())
    await eventually(lambda: entries(within, "proof:left-out"), 10)
    task.cancel()
    assert [uri.rsplit("/", 1)[1] for uri, _ in platform.asked] == ["3l1", "3l0"]
    assert entries(within, "proof:left-out") == [{"mentions": 2}]


async def test_what_a_stop_left_unasked_is_asked_at_the_next_start_once(within, platform):
    written(within, "bonjour", "pantoufle")
    for _ in range(2):
        made = Proving(within.store, {KEY: platform}, now)
        task = asyncio.ensure_future(made.run())
        await eventually(lambda: entries(within), 10)
        await asyncio.sleep(0.1)
        task.cancel()
    assert [uri.rsplit("/", 1)[1] for uri, _ in platform.asked] == ["3l1"]


async def test_what_was_left_unasked_on_an_account_that_is_configured_no_more_is_passed_over(within):
    written(within, "pantoufle")
    task = asyncio.ensure_future(Proving(within.store, {}, now).run())
    await asyncio.sleep(0.3)
    assert not task.done()
    task.cancel()
    assert entries(within) == []


@pytest.mark.parametrize("at", ["before we asked", "while we asked"])
async def test_what_was_erased_meanwhile_is_not_taken_into_custody_again(within, platform, tmp_path, at):
    judged = written(within, "pantoufle")
    answer = platform.origin

    async def erased(uri, revision):
        if at == "while we asked":
            erase(within, uri, tmp_path)
        async for item in answer(uri, revision):
            yield item

    platform.origin = erased
    made = Proving(within.store, {KEY: platform}, now)
    made.add(judged)
    uri = judged[0].facts.mention.uri
    if at == "before we asked":
        erase(within, uri, tmp_path)
    task = asyncio.ensure_future(made.run())
    if at == "while we asked":
        await eventually(lambda: entries(within, "erased"), 10)
    await asyncio.sleep(0.3)
    task.cancel()
    assert entries(within) == entries(within, "proof:failed") == []
    assert platform.asked == ([(uri, platform.asked[0][1])] if at == "while we asked" else [])
    assert all(one.valid for one in audit(within.store))


def erase(within, uri, folder):
    """As the command does it; whatever was planned because of it is settled by then."""
    with within.store.writing() as connection:
        open_ones = outbox.with_status(connection, Status.PLANNED)
        for one in open_ones:
            outbox.settle(connection, msgspec.structs.replace(one, status=Status.CANCELLED))
    gone = Erasure(within.store, folder / "rempart.keys").erase(Target(person="camille", uri=uri), "me", now())
    assert gone.mentions == 1
