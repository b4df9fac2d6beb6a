"""What goes around every answer: what browsers may do with it, for which names it is given, how much is taken in."""

from collections.abc import Iterable, Mapping
from re import Pattern
from types import MappingProxyType
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST: Final = 1_000_000
"""Bytes of a request's body, but for where files are sent."""
NOTHING: Final[Mapping[Pattern[str], int]] = MappingProxyType({})
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
FIXED: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # the check of Origin needs it; other sites are told nothing
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "x-robots-tag": "noindex, nofollow",
}


class Around:
    """Refuses what is not for us or too much, and sets the headers of every answer."""

    def __init__(
        self, app: ASGIApp, hosts: Iterable[str], takes: Mapping[Pattern[str], int] = NOTHING, *, https: bool
    ) -> None:
        """`hosts` are the names, with their ports, under which people reach us; `takes` says to what addresses files
        are sent, and of how many bytes.
        """
        self.app = app
        self.hosts = frozenset(hosts)
        self.takes = takes
        self.fixed = FIXED | ({"strict-transport-security": "max-age=31536000"} if https else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if headers.get("host", "").lower() not in self.hosts:  # a name that leads here by a trick (DNS rebinding)
            await PlainTextResponse("no such site", 421)(scope, receive, self._sending(send))
            return
        if "\x00" in scope["path"] or b"%00" in scope["query_string"]:  # databases break on it
            await PlainTextResponse("no such address", 400)(scope, receive, self._sending(send))
            return
        most = MOST + next((size for pattern, size in self.takes.items() if pattern.match(scope["path"])), 0)
        if _length(headers) > most:
            await PlainTextResponse("too much", 413)(scope, receive, self._sending(send))
            return
        await self.app(scope, _bounded(receive, most), self._sending(send))

    def _sending(self, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.fixed.items():
                    headers[name] = value
                headers.setdefault("cache-control", "no-store")
            await send(message)

        return sending


def _length(headers: Headers) -> int:
    said = headers.get("content-length", "0")
    return int(said) if said.isdecimal() and len(said) < 16 else 2**63  # noqa: PLR2004 - digits of a petabyte


def _bounded(receive: Receive, most: int) -> Receive:
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return {"type": "http.disconnect"} if taken > most else message

    return bounded
