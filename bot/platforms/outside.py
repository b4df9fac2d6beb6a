"""Asking other people's servers, in nobody's name: no session, no cookie, no token; bounded in bytes and in time."""

import ipaddress
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp

from bot.errors import Refused, TryLater
from bot.evidence.origin import Way
from bot.model.noun import Noun
from bot.platforms.guard import check_host, connector, refuse_private, refuse_public
from bot.platforms.origins import Origins

SECONDS: Final = 10.0
"""One exchange may take so long: what is asked for may be deleted in a minute, but a server that hangs is let go."""
_CHUNK: Final = 65_536
_AGENTS: Final = {Way.DIRECT: "rempart (+https://pypi.org/project/rempart/)", Way.PROXY: "Mozilla/5.0"}
"""A server that shall not learn who asks, perhaps the stalker's own, is not told either by what they are shielded."""
_INSIDE: Final = (".local", ".localhost", ".internal", ".lan", ".home.arpa")


class Answer(Noun, frozen=True, kw_only=True):
    """What a server said."""

    status: int
    headers: dict[str, str]
    """Names in lower case; of a repeated one, the last."""
    raw: bytes
    certificate: bytes = b""
    """The certificate that the server showed, DER; empty without TLS."""


class Outside:
    """Connections to servers that are not the person's own. Redirects are not followed: they are an answer."""

    def __init__(self, origins: Origins, service: str) -> None:
        """`service` is the person's own server: where it is one on this machine, for tests, so may others be."""
        local = urlsplit(service).scheme == "http"
        self._origins = origins
        self._schemes = {"https", "http"} if local else {"https"}
        self._check = refuse_public if local else refuse_private
        self._sessions: dict[Way, aiohttp.ClientSession] = {}

    def way(self, url: str) -> Way:
        """How this address is asked. Raises Refused where it never is."""
        try:
            to = urlsplit(url)
            host = to.hostname or ""
        except ValueError as error:
            raise Refused("no address of a server") from error
        if to.scheme not in self._schemes or to.username or to.password or not host:
            raise Refused("no address of a server that is asked")
        check_host(host, self._check)
        way = self._origins.way(host)
        if way is Way.PROXY and _is_inside(host):
            raise Refused("an address inside a network: a proxy is not asked for it")
        return way

    async def get(self, url: str, *, most: int, accept: str = "*/*") -> Answer:
        """What the server answers, whatever its status; at most so many bytes.

        Raises Refused where it is not asked, TryLater where no good answer came.
        """
        way = self.way(url)
        if way is Way.NONE:
            raise Refused("the host may not see our address")
        proxy = self._origins.proxy if way is Way.PROXY else None
        try:
            wanted = self._session(way).get(url, proxy=proxy, headers={"Accept": accept}, allow_redirects=False)
            async with wanted as answer:
                return await _read(answer, most)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as trouble:
            raise TryLater(type(trouble).__name__) from trouble

    async def close(self) -> None:
        """Give the connections back."""
        while self._sessions:
            await self._sessions.popitem()[1].close()

    def _session(self, way: Way) -> aiohttp.ClientSession:
        if way not in self._sessions:
            self._sessions[way] = aiohttp.ClientSession(
                headers={"User-Agent": _AGENTS[way]},
                timeout=aiohttp.ClientTimeout(total=SECONDS),
                cookie_jar=aiohttp.DummyCookieJar(),
                connector=connector(self._check) if way is Way.DIRECT else aiohttp.TCPConnector(),
                response_class=_Certified,
            )
        return self._sessions[way]


class _Certified(aiohttp.ClientResponse):
    """Keeps the server's certificate, which is gone with the connection once the body is read."""

    certificate: bytes = b""

    async def start(self, connection: Any) -> aiohttp.ClientResponse:
        """As the library calls it."""
        secured = connection.transport.get_extra_info("ssl_object") if connection.transport else None
        self.certificate = (secured.getpeercert(binary_form=True) or b"") if secured else b""
        return await super().start(connection)


async def _read(answer: aiohttp.ClientResponse, most: int) -> Answer:
    parts: list[bytes] = []
    left = most
    async for part in answer.content.iter_chunked(_CHUNK):
        left -= len(part)
        if left < 0:
            raise TryLater(f"the answer is larger than {most} bytes")
        parts.append(part)
    return Answer(
        status=answer.status,
        headers={name.lower(): value for name, value in answer.headers.items()},
        raw=b"".join(parts),
        certificate=answer.certificate if isinstance(answer, _Certified) else b"",
    )


def _is_inside(host: str) -> bool:
    """Whether a name or an address means a machine of a private network; the proxy would look the name up."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(_INSIDE)
