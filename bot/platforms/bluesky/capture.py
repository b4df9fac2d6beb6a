"""Takes into custody what an action would hide: the author's notifications first, then post and profile."""

import asyncio
from collections.abc import AsyncIterator

import msgspec

from bot.errors import Gone, Malformed
from bot.model.action import Block, HideReply, Mute, Order
from bot.platforms.bluesky import mending
from bot.platforms.bluesky.clock import Clock
from bot.platforms.bluesky.notifications import PAGE, REASONS, read_page
from bot.platforms.bluesky.repository import parsed
from bot.platforms.bluesky.session import Login
from bot.platforms.bluesky.views import Views
from bot.platforms.port import Captured

PAGES = 3
"""Of notifications; what is older was seen by its own time's look, or by the stream."""
MOST = 100
LARGEST = 2_000_000
"""Items and bytes of one capture."""


Found = tuple[str, str, bytes]
"""What, where, and as it was answered."""


class _Page(msgspec.Struct, frozen=True):
    posts: tuple[msgspec.Raw, ...] = ()


async def capture(login: Login, views: Views, order: Order, clock: Clock) -> AsyncIterator[Captured]:
    """What the order's action hides; nothing for one that hides nothing."""
    if not isinstance(order.action, Mute | Block | HideReply):
        return
    room = LARGEST
    found = await asyncio.gather(_notifications(login, order), _posts(login, order), _profile(views, order))
    for what, url, raw in [one for some in found for one in some][:MOST]:
        room -= len(raw)
        if room < 0:
            return
        yield Captured(what=what, url=url, raw=raw, at=clock())


async def _posts(login: Login, order: Order) -> list[Found]:
    raw = await login.query("app.bsky.feed.getPosts", {"uris": [order.uri]})
    return [("post", order.uri, bytes(post)) for post in parsed(raw, _Page).posts]


async def _profile(views: Views, order: Order) -> list[Found]:
    try:
        return [("profile", f"https://bsky.app/profile/{order.subject_id}", await views.raw(order.subject_id))]
    except Gone:
        return []


async def _notifications(login: Login, order: Order) -> list[Found]:
    found: list[Found] = []
    params: dict[str, object] = {"limit": PAGE, "reasons": list(REASONS)}
    for _ in range(PAGES):
        page = read_page(await login.query("app.bsky.notification.listNotifications", params))
        listed = [bytes(raw) for raw in page.notifications]
        found.extend(("notification", order.uri, raw) for raw in listed if _author(raw) == order.subject_id)
        if not page.cursor:
            break
        params["cursor"] = page.cursor
    return found


def _author(raw: bytes) -> str:
    try:
        found = mending.loose(raw)
    except Malformed:
        return ""
    author = found.get("author") if isinstance(found, dict) else None
    did = author.get("did") if isinstance(author, dict) else None
    return did if isinstance(did, str) else ""
