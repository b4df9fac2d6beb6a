"""A WebSocket to a Jetstream server: dialled on either wire, bringing frames as bytes."""

from collections.abc import AsyncIterator, Iterator
from http import HTTPStatus
from types import TracebackType
from typing import Final, Self

import aiohttp
import structlog
import zstandard

from bot.errors import TryLater
from bot.model.noun import Noun
from bot.platforms.bluesky.frames import Happening
from bot.platforms.bluesky.options import Compression, Options, Wire
from bot.platforms.bluesky.place import Place
from bot.platforms.bluesky.post import POSTS
from bot.platforms.bluesky.xrpc import bounded

_METHOD = "network.bsky.jetstream.subscribeEvents"
_DICTIONARY = "network.bsky.jetstream.getZstdDictionary"
_SUBPROTOCOL = "xrpc.v1.json"
LARGEST = 16_000_000
"""Bytes of a frame; the server is asked to leave out what is larger, or it would come again for ever."""
_LARGEST_DICTIONARY = 4_000_000
_MAGIC = b"\x37\xa4\x30\xec"


class Unpackable(TryLater):
    """A packed frame that does not unpack; plain ones may be asked for."""


class Try(Noun, frozen=True, kw_only=True):
    """One way of asking for the stream."""

    wire: Wire
    cursor: int | None
    compression: Compression


class Wanted(Noun, frozen=True, kw_only=True):
    """What of the stream is asked for."""

    collections: tuple[str, ...] = (POSTS,)
    dids: tuple[str, ...] = ()
    """Authors; empty: everybody."""

    def params(self, wire: Wire) -> list[tuple[str, str]]:
        """As that wire has it."""
        authors, kinds = ("dids", "collections") if wire is Wire.V2 else ("wantedDids", "wantedCollections")
        return [*((kinds, one) for one in self.collections), *((authors, one) for one in self.dids)]


POSTED: Final = Wanted()


class Line:
    """An open stream. Iterating ends when the server closes, whatever its reason."""

    def __init__(
        self,
        socket: "aiohttp.ClientWebSocketResponse[bool]",
        host: str,
        way: Try,
        unpack: zstandard.ZstdDecompressor | None,
    ) -> None:
        self._socket = socket
        self._unpack = unpack
        self.host = host
        self.way = way

    async def __aenter__(self) -> Self:
        """Begin."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        await self._socket.close()

    async def frames(self) -> AsyncIterator[bytes]:
        """Each frame's JSON. Raises Unpackable if one cannot be unpacked."""
        async for message in self._socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                yield message.data if isinstance(message.data, bytes) else message.data.encode()
            elif message.type is aiohttp.WSMsgType.BINARY:
                yield self._plain(message.data)

    def _plain(self, packed: bytes) -> bytes:
        if self._unpack is None:
            return packed
        try:
            if zstandard.frame_content_size(packed) > LARGEST:
                raise Unpackable("Jetstream sent a frame that would unpack to more than may be read.")
            return self._unpack.decompress(packed, max_output_size=LARGEST)
        except zstandard.ZstdError as trouble:
            raise Unpackable("Jetstream sent a frame that cannot be unpacked.") from trouble


def forgotten(happening: Happening) -> bool:
    """Whether what a host told us is that it does not know the place from which we asked to go on."""
    return happening.name in {"FutureCursor", "CursorTooOld"}


def heed(happening: Happening, host: str) -> None:
    """Take note of what a host told us. Raises TryLater where nothing follows from it."""
    structlog.get_logger().warning("jetstream.told", host=host, what=happening.name[:60])
    if happening.kind == "error" or happening.name == "FutureCursor":
        raise TryLater(f"Jetstream {host} said {happening.name[:60]}.")


