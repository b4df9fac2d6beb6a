"""A Jetstream on loopback: both wires, fed by a real PDS's firehose or by hand, and able to misbehave on demand."""

import asyncio
import http
import json
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from tests.network import jetstream_wire as wire
from tests.network.firehose import Firehose

T = TypeVar("T")


class Jetstream:
    """A server in a thread of its own, so that a test may use it with or without a loop.

    `log` keeps every event across stop() and start(), as a real Jetstream's disk does. No method waits for a client,
    which may live in the very loop that called.
    """

    def __init__(self, pds: str = "") -> None:
        """`pds`: the http address of a PDS to follow from its first event; without it, publish() feeds the stream."""
        self.log: list[wire.Event] = []
        self.floor = 0  # v2 refuses sequence numbers below, v1 starts here: the end of the look-back
        self.connects = 0
        self.dictionary = wire.Dictionary()
        self._firehose, self._port = Firehose(pds) if pds else None, 0
        self._connections: dict[ServerConnection, Stream] = {}
        self._server: Server | None = None
        self._following: asyncio.Task[None] | None = None
        self._loop = asyncio.new_event_loop()
        self.grown = asyncio.Event()  # set, and replaced, when the log has grown
        self._thread = threading.Thread(target=self._loop.run_forever, name="jetstream", daemon=True)
        self._thread.start()

    # ------------------------------------------------------------------ what a test does with it

    @property
    def url(self) -> str:
        """ws://127.0.0.1:port, the same after a restart; add /subscribe or the path of v2."""
        return f"ws://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Listens, on the port it had before if it had one, and follows the PDS from where it was."""
        self._here(self._start())

    def stop(self, code: int = 1001) -> None:
        """Says `code` to every connection, as a real Jetstream does when it restarts, and closes the port."""
        self._here(self._stop(code))

    def end(self) -> None:
        """Stops for good; the thread is gone afterwards."""
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def publish(self, did: str, kind: str, body: wire.Json) -> wire.Event:
        """Appends an event made by hand; see jetstream_wire.event."""
        return self._here(self._publish(did, kind, body))

    def drop(self) -> int:
        """Cuts every connection without a word; how many."""
        return self._here(self._on_each(lambda ws, _: ws.transport.abort()))

    def close(self, code: int = 1001, reason: str = "") -> int:
        """Closes every connection politely with `code`; how many."""
        return self._here(self._on_each(lambda ws, _: self._later(ws.close(code, reason))))

    def error(self, name: str, message: str, code: int = 1008) -> int:
        """Sends v2's last frame, an error, on every connection and closes it; to how many."""
        return self._here(self._on_each(lambda _, stream: self._later(stream.last_word(name, message, code))))

    def send_raw(self, frame: str | bytes, text: bool | None = None) -> int:
        """Sends any frame at all (text=True: bytes as a text frame, valid UTF-8 or not); to how many."""
        return self._here(self._on_each(lambda ws, _: self._later(ws.send(frame, text=text))))

    def change_dictionary(self) -> None:
        """A new zstd dictionary: the running connections keep the old one until they are cut."""
        self.dictionary = wire.Dictionary(self.dictionary.number + 1)

    @property
    def connected(self) -> int:
        return len(self._connections)

    def holds(self, text: str) -> bool:
        """Whether some event says `text` (a DID, a record key)."""
        return any(text in item.v2 for item in list(self.log))

    # ------------------------------------------------------------------ inside the thread

    def _here(self, work: Coroutine[Any, Any, T]) -> T:
        future: Future[T] = asyncio.run_coroutine_threadsafe(work, self._loop)
        return future.result(10)

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        async def unless_gone() -> None:
            try:
                await asyncio.wait_for(work, 2)
            except (ConnectionClosed, TimeoutError):
                return  # the client was quicker

        self._loop.create_task(unless_gone())

    async def _start(self) -> None:
        self._server = await serve(
            self._serve,
            "127.0.0.1",
            self._port,
            process_request=self._answer,
            subprotocols=["xrpc.v1.json"],
            select_subprotocol=lambda _, offered: "xrpc.v1.json" if "xrpc.v1.json" in offered else None,
            compression=None,
            max_size=10_000_000,
        )
        self._port = self._server.sockets[0].getsockname()[1]
        if self._firehose:
            self._following = self._loop.create_task(self._firehose.follow(self._publish))

    async def _stop(self, code: int) -> None:
        if self._following:
            self._following.cancel()
            await asyncio.wait([self._following])
        if self._server:
            self._server.close(close_connections=False)
            await self._on_each(lambda ws, _: self._later(ws.close(code)))
            await asyncio.sleep(0.1)
            await self._on_each(lambda ws, _: ws.transport.abort())
            await self._server.wait_closed()
        self._server, self._following = None, None

    async def _on_each(self, do: Callable[[ServerConnection, "Stream"], None]) -> int:
        connections = dict(self._connections)
        for connection, stream in connections.items():
            do(connection, stream)
        return len(connections)

    async def _publish(self, did: str, kind: str, body: wire.Json) -> wire.Event:
        last = self.log[-1] if self.log else None
        now = max(int(time.time() * 1e6), last.time_us + 1 if last else 0)
        item = wire.event(last.seq + 1 if last else 1, now, did, kind, body)
        self.log.append(item)
        self.grown.set()
        self.grown = asyncio.Event()
        return item

    def _answer(self, connection: ServerConnection, request: Request) -> Response | None:
        """The dictionary, a refusal, or None: the handshake goes on."""
        parts = urlsplit(request.path)
        if parts.path == wire.DICTIONARY_PATH:
            number = str(self.dictionary.number)
            if parse_qs(parts.query).get("id", [number]) != [number]:
                return respond(
                    400, wire.dump({"error": "DictionaryNotFound", "message": "no such dictionary"}).encode()
                )
            return respond(200, self.dictionary.raw, "application/octet-stream")
        if parts.path not in {wire.V1_PATH, wire.V2_PATH}:
            return respond(404, b"not found", "text/plain")
        try:
            asked = wire.subscription(request.path, request.headers, self.dictionary.number)
            wire.first_to_send(asked, self.log, self.floor)
        except wire.Refusal as refusal:
            if parts.path == wire.V1_PATH:
                return respond(400, refusal.message.encode(), "text/plain; charset=utf-8")
            return respond(400, wire.dump({"error": refusal.name, "message": refusal.message}).encode())
        return None

    async def _serve(self, connection: ServerConnection) -> None:
        self.connects += 1
        handshake = connection.request
        asked = wire.subscription(handshake.path, handshake.headers, self.dictionary.number)
        stream = Stream(self, connection, asked)
        self._connections[connection] = stream
        tasks = [self._loop.create_task(stream.send()), self._loop.create_task(stream.listen())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            del self._connections[connection]


class Stream:
    """One connection: what it asked for, how far it is, and the dictionary it began with."""

    def __init__(self, jetstream: Jetstream, connection: ServerConnection, asked: wire.Subscription) -> None:
        self._jetstream, self._connection, self._asked = jetstream, connection, asked
        self._wanted, self._dictionary = asked.wanted, jetstream.dictionary
        self._may_begin = asyncio.Event()
        if not asked.waits_for_hello:
            self._may_begin.set()

    async def send(self) -> None:
        following, info = wire.first_to_send(self._asked, self._jetstream.log, self._jetstream.floor)
        await self._may_begin.wait()
        if info:
            await self.say(info)
        while True:
            grown = self._jetstream.grown
            for item in self._jetstream.log[following - 1 :]:
                following = item.seq + 1
                body = item.v2 if self._asked.v2 else item.v1
                if body and self._wanted.lets_through(item, body):
                    await self.say(body)
            await grown.wait()

    async def say(self, body: str) -> None:
        await self._connection.send(self._dictionary.compress(body) if self._asked.zstd else body)

    async def last_word(self, name: str, message: str, code: int) -> None:
        if self._asked.v2:
            await self.say(wire.error_frame(name, message))
        await self._connection.close(code, message[:100])

    async def listen(self) -> None:
        """Subscribers of v1 may change their filter; anything else said ends the connection."""
        async for message in self._connection:
            if self._asked.v2:
                return await self._connection.close(1008, "server-push only")
            try:
                said = json.loads(message)
                if said["type"] == "options_update":
                    self._wanted = wire.wanted_v1(wire.as_query(said["payload"]))
                    self._may_begin.set()
            except wire.Refusal as refusal:
                return await self._connection.close(1008, refusal.message[:100])
            except (ValueError, KeyError, TypeError, AttributeError):
                return await self._connection.close(1007, "bad SubscriberSourcedMessage envelope")
        return None


def respond(status: int, body: bytes, kind: str = "application/json") -> Response:
    headers = Headers([("Content-Type", kind), ("Content-Length", str(len(body)))])
    return Response(status, http.HTTPStatus(status).phrase, headers, body)
