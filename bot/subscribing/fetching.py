"""Fetching a document of others: no private address whatever leads there, no cookie, bounded in bytes and in time."""

import zlib
from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import urljoin, urlsplit

import aiohttp

from bot.errors import Refused
from bot.platforms.guard import Check, check_host, connector, refuse_private
from bot.subscribing.source import Unchanged, Unread, Why

BYTES: Final = 50_000_000
"""Of a list, once it is unpacked."""
PATIENCE: Final = 60.0
"""Seconds for all of it, redirects included."""
HOPS: Final = 3
CHUNK: Final = 65_536
AGENT: Final = "rempart (+https://pypi.org/project/rempart/)"
MOVED: Final = frozenset({301, 302, 303, 307, 308})
SAME: Final = 304
WELL: Final = 200
PACKED: Final = frozenset({"gzip", "x-gzip"})
PLAIN: Final = frozenset({"", "identity"})
READ: Final = ("text/", "application/json", "application/ld+json", "application/activity+json", "application/csv")
LOOSE: Final = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/vnd.ms-excel"})
"""What servers say that know no better; what it is shows in the document."""


class Got(NamedTuple):
    """What a server answered."""

    body: bytes
    medium: str
    etag: str
    address: str
    """Where it was at last."""


class Fetching:
    """Asks servers for lists."""

    def __init__(
        self,
        check: Check = refuse_private,
        schemes: frozenset[str] = frozenset({"https"}),
        patience: float = PATIENCE,
        most: int = BYTES,
    ) -> None:
        """`check` and `schemes` are others for tests on this machine."""
        self._check = check
        self._schemes = schemes
        self._patience = patience
        self._most = most

    async def get(self, address: str, accept: str, etag: str = "") -> Got | Unchanged:
        """The document at an address, or that it is the one of this tag. Raises Unread."""
        headers = {"Accept": accept, "Accept-Encoding": "gzip", "User-Agent": AGENT}
        headers |= {"If-None-Match": etag} if etag else {}
        session = aiohttp.ClientSession(
            connector=connector(self._check),
            timeout=aiohttp.ClientTimeout(total=self._patience),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
        )
        try:
            async with session:
                return await self._follow(session, address, headers)
        except Refused as error:  # a name that leads inside
            raise Unread(Why.PRIVATE) from error
        except TimeoutError as error:
            raise Unread(Why.SLOW) from error
        except (aiohttp.ClientPayloadError, aiohttp.ServerDisconnectedError) as error:
            raise Unread(Why.CUT) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise Unread(Why.SILENT) from error

    async def _follow(
        self, session: aiohttp.ClientSession, address: str, headers: Mapping[str, str]
    ) -> Got | Unchanged:
        for _ in range(HOPS + 1):
            self._require_outside(address)
            async with session.get(address, headers=headers, allow_redirects=False) as answer:
                if answer.status == SAME and "If-None-Match" in headers:
                    return Unchanged()
                if answer.status not in MOVED:
                    return await self._read(answer, address)
                address = urljoin(address, answer.headers.get("Location", ""))
        raise Unread(Why.REDIRECTS)

    def _require_outside(self, address: str) -> None:
        try:
            to = urlsplit(address)
            host = to.hostname or ""
        except ValueError as error:
            raise Unread(Why.ADDRESS) from error
        if to.scheme not in self._schemes or to.username or to.password or not host:
            raise Unread(Why.ADDRESS)
        check_host(host, self._check)

    async def _read(self, answer: aiohttp.ClientResponse, address: str) -> Got:
        if answer.status != WELL:
            raise Unread(Why.STATUS)
        medium = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if not medium.startswith(READ) and medium not in LOOSE:
            raise Unread(Why.MEDIUM)
        packing = answer.headers.get("Content-Encoding", "").strip().lower()
        if packing not in PACKED | PLAIN:
            raise Unread(Why.MEDIUM)
        body = await (self._unpacked(answer) if packing in PACKED else self._plain(answer))
        return Got(body, medium, answer.headers.get("ETag", ""), address)

    async def _plain(self, answer: aiohttp.ClientResponse) -> bytes:
        taken = bytearray()
        async for piece in answer.content.iter_chunked(CHUNK):
            taken += piece
            if len(taken) > self._most:
                raise Unread(Why.LARGE)
        return bytes(taken)

    async def _unpacked(self, answer: aiohttp.ClientResponse) -> bytes:
        """No more of it is unpacked than is read, however small it was packed."""
        taken, unpacking = bytearray(), zlib.decompressobj(wbits=31)
        try:
            async for piece in answer.content.iter_chunked(CHUNK):
                taken += unpacking.decompress(piece, self._most + 1 - len(taken))
                if len(taken) > self._most:
                    raise Unread(Why.LARGE)
        except zlib.error as error:
            raise Unread(Why.UNREADABLE) from error
        if not unpacking.eof:
            raise Unread(Why.CUT)
        return bytes(taken)
