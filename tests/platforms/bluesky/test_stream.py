"""The stream is read on either wire, goes on after whatever breaks it, and loses nothing that concerns us."""

import asyncio
import contextlib
import json
import time

import aiohttp
import msgspec
import pytest

from bot.errors import Refused, TryLater
from bot.platforms.bluesky import Compression, Options, Wire, normalise
from bot.platforms.bluesky import jetstream as stream
from bot.platforms.bluesky.place import Place, place
from bot.platforms.bluesky.profiles import Profiles
from tests.network.conftest import empty_jetstream as _empty_jetstream
from tests.network.conftest import running
from tests.network.jetstream import Jetstream as Server
from tests.platforms.bluesky.parts import CAMILLE, NADIA, TROLL, mention_facet, now, people, post

empty_jetstream = _empty_jetstream
BOTH = pytest.mark.parametrize("wire", [Wire.V1, Wire.V2])


@pytest.fixture
def other_jetstream():
    yield from running(Server())


class Reader:
    """A source with its cursor, run as the supervisor runs it."""

    def __init__(self, http, *hosts, ask=None, **options):
        async def nobody(dids):
            return b'{"profiles": []}'

        async def ageless(did):
            return ""

        self.options = Options(jetstream=hosts, shielded=frozenset({CAMILLE}), **options)
        self.profiles = Profiles(ask or nobody, ageless)
        self.source = stream.Jetstream(self.options, lambda: http, self.profiles, now)
        self.cursor = None
        self.arrivals = []
        self.ends = []

    async def emit(self, arrival):
        if arrival.cursor:
            self.cursor = arrival.cursor
        self.arrivals.append(arrival)

    async def run(self):
        while True:
            try:
                await self.source.read(self.cursor, self.emit)
                self.ends.append("closed")
            except TryLater as trouble:
                self.ends.append(str(trouble))
            await asyncio.sleep(0.01)

    @property
    def texts(self):
        found = [event for one in self.arrivals for event in normalise(one, people(CAMILLE))]
        return [event.text for event in found]

    async def until(self, look, seconds=5):
        end = time.monotonic() + seconds
        while not look():
            assert time.monotonic() < end, (self.texts, self.ends)
            await asyncio.sleep(0.005)


@pytest.fixture
async def reading():
    """Makes readers that run until the test ends."""
    tasks, readers = [], []
    async with aiohttp.ClientSession() as http:

        def start(*hosts, **options):
            reader = Reader(http, *hosts, **options)
            readers.append(reader)
            tasks.append(asyncio.ensure_future(reader.run()))
            return reader

        yield start
        for task in tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        for reader in readers:
            await reader.profiles.close()


def commit(text, to=CAMILLE, rkey=None, operation="create"):
    record = {"record": post(text, facets=[mention_facet(to)]), "cid": f"bafy{text}"} if operation != "delete" else {}
    return {
        "rev": "3l",
        "operation": operation,
        "collection": "app.bsky.feed.post",
        "rkey": rkey or f"3l{text}",
    } | record


def say(server, text, to=CAMILLE, did=TROLL):
    return server.publish(did, "commit", commit(text, to))


async def connected(server):
    while not server.connected:  # noqa: ASYNC110 - it lives in another thread
        await asyncio.sleep(0.005)


@BOTH
@pytest.mark.parametrize("compression", Compression)
async def test_i_am_told_of_a_mention_whatever_the_wire(empty_jetstream, reading, wire, compression):
    reader = reading(empty_jetstream.url, wire=wire, compression=compression)
    await connected(empty_jetstream)
    say(empty_jetstream, "another", to=NADIA)
    say(empty_jetstream, "one")
    await reader.until(lambda: reader.texts == ["one"])
    assert json.loads(reader.arrivals[-1].raw), "raw is the frame as it came, unpacked"


async def test_the_second_wire_is_preferred_and_the_first_is_taken_where_there_is_no_other(empty_jetstream, reading):
    reader = reading(empty_jetstream.url)
    await connected(empty_jetstream)
    say(empty_jetstream, "one")
    await reader.until(lambda: reader.texts == ["one"])
    assert place(reader.cursor).seq


async def test_a_server_without_the_second_wire_is_read_on_the_first(reading):
    from aiohttp import web

    async def subscribe(request):
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        frame = {"did": TROLL, "time_us": 1_795_262_400_000_000, "kind": "commit", "commit": commit("old")}
        await socket.send_str(json.dumps(frame))
        await socket.receive()
        return socket

    app = web.Application()
    app.router.add_get("/subscribe", subscribe)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    reader = reading(f"ws://127.0.0.1:{runner.addresses[0][1]}")
    await reader.until(lambda: reader.texts == ["old"])
    assert not place(reader.cursor).seq
    await runner.cleanup()


