"""Somebody of a case who likes, shares or follows is seen, whoever is muted; everybody else's likes are not asked for."""

import asyncio
import json
from datetime import UTC, datetime

import aiohttp
import pytest

from bot.model.arrival import Arrival, Gesture
from bot.model.mention import Via
from bot.platforms.bluesky import Options, Wire, normalise
from bot.platforms.bluesky import gestures as stream
from bot.platforms.bluesky.place import place
from tests.platforms.bluesky.parts import CAMILLE, NADIA, TROLL, now, people
from tests.platforms.bluesky.reader import connected

POST = f"at://{CAMILLE}/app.bsky.feed.post/3lmine"
LIKE, SHARE, FOLLOW = "app.bsky.feed.like", "app.bsky.feed.repost", "app.bsky.graph.follow"


def made(collection, subject, operation="create"):
    """As Jetstream shows it; of what is taken back it tells no record."""
    record = {"$type": collection, "createdAt": "2026-11-20T10:00:00.000Z", "subject": subject}
    body = {"rev": "3l", "operation": operation, "collection": collection, "rkey": "3lgesture"}
    return body | ({"record": record, "cid": "bafygesture"} if operation == "create" else {})


def post(uri=POST):
    return {"cid": "bafymine", "uri": uri}


def read(commit, second=False):
    frame = {"did": TROLL, "time_us": 1_795_262_400_000_000, "kind": "commit", "commit": commit}
    if second:
        payload = {"$type": "x#commit", "seq": 7, "did": TROLL, "time": "2026-11-21T12:00:00.000Z"} | commit
        frame = {"$type": "message", "payload": payload}
    raw = json.dumps(frame, separators=(",", ":")).encode()
    arrival = Arrival(source="s", platform="bluesky", via=Via.STREAM, at=now(), raw=raw)
    return normalise(arrival, people(CAMILLE))


@pytest.mark.parametrize("second", [False, True])
@pytest.mark.parametrize(
    ("collection", "subject", "what"), [(LIKE, post(), "like"), (SHARE, post(), "share"), (FOLLOW, CAMILLE, "follow")]
)
def test_what_somebody_did_without_a_word_is_told_on_either_wire(collection, subject, what, second):
    (gesture,) = read(made(collection, subject), second)
    assert isinstance(gesture, Gesture)
    assert (gesture.person, gesture.account, gesture.what) == ("camille", f"bluesky:{TROLL}", what)


@pytest.mark.parametrize(
    "commit",
    [
        made(LIKE, post(f"at://{NADIA}/app.bsky.feed.post/3l")),
        made(FOLLOW, NADIA),
        made(LIKE, post(), "delete"),
        made(LIKE, 7),
        made(LIKE, None),
        made(LIKE, {"uri": ["x"]}),
        made(LIKE, {}),
        made(FOLLOW, {"uri": 3}),
        made("app.bsky.graph.block", CAMILLE),
    ],
)
def test_what_is_about_others_or_says_nothing_is_nothing(commit):
    assert read(commit) == ()


@pytest.fixture
async def http():
    async with aiohttp.ClientSession() as session:
        yield session


class Reading:
    """The stream, read as the supervisor reads it, for accounts that may change."""

    def __init__(self, http, host, accounts, **options):
        self.accounts = accounts
        given = Options(jetstream=(host,), shielded=frozenset({CAMILLE}), **options)
        self.source = stream.Gestures(given, lambda: http, self._whose, lambda: datetime.now(UTC))
        self.cursor = None
        self.arrivals = []

    async def _whose(self):
        return self.accounts

    async def _emit(self, arrival):
        self.cursor = arrival.cursor
        self.arrivals.append(arrival)

    async def run(self):
        while True:
            await self.source.read(self.cursor, self._emit)

    @property
    def seen(self):
        return [(one.account, one.what) for each in self.arrivals for one in normalise(each, people(CAMILLE))]


@pytest.mark.parametrize("wire", [Wire.V1, Wire.V2])
async def test_only_the_accounts_of_cases_are_asked_for_and_each_gesture_is_brought_once(
    empty_jetstream, http, monkeypatch, wire
):
    monkeypatch.setattr(stream, "SPELL", 0.3)
    reading = Reading(http, empty_jetstream.url, (TROLL,), wire=wire)
    task = asyncio.create_task(reading.run())
    await connected(empty_jetstream)
    empty_jetstream.publish(NADIA, "commit", made(LIKE, post()))
    empty_jetstream.publish(TROLL, "commit", made(LIKE, post(f"at://{NADIA}/app.bsky.feed.post/3l")))
    empty_jetstream.publish(TROLL, "commit", made(FOLLOW, CAMILLE))
    await asyncio.sleep(1.0)
    empty_jetstream.publish(TROLL, "commit", made(LIKE, post()))
    await asyncio.sleep(1.0)
    task.cancel()
    assert reading.seen == [(f"bluesky:{TROLL}", "follow"), (f"bluesky:{TROLL}", "like")]
    assert place(reading.cursor).us
    assert not any(NADIA.encode() in one.raw for one in reading.arrivals)


async def test_where_there_is_no_case_nobody_is_asked_for(empty_jetstream, http, monkeypatch):
    monkeypatch.setattr(stream, "SPELL", 0.05)
    reading = Reading(http, empty_jetstream.url, ())
    for _ in range(3):
        await reading.source.read(None, reading._emit)
    assert reading.arrivals == []
    assert not empty_jetstream.connected


async def test_of_very_many_accounts_those_of_the_worst_cases_are_asked_for(empty_jetstream, http, monkeypatch):
    monkeypatch.setattr(stream, "SPELL", 0.3)
    others = tuple(f"did:plc:{number:024d}" for number in range(500))
    reading = Reading(http, empty_jetstream.url, (TROLL, *others))
    task = asyncio.create_task(reading.run())
    await connected(empty_jetstream)
    empty_jetstream.publish(TROLL, "commit", made(LIKE, post()))
    await asyncio.sleep(0.5)
    task.cancel()
    assert reading.seen == [(f"bluesky:{TROLL}", "like")]
