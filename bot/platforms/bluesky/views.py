"""How the person stands to others, as their server says."""

import asyncio
from typing import Any

from bot.model.noun import Noun
from bot.platforms.bluesky.repository import parsed
from bot.platforms.bluesky.session import Login
from bot.platforms.port import Standing

FRESH = 1.0
"""Seconds: acting asks for the state, the relation and the profile of one account in one go, and one answer has all."""


class Viewer(Noun, frozen=True, kw_only=True, rename="camel"):
    """How the person stands to another account, as their server says."""

    muted: bool = False
    muted_only_reposts: bool = False
    muted_only_quoteposts: bool = False
    blocking: str = ""
    blocked_by: bool = False
    following: str = ""
    followed_by: str = ""
    blocking_by_list: dict[str, Any] | None = None

    def standing(self) -> Standing:
        """In the port's words; who is muted or blocked by a list is."""
        return Standing(
            following=bool(self.following),
            followed_by=bool(self.followed_by),
            muted=self.muted,
            blocked=bool(self.blocking) or self.blocking_by_list is not None,
        )


class Seen(Noun, frozen=True, kw_only=True):
    """A profile, as far as it tells how the person stands to it."""

    viewer: Viewer = Viewer()


class Views:
    """The profile view last asked for."""

    def __init__(self, login: Login) -> None:
        self._login = login
        self._last: tuple[str, float, asyncio.Task[bytes] | None] = ("", 0.0, None)

    async def raw(self, did: str) -> bytes:
        """The profile with the viewer's state, as the server wrote it, no older than FRESH; all who ask share it."""
        asked, at, asking = self._last
        now = asyncio.get_running_loop().time()
        failed = asking is not None and asking.done() and (asking.cancelled() or asking.exception() is not None)
        if asking is None or failed or asked != did or now - at > FRESH:
            asking = asyncio.create_task(self._login.query("app.bsky.actor.getProfile", {"actor": did}))
            self._last = (did, now, asking)
        return await asyncio.shield(asking)

    async def viewer(self, did: str) -> Viewer:
        """How the person stands to an account now."""
        return parsed(await self.raw(did), Seen).viewer

    def forget(self) -> None:
        """Something was done: what was seen is old."""
        self._last = ("", 0.0, None)
