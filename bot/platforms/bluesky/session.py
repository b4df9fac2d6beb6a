"""One account's session: logged in once, kept between runs, renewed when it must be."""

import asyncio
import base64
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from bot.errors import TryLater, Unauthorized
from bot.model.noun import Noun
from bot.platforms.bluesky.allowance import LOGINS, Allowance
from bot.platforms.bluesky.clock import Clock
from bot.platforms.bluesky.refusals import Expired
from bot.platforms.bluesky.xrpc import Xrpc
from bot.platforms.hour import Hour
from bot.platforms.port import Safe

if TYPE_CHECKING:
    from bot.platforms.bluesky.sdk import AsyncClient
    from bot.platforms.bluesky.sdk import Session as Tokens


class Kept(Noun, frozen=True, kw_only=True):
    """What the safe holds: the session string, and for which password it was given."""

    password: str
    """SHA-256, hex: a session is not used once the person gave another password."""
    session: str


class Login:
    """A session that is opened when first needed. Its repr shows nothing."""

    def __init__(self, xrpc: Xrpc, service: str, identifier: str, secret: str, safe: Safe, clock: Clock) -> None:
        self._xrpc = xrpc
        self._service = service
        self._identifier = identifier
        self._secret = secret
        self._safe = safe
        self._name = self._name_of(identifier)
        self._logins = Allowance(safe, f"bluesky/{service}/{identifier}/logins", LOGINS, 60, clock)
        self._lock = asyncio.Lock()
        self._client: AsyncClient | None = None
        self._tokens: Tokens | None = None

    @property
    def hour(self) -> Hour:
        """What time it is on the person's server."""
        return self._xrpc.hour

    async def query(self, nsid: str, params: Mapping[str, object], headers: Mapping[str, str] | None = None) -> bytes:
        """What the server answers to a question, raw."""
        from bot.platforms.bluesky import sdk  # noqa: PLC0415 (0.9 s to import)

        return await self._call(lambda client: sdk.query(client, nsid, params, headers or {}))

    async def procedure(self, nsid: str, body: Mapping[str, object], headers: Mapping[str, str] | None = None) -> bytes:
        """What the server answers to a request to do something, raw."""
        from bot.platforms.bluesky import sdk  # noqa: PLC0415 (0.9 s to import)

        sent = msgspec.json.encode(body)
        return await self._call(lambda client: sdk.procedure(client, nsid, sent, headers or {}))

    async def tokens(self) -> "Tokens":
        """The session itself; logs in if need be. Never log it."""
        await self._open()
        if self._tokens is None:
            raise TryLater("The server gave no session.")
        return self._tokens

    async def did(self) -> str:
        """Whose session it is."""
        return str((await self.tokens()).did)

    async def scope(self) -> str:
        """What the token may do, as the server wrote in it: `com.atproto.appPass`; empty if it is opaque."""
        parts = (await self.tokens()).access_jwt.split(".")
        try:
            payload = msgspec.json.decode(base64.urlsafe_b64decode(parts[1] + "=="), type=dict[str, Any])
        except (IndexError, ValueError, msgspec.MsgspecError):
            return ""
        return str(payload.get("scope", ""))

    async def lend(self, identifier: str) -> None:
        """Keep the session under another name of the same account too, unless one is kept there for this password."""
        tokens = await self.tokens()
        name = self._name_of(identifier)
        kept = self._safe.get(name)
        if kept is None or msgspec.json.decode(kept, type=Kept).password != self._digest():
            self._safe.put(name, self._kept(tokens))

    async def _call(self, ask: Callable[["AsyncClient"], Awaitable[bytes]]) -> bytes:
        client = await self._open()
        token = (await self.tokens()).access_jwt
        try:
            return await ask(client)
        except Unauthorized:  # the token may have been withdrawn before its time
            return await ask(await self._renew(token))

    async def _open(self) -> "AsyncClient":
        async with self._lock:
            if self._client is None:
                self._client = await self._resume() or await self._log_in()
            return self._client

    async def _renew(self, stale: str) -> "AsyncClient":
        async with self._lock:
            if self._client is None or self._tokens is None or self._tokens.access_jwt == stale:
                self._client = await self._log_in()
            return self._client

    async def _resume(self) -> "AsyncClient | None":
        kept = self._safe.get(self._name)
        if kept is None:
            return None
        found = msgspec.json.decode(kept, type=Kept)
        if found.password != self._digest():
            return None
        from bot.platforms.bluesky import sdk  # noqa: PLC0415 (0.9 s to import)

        try:
            return await sdk.resume(self._xrpc, self._service, found.session, self._keep)
        except Expired:
            return None

    async def _log_in(self) -> "AsyncClient":
        from bot.platforms.bluesky import sdk  # noqa: PLC0415 (0.9 s to import)

        self._logins.spend(1)
        try:
            return await sdk.log_in(self._xrpc, self._service, self._identifier, self._secret, self._keep)
        except Unauthorized as refused:
            raise Unauthorized(
                "Bluesky refuses the app password. Make a new one (Settings, Privacy and security, App passwords) "
                f"and put it where the configuration says. ({refused})"
            ) from refused

    def _keep(self, _event: object, tokens: "Tokens") -> None:
        self._tokens = tokens
        self._safe.put(self._name, self._kept(tokens))

    def _kept(self, tokens: "Tokens") -> bytes:
        return msgspec.json.encode(Kept(password=self._digest(), session=tokens.encode()))

    def _name_of(self, identifier: str) -> str:
        return f"bluesky/{self._service}/{identifier}/session"

    def _digest(self) -> str:
        return hashlib.sha256(self._secret.encode()).hexdigest()
