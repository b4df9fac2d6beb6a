"""The Jetstream of the tests keeps to the contract of the real one, and misbehaves on demand."""

import asyncio
import json

import pytest
import zstandard
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.network import jetstream_wire as wire

DID = "did:plc:camille"


def post(key, collection="app.bsky.feed.post"):
    record = {"$type": collection, "text": key}
    return {"rev": key, "operation": "create", "collection": collection, "rkey": key, "record": record, "cid": "b1"}


def feed(jetstream, *keys):
    return [jetstream.publish(DID, "commit", post(key)) for key in keys]


def keys(frames):
    return [json.loads(frame)["commit"]["rkey"] for frame in frames]


async def first(stream, count):
    return [await stream.recv() for _ in range(count)]


async def test_a_cursor_brings_what_was_missed_then_what_comes(empty_jetstream):
    missed = feed(empty_jetstream, "a", "b", "c")
    async with connect(f"{empty_jetstream.url}/subscribe?cursor={missed[1].time_us}") as stream:
        assert keys(await first(stream, 2)) == ["b", "c"]
        feed(empty_jetstream, "d")
        assert keys(await first(stream, 1)) == ["d"]


async def test_both_wires_say_the_same(empty_jetstream):
    feed(empty_jetstream, "a")
    async with connect(f"{empty_jetstream.url}{wire.V2_PATH}?cursor=1&kinds=commit") as stream:
        frame = json.loads(await stream.recv())
    assert (frame["$type"], frame["payload"]["rkey"], frame["payload"]["seq"]) == ("message", "a", 1)


async def test_filters_let_through_what_was_asked_for(empty_jetstream):
    empty_jetstream.publish(DID, "commit", post("like", "app.bsky.feed.like"))
    empty_jetstream.publish(DID, "identity", {"did": DID, "handle": "camille.test"})
    feed(empty_jetstream, "a")
    async with connect(f"{empty_jetstream.url}/subscribe?cursor=1&wantedCollections=app.bsky.feed.post") as stream:
        assert [json.loads(frame)["kind"] for frame in await first(stream, 2)] == ["identity", "commit"]
        await stream.send(json.dumps({"type": "options_update", "payload": {"wantedDids": ["did:plc:other"]}}))
    async with connect(f"{empty_jetstream.url}/subscribe?cursor=1&wantedCollections=app.bsky.feed.*") as stream:
        assert keys(await first(stream, 1)) == ["like"]


@pytest.mark.parametrize(
    "target", ["/subscribe?compress=true&cursor=1", f"{wire.V2_PATH}?zstdDictionary=20261121&cursor=1"]
)
async def test_what_is_compressed_reads_with_its_dictionary(empty_jetstream, target):
    feed(empty_jetstream, "a")
    unpack = zstandard.ZstdDecompressor(dict_data=zstandard.ZstdCompressionDict(empty_jetstream.dictionary.raw))
    async with connect(empty_jetstream.url + target, compression=None) as stream:
        assert b'"rkey":"a"' in unpack.decompress(await stream.recv(), max_output_size=1 << 20)


@pytest.mark.parametrize(
    "target",
    [
        "/subscribe?cursor=never",
        "/subscribe?wantedDids=camille",
        f"{wire.V2_PATH}?cursor=2",
        f"{wire.V2_PATH}?wantedDids=x",
    ],
)
async def test_what_it_does_not_understand_or_keep_it_refuses(empty_jetstream, target):
    feed(empty_jetstream, *"abcdef")
    empty_jetstream.floor = 5
    with pytest.raises(InvalidStatus, match="400"):
        await connect(empty_jetstream.url + target)


async def test_a_restart_says_1001_and_keeps_port_and_log(empty_jetstream):
    feed(empty_jetstream, "a")
    address = f"{empty_jetstream.url}/subscribe?cursor=1"
    async with connect(address) as stream:
        await stream.recv()
        empty_jetstream.stop()
        with pytest.raises(ConnectionClosed) as closed:
            await stream.recv()
    assert closed.value.rcvd.code == 1001
    with pytest.raises(ConnectionRefusedError):
        await connect(address)
    empty_jetstream.start()
    async with connect(address) as stream:
        assert keys(await first(stream, 1)) == ["a"]


@pytest.mark.parametrize("code", [1000, 1001, 1006, 1011, 3000])
async def test_it_ends_a_connection_in_every_way(empty_jetstream, code):
    async with connect(f"{empty_jetstream.url}/subscribe") as stream:
        await until(lambda: empty_jetstream.connected)
        assert (empty_jetstream.drop() if code == 1006 else empty_jetstream.close(code)) == 1
        with pytest.raises(ConnectionClosed) as closed:
            await stream.recv()
    assert (closed.value.rcvd.code if closed.value.rcvd else 1006) == code


async def test_v2_says_why_it_ends(empty_jetstream):
    async with connect(f"{empty_jetstream.url}{wire.V2_PATH}") as stream:
        await until(lambda: empty_jetstream.connected)
        empty_jetstream.error("ConsumerTooSlow", "reading below the floor rate")
        assert json.loads(await stream.recv())["error"] == "ConsumerTooSlow"
        with pytest.raises(ConnectionClosed):
            await stream.recv()


async def test_it_can_send_what_is_no_event_at_all(empty_jetstream):
    async with connect(f"{empty_jetstream.url}/subscribe") as stream:
        await until(lambda: empty_jetstream.connected)
        empty_jetstream.send_raw("<html>not json</html>")
        assert await stream.recv() == "<html>not json</html>"
        empty_jetstream.send_raw(b"\xff\xfe", text=True)
        assert await stream.recv(decode=False) == b"\xff\xfe"


async def until(look):
    async with asyncio.timeout(5):
        while not look():  # noqa: ASYNC110 - the server is in another thread
            await asyncio.sleep(0.01)
