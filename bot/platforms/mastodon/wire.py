"""A stream of frames from one server, by server-sent events or WebSocket."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from urllib.parse import urlsplit

import aiohttp

from bot.errors import Refused, TryLater, Unauthorized
from bot.platforms.guard import check_host, connector, refuse_private, refuse_public
from bot.platforms.mastodon.frames import MAX_EVENT, EventLines, Frame, message_or_malformed
from bot.platforms.mastodon.options import Options, user_agent

CLOSING = frozenset({aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSING, aiohttp.WSMsgType.CLOSED})


class Wire:
    """How to open a stream of frames on one server."""

    def __init__(self, options: Options, token: str) -> None:
        self._options = options
        self._headers = {"Authorization": f"Bearer {token}", "User-Agent": user_agent()}
        self._check = refuse_public if options.allow_loopback else refuse_private

    @asynccontextmanager
    async def open(self, advertised: str | None, stream: str = "user") -> AsyncIterator[AsyncIterator[Frame]]:
        """Frames of a stream (`user`, `public`, `public:local`) by server-sent events, or by WebSocket where the server
        has only that; `advertised` is the address that it tells for streams. Raises Unauthorized, Refused (no stream
        here: poll) or TryLater.
        """
        base = streaming_base(self._options, advertised)
        check_host(urlsplit(base).hostname or "", self._check)
        timeout = aiohttp.ClientTimeout(total=None, connect=self._options.request_timeout, sock_read=self._options.idle)
        async with aiohttp.ClientSession(
            connector=connector(self._check),
            timeout=timeout,
            headers=self._headers,
            cookie_jar=aiohttp.DummyCookieJar(),
        ) as http:
            try:
                async with self._events(http, base, stream) as frames:
                    yield frames
            except _NoEvents:
                async with self._messages(http, base, stream) as frames:
                    yield frames

    @asynccontextmanager
    async def _events(self, http: aiohttp.ClientSession, base: str, stream: str) -> AsyncIterator[AsyncIterator[Frame]]:
        url = f"{base}/api/v1/streaming/{stream.replace(':', '/')}"
        try:
            response = await http.get(url, headers={"Accept": "text/event-stream"}, allow_redirects=False)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise TryLater(f"the stream cannot be opened ({type(error).__name__})") from None
        async with response:
            if response.content_type != "text/event-stream" and response.status < HTTPStatus.INTERNAL_SERVER_ERROR:
                _authorized(response.status)
                raise _NoEvents
            _judge(response.status)
            yield self._lines(response)

    async def _lines(self, response: aiohttp.ClientResponse) -> AsyncIterator[Frame]:
        lines = EventLines()
        try:
            async for chunk in response.content.iter_any():
                for frame in lines.feed(chunk):
                    yield frame
        except TimeoutError:
            raise TryLater(f"the stream was silent for {self._options.idle:.0f} seconds") from None
        except aiohttp.ClientError as error:
            raise TryLater(f"the stream broke ({type(error).__name__})") from None

    @asynccontextmanager
    async def _messages(
        self, http: aiohttp.ClientSession, base: str, stream: str
    ) -> AsyncIterator[AsyncIterator[Frame]]:
        try:
            socket = await http.ws_connect(
                f"{base}/api/v1/streaming",
                params={"stream": stream},
                max_msg_size=MAX_EVENT,
                decode_text=False,
                timeout=aiohttp.ClientWSTimeout(ws_close=2.0),
            )
        except aiohttp.WSServerHandshakeError as error:
            _judge(error.status if error.status >= HTTPStatus.BAD_REQUEST else HTTPStatus.NOT_FOUND)
            return
        except (aiohttp.ClientError, TimeoutError) as error:
            raise TryLater(f"the stream cannot be opened ({type(error).__name__})") from None
        async with socket:
            yield self._texts(socket)

    async def _texts(self, socket: aiohttp.ClientWebSocketResponse[bool]) -> AsyncIterator[Frame]:
        while True:
            try:
                received = await socket.receive(timeout=self._options.idle)
            except TimeoutError:
                raise TryLater(f"the stream was silent for {self._options.idle:.0f} seconds") from None
            if received.type in CLOSING:
                return
            if received.type is aiohttp.WSMsgType.ERROR:
                raise TryLater("the stream broke (WebSocket)")
            raw = received.data if isinstance(received.data, bytes) else str(received.data).encode()
            if raw and (frame := message_or_malformed(raw)) is not None:
                yield frame


class _NoEvents(Refused):
    """The server has no server-sent events."""

    def __init__(self) -> None:
        super().__init__("the server offers no server-sent events")


def _authorized(status: int) -> None:
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise Unauthorized(f"the stream: the server does not accept the token ({status}); make a new one")
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise TryLater("the stream: too many requests (429)")


def _judge(status: int) -> None:
    _authorized(status)
    if status == HTTPStatus.NOT_IMPLEMENTED or HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Refused(f"the server offers no stream ({status}); it is polled instead")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise TryLater(f"the stream: the server has trouble ({status})")


def streaming_base(options: Options, advertised: str | None) -> str:
    """Where to open streams: the address the server advertises, as http or https.

    The scheme of the configured address holds where the host is the same (GoToSocial advertises wss on http); another
    host is believed only below or beside the configured one (`streaming.social.test`), and never without TLS.
    """
    base = urlsplit(options.base_url)
    told = urlsplit(advertised or "")
    if not told.hostname or not base.hostname:
        return options.base_url
    if told.hostname == base.hostname:
        return f"{base.scheme}://{told.netloc}"
    near = told.hostname.endswith(f".{base.hostname}") or _siblings(told.hostname, base.hostname)
    return f"https://{told.netloc}" if near and told.scheme in {"wss", "https"} else options.base_url


def _siblings(one: str, other: str) -> bool:
    parent = other.partition(".")[2]
    return "." in parent and one.partition(".")[2] == parent
