"""One bounded HTTP exchange with an XRPC server."""

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

import aiohttp

from bot.errors import Refused, TooLarge, TryLater, Unanswered
from bot.platforms.bluesky.clock import Clock
from bot.platforms.bluesky.refusals import Refusing, refusal
from bot.platforms.guard import check_host, connector, refuse_private, refuse_public
from bot.platforms.hour import Hour

LARGEST = 10_000_000
"""Bytes of an answer; more is not read."""
SECONDS = 30.0
"""A request may take so long."""
_CHUNK = 65_536


class Xrpc:
    """The connection pool of one account. Only `service`, the `others`, or a server named by https, is spoken to."""

    def __init__(self, service: str, clock: Clock, *others: str, refused: Refusing = refusal) -> None:
        """`refused`: what a refusal means."""
        self._configured = frozenset(urlsplit(one)[:2] for one in (service, *others))
        self._clock = clock
        self._refused = refused
        self._http: aiohttp.ClientSession | None = None
        self.hour = Hour(clock)
        self._check = refuse_public if urlsplit(service).scheme == "http" else refuse_private
        """A service without TLS is one on this machine, for tests (the configuration takes no other)."""

    @property
    def http(self) -> aiohttp.ClientSession:
        """The pool, opened when it is first needed."""
        if self._http is None:
            agent = {"User-Agent": "rempart (+https://pypi.org/project/rempart/)"}
            limits = aiohttp.ClientTimeout(total=SECONDS)
            self._http = aiohttp.ClientSession(
                headers=agent, timeout=limits, cookie_jar=aiohttp.DummyCookieJar(), connector=connector(self._check)
            )
        return self._http

    async def send(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, object] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> bytes:
        """The body of a good answer; raises the errors of bot/errors.py for any other."""
        self._allow(url)
        name = url.rsplit("/", 1)[-1]
        try:
            async with self.http.request(
                method, url, params=_pairs(params), data=body, headers=headers, allow_redirects=False
            ) as answer:
                raw = await bounded(answer, LARGEST)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as trouble:
            raise TryLater(f"{name}: cannot be reached ({type(trouble).__name__}).") from trouble
        except (aiohttp.ClientError, TimeoutError, OSError) as trouble:
            if method == "GET" and isinstance(trouble, aiohttp.ClientPayloadError):  # servers break off at 10 MB
                raise TooLarge(f"{name}: the answer broke off.") from trouble
            raise Unanswered(f"{name}: no answer ({type(trouble).__name__}).") from trouble
        self.hour.heard(answer.headers.get("Date", ""))
        if HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
            return raw
        raise self._refused(answer.status, answer.headers, raw, name, self._clock())

    def _allow(self, url: str) -> None:
        to = urlsplit(url)
        if to.scheme != "https" and to[:2] not in self._configured:
            raise Refused(f"{to.scheme}://{to.hostname} was not configured and is not https: not contacted.")
        check_host(to.hostname or "", self._check)

    async def close(self) -> None:
        """Give the connections back."""
        if self._http is not None:
            await self._http.close()
            self._http = None


async def bounded(answer: aiohttp.ClientResponse, most: int) -> bytes:
    """The whole body. Raises TooLarge if it is larger than `most` bytes."""
    parts: list[bytes] = []
    size = 0
    async for part in answer.content.iter_chunked(_CHUNK):
        size += len(part)
        if size > most:
            raise TooLarge(f"{answer.url.name}: the answer is larger than {most} bytes and was not read.")
        parts.append(part)
    return b"".join(parts)


def _pairs(params: Mapping[str, object] | None) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in (params or {}).items():
        values = value if isinstance(value, list | tuple) else [value]
        pairs.extend((key, str(one).lower() if isinstance(one, bool) else str(one)) for one in values)
    return pairs