@BOTH
@pytest.mark.parametrize("code", [1000, 1001, 1008, 1011, 1012, 4000])
async def test_whatever_the_server_says_when_it_closes_i_come_back_without_loss(empty_jetstream, reading, wire, code):
    reader = reading(empty_jetstream.url, wire=wire)
    await connected(empty_jetstream)
    say(empty_jetstream, "before")
    await reader.until(lambda: "before" in reader.texts)
    empty_jetstream.close(code)
    say(empty_jetstream, "during")
    say(empty_jetstream, "after")
    await reader.until(lambda: "after" in reader.texts)
    assert list(dict.fromkeys(reader.texts)) == ["before", "during", "after"]


@BOTH
async def test_a_cut_and_a_restart_lose_nothing(empty_jetstream, reading, wire):
    reader = reading(empty_jetstream.url, wire=wire)
    await connected(empty_jetstream)
    say(empty_jetstream, "before")
    await reader.until(lambda: "before" in reader.texts)
    empty_jetstream.drop()
    say(empty_jetstream, "during the cut")
    await reader.until(lambda: "during the cut" in reader.texts)
    await asyncio.to_thread(empty_jetstream.stop)
    say(empty_jetstream, "while it was down")
    await asyncio.sleep(0.05)
    await asyncio.to_thread(empty_jetstream.start)
    await reader.until(lambda: "while it was down" in reader.texts)


async def test_another_host_goes_on_by_time_where_the_first_one_ended(empty_jetstream, other_jetstream, reading):
    for _ in range(5):
        say(other_jetstream, "unrelated", to=NADIA)  # so that the sequences differ
    reader = reading(empty_jetstream.url, other_jetstream.url)
    await connected(empty_jetstream)
    say(empty_jetstream, "before")
    say(other_jetstream, "before")
    await reader.until(lambda: "before" in reader.texts)
    await asyncio.to_thread(empty_jetstream.stop)
    say(other_jetstream, "meanwhile")
    await reader.until(lambda: "meanwhile" in reader.texts)
    assert place(reader.cursor).host == other_jetstream.url


async def test_a_quiet_stream_still_moves_the_cursor(empty_jetstream, reading, monkeypatch):
    monkeypatch.setattr(stream, "ADVANCE_SECONDS", 0.05)
    reader = reading(empty_jetstream.url)
    await connected(empty_jetstream)
    for number in range(10):
        say(empty_jetstream, f"x{number}", to=NADIA)
        await asyncio.sleep(0.02)
    assert reader.texts == []
    assert 2 <= len(reader.arrivals) <= 8
    assert all(one.raw == b"" and one.cursor for one in reader.arrivals)
    assert place(reader.cursor).seq >= 5


async def test_the_cursor_of_another_time_is_refused_and_the_stream_goes_on_by_time(empty_jetstream, reading):
    say(empty_jetstream, "one")
    say(empty_jetstream, "two")
    empty_jetstream.floor = 2
    reader = reading(empty_jetstream.url, wire=Wire.V2)
    reader.cursor = Place(host=empty_jetstream.url, us=empty_jetstream.log[0].time_us, seq=1).written()
    await reader.until(lambda: "two" in reader.texts)


async def test_a_sequence_from_the_future_is_not_believed(empty_jetstream, reading):
    say(empty_jetstream, "one")
    reader = reading(empty_jetstream.url, wire=Wire.V2)
    reader.cursor = Place(host=empty_jetstream.url, us=empty_jetstream.log[0].time_us, seq=10**9).written()
    await reader.until(lambda: "one" in reader.texts)
    assert any("FutureCursor" in end for end in reader.ends)


async def test_a_server_that_finds_me_too_slow_is_called_again(empty_jetstream, reading):
    reader = reading(empty_jetstream.url, wire=Wire.V2)
    await connected(empty_jetstream)
    say(empty_jetstream, "before")
    await reader.until(lambda: "before" in reader.texts)
    empty_jetstream.error("ConsumerTooSlow", "reading below the floor rate")
    say(empty_jetstream, "after")
    await reader.until(lambda: "after" in reader.texts)
    assert any("ConsumerTooSlow" in end for end in reader.ends)


async def test_silence_is_taken_for_death(empty_jetstream, reading):
    reader = reading(empty_jetstream.url, silence=0.1)
    await reader.until(lambda: reader.ends)
    assert "said nothing for 0.1 s" in reader.ends[0]


async def test_odd_frames_stop_nothing(empty_jetstream, reading):
    reader = reading(empty_jetstream.url, wire=Wire.V2, compression=Compression.NONE)
    await connected(empty_jetstream)
    for odd in (
        "",
        "null",
        "[]",
        '{"$type":"message"}',
        '{"$type":"novelty","payload":{"a":1}}',
        "<html>",
        b"\xff\xfe",
    ):
        empty_jetstream.send_raw(odd)
    empty_jetstream.send_raw('{"$type":"message","payload":{"$type":"x#novelty","seq":9}}')
    empty_jetstream.send_raw(f'{{"broken": "{CAMILLE}')
    empty_jetstream.send_raw(b"\xff" + CAMILLE.encode(), text=True)
    say(empty_jetstream, "after")
    await reader.until(lambda: len(reader.arrivals) >= 3 and b"after" in reader.arrivals[-1].raw)
    aside = [one for one in reader.arrivals if CAMILLE.encode() in one.raw and b"after" not in one.raw]
    assert len(aside) == 2, "what names me and cannot be read is handed on, to be set aside"
    assert all(one.cursor is None for one in aside)
    assert not reader.ends


