"""The stream is read on either wire, goes on after whatever breaks it, and loses nothing that concerns us."""

import asyncio
import json

import pytest

from bot.platforms.bluesky import Compression, Wire
from bot.platforms.bluesky import jetstream as stream
from bot.platforms.bluesky.place import Place, place
from tests.platforms.bluesky.parts import NADIA, TROLL
from tests.platforms.bluesky.reader import commit, connected, say

BOTH = pytest.mark.parametrize("wire", [Wire.V1, Wire.V2])


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
