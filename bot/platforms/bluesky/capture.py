"""Takes into custody what an action would hide: the author's notifications first, then post and profile."""

from collections.abc import AsyncIterator

import msgspec

from bot.errors import Gone, Malformed
from bot.model.action import Block, HideReply, Mute, Order
from bot.platforms.bluesky import frames
from bot.platforms.bluesky.clock import Clock
from bot.platforms.bluesky.notifications import PAGE, REASONS, read_page
from bot.platforms.bluesky.repository import parsed
from bot.platforms.bluesky.session import Login
from bot.platforms.port import Captured

PAGES = 3
"""Of notifications; what is older was seen by its own time's look, or by the stream."""
MOST = 100
LARGEST = 2_000_000
"""Items and bytes of one capture."""


class _Page(msgspec.Struct, frozen=True):
    posts: tuple[msgspec.Raw, ...] = ()


async def capture(login: Login, order: Order, clock: Clock) -> AsyncIterator[Captured]:
    """What the order's action hides; nothing for one that hides nothing."""
    if not isinstance(order.action, Mute | Block | HideReply):
        return
    room = LARGEST
    left = MOST
    async for found in _all(login, order, clock):
        room -= len(found.raw)
        left -= 1
        if room < 0 or left < 0:
            return
        yield found


async def _all(login: Login, order: Order, clock: Clock) -> AsyncIterator[Captured]:
    async for raw in _notifications(login, order):
        yield Captured(what="notification", url=order.uri, raw=raw, at=clock())
    raw = await login.query("app.bsky.feed.getPosts", {"uris": [order.uri]})
    for post in parsed(raw, _Page).posts:
        yield Captured(what="post", url=order.uri, raw=bytes(post), at=clock())
    try:
        profile = await login.query("app.bsky.actor.getProfile", {"actor": order.subject_id})
    except Gone:
        return
    yield Captured(what="profile", url=f"https://bsky.app/profile/{order.subject_id}", raw=profile, at=clock())


async def _notifications(login: Login, order: Order) -> AsyncIterator[bytes]:
    at: str | None = None
    for _ in range(PAGES):
        params: dict[str, object] = {"limit": PAGE, "reasons": list(REASONS)}
        page = read_page(
            await login.query("app.bsky.notification.listNotifications", {**params, "cursor": at} if at else params)
        )
        for raw in page.notifications:
            if _author(bytes(raw)) == order.subject_id:
                yield bytes(raw)
        at = page.cursor
        if not at:
            return


def _author(raw: bytes) -> str:
    try:
        found = frames.loose(raw)
    except Malformed:
        return ""
    author = found.get("author") if isinstance(found, dict) else None
    did = author.get("did") if isinstance(author, dict) else None
    return did if isinstance(did, str) else ""