async def test_a_frame_that_does_not_unpack_makes_me_ask_for_plain_ones(empty_jetstream, reading):
    reader = reading(empty_jetstream.url, wire=Wire.V2)
    await connected(empty_jetstream)
    say(empty_jetstream, "before")
    await reader.until(lambda: "before" in reader.texts)
    empty_jetstream.send_raw(b"\x28\xb5\x2f\xfd not zstd")
    say(empty_jetstream, "after")
    await reader.until(lambda: "after" in reader.texts)
    assert any("cannot be unpacked" in end for end in reader.ends)


async def test_a_new_dictionary_is_fetched(empty_jetstream, reading):
    reader = reading(empty_jetstream.url, wire=Wire.V2)
    await connected(empty_jetstream)
    say(empty_jetstream, "before")
    await reader.until(lambda: "before" in reader.texts)
    empty_jetstream.change_dictionary()
    empty_jetstream.drop()
    say(empty_jetstream, "after")
    await reader.until(lambda: "after" in reader.texts)


async def test_deletions_and_new_handles_of_my_authors_are_told_and_those_of_strangers_are_not(
    empty_jetstream, reading
):
    reader = reading(empty_jetstream.url)
    await connected(empty_jetstream)
    say(empty_jetstream, "one")
    for did in (TROLL, NADIA):
        empty_jetstream.publish(did, "commit", commit("one", operation="delete"))
        empty_jetstream.publish(
            did, "identity", {"did": did, "handle": "new.test", "seq": 1, "time": "2026-11-21T12:00:00Z"}
        )
        empty_jetstream.publish(
            did, "account", {"did": did, "active": False, "status": "deleted", "seq": 1, "time": "2026-11-21T12:00:00Z"}
        )
    say(empty_jetstream, "two")
    await reader.until(lambda: any(b"two" in one.raw for one in reader.arrivals))
    told = [one.raw for one in reader.arrivals if one.raw]
    assert len(told) == 5
    assert not any(NADIA.encode() in raw for raw in told)


async def test_the_author_is_put_beside_in_order_and_nobody_waits_for_a_slow_view(empty_jetstream, reading):
    asked = []

    async def slow(dids):
        asked.append(dids)
        await asyncio.sleep(0.4)
        return msgspec.json.encode({"profiles": [{"did": did, "handle": "troll.test"} for did in dids]})

    reader = reading(empty_jetstream.url, ask=slow)
    await connected(empty_jetstream)
    began = time.monotonic()
    for number in range(5):
        say(empty_jetstream, f"n{number}")
    await reader.until(lambda: len(reader.texts) == 5)
    assert time.monotonic() - began < 0.8
    assert reader.texts == [f"n{number}" for number in range(5)]
    await asyncio.sleep(0.5)
    say(empty_jetstream, "later")
    await reader.until(lambda: "later" in reader.texts)
    assert b"troll.test" in reader.arrivals[-1].beside
    assert asked == [(TROLL,)], "asked once, kept afterwards"


async def test_a_view_that_fails_delays_nothing_for_long(empty_jetstream, reading):
    async def broken(dids):
        raise TryLater("down")

    reader = reading(empty_jetstream.url, ask=broken)
    await connected(empty_jetstream)
    say(empty_jetstream, "one")
    await reader.until(lambda: reader.texts == ["one"])
    assert reader.arrivals[-1].beside == b""


async def test_what_handing_on_raises_ends_the_reading(empty_jetstream):
    async with aiohttp.ClientSession() as http:
        reader = Reader(http, empty_jetstream.url)

        async def full(arrival):
            raise RuntimeError("no room")

        reading = asyncio.ensure_future(reader.source.read(None, full))
        await connected(empty_jetstream)
        for number in range(3):
            say(empty_jetstream, f"{number}")
        with pytest.raises(RuntimeError, match="no room"):
            await asyncio.wait_for(reading, 5)


async def test_many_protected_people_are_looked_for_at_once(empty_jetstream, reading):
    everybody = frozenset({CAMILLE, *(f"did:plc:person{number:018d}" for number in range(500))})
    reader = reading(empty_jetstream.url)
    reader.source._options = msgspec.structs.replace(reader.options, shielded=everybody)
    await connected(empty_jetstream)
    say(empty_jetstream, "one")
    await reader.until(lambda: reader.texts == ["one"])


async def test_without_a_server_the_stream_is_refused_not_tried_for_ever():
    async with aiohttp.ClientSession() as http:
        reader = Reader(http)
        with pytest.raises(Refused):
            await reader.source.read(None, reader.emit)


async def test_a_host_that_is_away_is_tried_later():
    async with aiohttp.ClientSession() as http:
        reader = Reader(http, "ws://127.0.0.1:9")
        with pytest.raises(TryLater):
            await reader.source.read(None, reader.emit)
