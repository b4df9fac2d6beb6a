"""Whom a handle names, asked of a server in nobody's name."""

from typing import Final

from bot.model.noun import Noun
from bot.platforms.bluesky.clock import Clock
from bot.platforms.bluesky.people import key
from bot.platforms.bluesky.repository import parsed
from bot.platforms.bluesky.xrpc import Xrpc

PATH: Final = "xrpc/com.atproto.identity.resolveHandle"


class _Named(Noun, frozen=True, kw_only=True):
    did: str


async def key_of(handle: str, service: str, clock: Clock) -> str:
    """The `Account.key` behind a handle. Raises PlatformError."""
    xrpc = Xrpc(service, clock)
    try:
        raw = await xrpc.send("GET", f"{service.rstrip('/')}/{PATH}", params={"handle": handle.removeprefix("@")})
    finally:
        await xrpc.close()
    return key(parsed(raw, _Named).did)
