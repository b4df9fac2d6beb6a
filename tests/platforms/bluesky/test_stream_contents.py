"""What a stream brings: odd frames, deletions, authors; and what becomes of it when nobody takes it."""

import asyncio

import aiohttp
import msgspec
import pytest

from bot.errors import Refused, TryLater
from bot.platforms.bluesky import Compression, Wire
from tests.platforms.bluesky.parts import CAMILLE, NADIA, TROLL
from tests.platforms.bluesky.reader import Reader, commit, connected, say


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
    asked, answering = [], asyncio.Event()

    async def slow(dids):
        asked.append(dids)
        await answering.wait()
        return msgspec.json.encode({"profiles": [{"did": did, "handle": "troll.test"} for did in dids]})

    reader = reading(empty_jetstream.url, ask=slow)
    await connected(empty_jetstream)
    for number in range(5):
        say(empty_jetstream, f"n{number}")
    await reader.until(lambda: len(reader.texts) == 5)
    assert reader.texts == [f"n{number}" for number in range(5)]
    answering.set()
    await asyncio.sleep(0)
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
