"""Takes into custody what an action would hide: the author's notifications first, then what they wrote to the person.

A block hides the author's posts and profile from the person's own session too, so those are taken before it.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Final

import msgspec

from bot.errors import Malformed, PlatformError, Unauthorized
from bot.model.action import Block, HideReply, Mute, Order, Report
from bot.platforms.bluesky import mending
from bot.platforms.bluesky.clock import Clock
from bot.platforms.bluesky.notifications import PAGE, page_of
from bot.platforms.bluesky.post import authority
from bot.platforms.bluesky.repository import parsed
from bot.platforms.bluesky.session import Login
from bot.platforms.bluesky.surroundings import profile, surroundings
from bot.platforms.bluesky.views import Views
from bot.platforms.port import Captured
from bot.platforms.room import Room
from bot.platforms.smaller import fitting

PAGES: Final = 30
"""Of notifications, among which Bluesky cannot look for an author's: 3,000."""
SEARCHED: Final = 10
"""Pages of what the author wrote to the person, and of quotes of each post: 1,000."""
ITEMS: Final = 2_000
LARGEST: Final = 24 * 2**20
"""Items and bytes of one capture."""

Found = tuple[str, str, bytes]
"""What, where, and as it was answered."""


class _Posts(msgspec.Struct, frozen=True):
    posts: tuple[msgspec.Raw, ...] = ()
    cursor: str | None = None


async def capture(login: Login, views: Views, order: Order, clock: Clock) -> AsyncIterator[Captured]:
    """What the order's action hides; nothing for one that hides nothing."""
    if not isinstance(order.action, Mute | Block | HideReply | Report):
        return
    room, began = Room(ITEMS, LARGEST), clock()
    asking = [_notifications(login, order, room), _written(login, order, room), _quotes(login, order, room)]
    if isinstance(order.action, Block):
        asking += [surroundings(login, order), profile(views, order)]
    for some in await asyncio.gather(*asking):
        for what, url, raw in some:
            if room.fits(what, len(raw)):
                yield Captured(what=what, url=url, raw=raw, at=began)
    for note in room.notes(order.subject, clock()):
        yield note


async def _notifications(login: Login, order: Order, room: Room) -> list[Found]:
    found: list[Found] = []
    at: str | None = None
    for _ in range(PAGES):
        page = await page_of(login, at)
        listed = [bytes(raw) for raw in page.notifications]
        found.extend(("notification", order.uri, raw) for raw in listed if _author(raw) == order.subject_id)
        at = page.cursor
        if not at or not listed:
            return found
        if _size(found) > LARGEST:
            break
    room.leave("notification pages")
    return found


async def _written(login: Login, order: Order, room: Room) -> list[Found]:
    """The author's posts that mention the person, by the search of the person's server."""
    me = order.by.removeprefix("bluesky:")
    wanted = {"q": "*", "author": order.subject_id, "mentions": me, "sort": "latest"}
    return await _beside(login, "app.bsky.feed.searchPosts", wanted, lambda _: True, room)


async def _quotes(login: Login, order: Order, room: Room) -> list[Found]:
    """The author's quotes of the person's posts that the mention quotes."""
    me = order.by.removeprefix("bluesky:")
    found: list[Found] = []
    for uri in order.quoted:
        if authority(uri) == me:
            found += await _beside(
                login, "app.bsky.feed.getQuotes", {"uri": uri}, lambda raw: _author(raw) == order.subject_id, room
            )
    return found


async def _beside(
    login: Login, nsid: str, wanted: Mapping[str, object], fits: Callable[[bytes], bool], room: Room
) -> list[Found]:
    """Posts by a way that a mute leaves open: where the server does not serve it, nothing waits for it."""
    found: list[Found] = []
    params = dict(wanted)

    async def ask(limit: int) -> _Posts:
        return parsed(await login.query(nsid, params | {"limit": limit}), _Posts)

    try:
        for _ in range(SEARCHED):
            page = await fitting(ask, PAGE)
            found.extend(("post", nsid, bytes(raw)) for raw in page.posts if fits(bytes(raw)))
            if not page.cursor or not page.posts:
                return found
            if _size(found) > LARGEST:
                break
            params["cursor"] = page.cursor
    except Unauthorized:
        raise
    except PlatformError:
        pass
    room.leave(f"pages of {nsid}")
    return found


def _size(found: list[Found]) -> int:
    return sum(len(raw) for _, _, raw in found)


def _author(raw: bytes) -> str:
    try:
        found = mending.loose(raw)
    except Malformed:
        return ""
    author = found.get("author") if isinstance(found, dict) else None
    did = author.get("did") if isinstance(author, dict) else None
    return did if isinstance(did, str) else ""
