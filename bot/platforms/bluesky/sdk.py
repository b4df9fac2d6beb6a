"""The only file that imports the AT Protocol SDK (0.6 s, 21 MB: import it lazily): sessions, over our own transport."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, cast

import msgspec
from atproto_client import AsyncClient, Session
from atproto_client.models.dot_dict import DotDict
from atproto_client.request import AsyncRequest, RequestBase, Response
from atproto_core.exceptions import AtProtocolError

from bot.errors import Refused, TryLater
from bot.platforms.bluesky.refusals import Expired
from bot.platforms.bluesky.xrpc import Xrpc

__all__ = ["AsyncClient", "Session", "log_in", "procedure", "query", "resume"]

Keep = Callable[[object, Session], None]
"""Called with each new session."""


async def log_in(xrpc: Xrpc, service: str, identifier: str, secret: str, keep: Keep) -> AsyncClient:
    """A client with a new session; never asks for the profile, which the AppView serves and may be unable to."""
    client = _client(xrpc, service, keep)
    try:
        await client.login(identifier, secret, fetch_bsky_profile=False)
    except (AtProtocolError, ValueError) as trouble:
        raise TryLater(f"The answer to the login was not understood ({type(trouble).__name__}).") from trouble
    return client


async def resume(xrpc: Xrpc, service: str, kept: str, keep: Keep) -> AsyncClient:
    """A client with a session that was kept; Expired if it cannot be read. Asks nothing of the server."""
    client = _client(xrpc, service, keep)
    try:
        await client.login(session_string=kept, fetch_bsky_profile=False)
    except (AtProtocolError, ValueError) as trouble:
        raise Expired(f"The session that was kept cannot be read ({type(trouble).__name__}).") from trouble
    return client


async def query(client: AsyncClient, nsid: str, params: Mapping[str, object], headers: Mapping[str, str]) -> bytes:
    """The raw answer to a question."""
    asked = cast("Any", DotDict(dict(params)))
    return await _raw(nsid, client.invoke_query(nsid, params=asked, headers=dict(headers)))


async def procedure(client: AsyncClient, nsid: str, body: bytes, headers: Mapping[str, str]) -> bytes:
    """The raw answer to a request to do something; `body` is JSON."""
    sent = {"Content-Type": "application/json", **headers}
    return await _raw(nsid, client.invoke_procedure(nsid, content=body, headers=sent))


async def _raw(nsid: str, answering: Awaitable[Response]) -> bytes:
    try:
        content = (await answering).content
    except (AtProtocolError, ValueError) as trouble:
        raise Expired(f"{nsid}: the session cannot be refreshed ({type(trouble).__name__}).") from trouble
    if not isinstance(content, bytes):
        raise Refused(f"{nsid}: belongs to the session and is not called so.")
    return content


def _client(xrpc: Xrpc, service: str, keep: Keep) -> AsyncClient:
    client = AsyncClient(base_url=service, request=Bridge(xrpc))
    client.on_session_change(keep)
    return client


class Bridge(AsyncRequest):  # type: ignore[misc]  # the SDK ships no types
    """The SDK's request layer over ours: its limits, its errors, and raw bytes for all but session answers.

    The SDK parses a page of notifications strictly and as a whole, so that one hostile record hides them all;
    it therefore parses nothing but sessions here.
    """

    def __init__(self, xrpc: Xrpc) -> None:
        RequestBase.__init__(self)  # not AsyncRequest's, which opens a second connection pool
        self._xrpc = xrpc

    async def get(self, *args: Any, **kwargs: Any) -> Response:
        """As the SDK calls it: `url`, `params`, `headers`."""
        return await self._exchange("GET", *args, **kwargs)

    async def post(self, *args: Any, **kwargs: Any) -> Response:
        """As the SDK calls it: `url`, `params`, `headers`, `content`."""
        return await self._exchange("POST", *args, **kwargs)

    async def close(self) -> None:
        """Nothing of our own to close."""

    async def _exchange(self, method: str, url: str, **kwargs: Any) -> Response:
        raw = await self._xrpc.send(
            method,
            url,
            params=kwargs.get("params"),
            body=kwargs.get("content") or kwargs.get("data"),
            headers=self.get_headers(kwargs.get("headers")),
        )
        if "/com.atproto.server." not in url:
            return Response(success=True, status_code=200, content=raw, headers={})
        try:
            content = msgspec.json.decode(raw, type=dict[str, Any])
        except (msgspec.MsgspecError, UnicodeDecodeError) as trouble:
            raise TryLater("The server's answer about the session is not JSON.") from trouble
        return Response(success=True, status_code=200, content=content, headers={})