class Dialler:
    """Opens lines, and remembers what each host refused."""

    def __init__(self, options: Options, wanted: Wanted = POSTED) -> None:
        self._options = options
        self._wanted = wanted
        self._wires: dict[str, Wire] = {}
        self._plain: set[str] = set()

    def distrust(self, host: str) -> None:
        """What this host packs could not be unpacked: from now on it is asked for plain frames."""
        self._plain.add(host)

    async def dial(self, http: aiohttp.ClientSession, host: str, place: Place) -> Line:
        """An open line that goes on at `place`. Raises TryLater when the host offers none."""
        packed = await self._dictionary(http, host)
        status = 0
        for way in self._ways(host, place, packed):
            try:
                line = await self._open(http, host, way, packed)
            except aiohttp.WSServerHandshakeError as refused:
                status = refused.status
                structlog.get_logger().info("jetstream.refused", host=host, wire=way.wire, status=status)
                if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
                    break
                continue
            except (aiohttp.ClientError, OSError, TimeoutError) as trouble:
                raise TryLater(f"Jetstream {host}: no answer ({type(trouble).__name__}).") from trouble
            self._wires[host] = way.wire
            return line
        raise TryLater(f"Jetstream {host} refused the stream ({status}).")

    def _ways(self, host: str, place: Place, packed: bytes) -> Iterator[Try]:
        """From the best to the one that every server takes: its own sequence and packed, then by time and plain."""
        known = self._wires.get(host, self._options.wire)
        sequence = place.by_sequence(host)
        if known is not Wire.V1:
            best = sequence if sequence is not None else place.by_time()
            if packed:
                yield Try(wire=Wire.V2, cursor=best, compression=Compression.ZSTD)
            yield Try(wire=Wire.V2, cursor=best, compression=Compression.NONE)
            if sequence is not None:
                yield Try(wire=Wire.V2, cursor=place.by_time(), compression=Compression.NONE)
        if known is Wire.V1 or self._options.wire is Wire.AUTO:
            yield Try(wire=Wire.V1, cursor=place.by_time(), compression=Compression.NONE)

    async def _open(self, http: aiohttp.ClientSession, host: str, way: Try, packed: bytes) -> Line:
        params = self._wanted.params(way.wire)
        params.append(("maxMessageSizeBytes", str(LARGEST)))
        unpack = None
        if way.wire is Wire.V2:
            params.extend(("kinds", kind) for kind in ("commit", "identity", "account"))
        if way.cursor is not None:
            params.append(("cursor", str(way.cursor)))
        if way.compression is Compression.ZSTD:
            dictionary = zstandard.ZstdCompressionDict(packed)
            params.append(("zstdDictionary", str(dictionary.dict_id())))
            unpack = zstandard.ZstdDecompressor(dict_data=dictionary)
        socket = await http.ws_connect(
            f"{host}/xrpc/{_METHOD}" if way.wire is Wire.V2 else f"{host}/subscribe",
            params=params,
            protocols=(_SUBPROTOCOL,) if way.wire is Wire.V2 else (),
            max_msg_size=LARGEST + 1_000_000,
            timeout=aiohttp.ClientWSTimeout(ws_close=2.0),
            decode_text=False,
        )
        return Line(socket, host, way, unpack)

    async def _dictionary(self, http: aiohttp.ClientSession, host: str) -> bytes:
        """What the host packs its frames with; empty where it does not say, or must not."""
        if self._options.compression is Compression.NONE or host in self._plain or self._v1(host):
            return b""
        url = f"http{host.removeprefix('ws')}/xrpc/{_DICTIONARY}"
        try:
            async with http.get(url, allow_redirects=False) as answer:
                raw = await bounded(answer, _LARGEST_DICTIONARY)
        except (aiohttp.ClientError, OSError, TimeoutError, TryLater):
            return b""
        return raw if answer.status == HTTPStatus.OK and raw.startswith(_MAGIC) else b""

    def _v1(self, host: str) -> bool:
        return self._wires.get(host, self._options.wire) is Wire.V1
