"""Takes into custody what a takedown would hide, before it: afterwards no server shows it.

The post, its thread and pictures, the author's profile and latest posts, and the proof by the author's own server.
"""

from collections.abc import AsyncIterator
from typing import Final, NamedTuple

import msgspec

from bot.errors import Gone, Refused, TryLater, Unauthorized
from bot.evidence.origin import ORIGIN, REPOSITORY
from bot.model.action import Order
from bot.model.measure import ERASING
from bot.platforms.bluesky.clock import Clock
from bot.platforms.bluesky.options import Options
from bot.platforms.bluesky.origin import Prover
from bot.platforms.bluesky.post import POSTS, authority
from bot.platforms.bluesky.repository import parsed
from bot.platforms.bluesky.session import Login
from bot.platforms.bluesky.surroundings import follow_up
from bot.platforms.bluesky.views import Views
from bot.platforms.outside import Outside
from bot.platforms.port import Captured
from bot.platforms.room import Room

LATEST: Final = 40
"""Of the author's posts, beside those that the order names."""
PROVEN: Final = 5
"""Of these, where the order names none."""
NAMED: Final = 200
ITEMS: Final = 2_500
LARGEST: Final = 64 * 2**20
"""Posts that an order names, items and bytes of one capture."""
FEED: Final = "app.bsky.feed.getAuthorFeed"


class _Entry(msgspec.Struct, frozen=True):
    post: msgspec.Raw = msgspec.Raw(b"{}")
    reason: object = None
    """A repost has one."""


class _Feed(msgspec.Struct, frozen=True):
    feed: tuple[_Entry, ...] = ()


class _Post(msgspec.Struct, frozen=True):
    uri: str = ""
    cid: str = ""


class Keeping(NamedTuple):
    """What preserves with."""

    login: Login
    views: Views
    outside: Outside
    options: Options
    prover: Prover
    clock: Clock

    async def capture(self, order: Order) -> AsyncIterator[Captured]:
        """All of it, bounded; nothing for what hides nothing. Raises Gone where the account is gone already, TryLater
        where nothing of it could be had: nobody is taken down unseen."""
        if not isinstance(order.action, ERASING):
            return
        room, seen = Room(ITEMS, LARGEST), False
        latest = await self._latest(order.subject_id)
        async for one in self._all(order, latest):
            seen = seen or one.what in {"post", "profile", REPOSITORY}
            if one.what == ORIGIN or room.fits(one.what, len(one.raw)):
                yield one
        for note in room.notes(order.subject, self.clock()):
            yield note
        if not seen:
            await self.views.raw(order.subject_id)  # raises Gone where there is no such account any more
            raise TryLater("Nothing could be preserved of what would be taken down.")

    async def _all(self, order: Order, latest: list[bytes]) -> AsyncIterator[Captured]:
        async for one in follow_up(self.login, self.views, self.outside, self.options, order, self.clock):
            yield one
        for raw in latest:
            yield Captured(what="post", url=FEED, raw=raw, at=self.clock())
        for uri, cid in _proven(order, latest):
            async for one in self.prover.origin(uri, cid):
                yield one

    async def _latest(self, did: str) -> list[bytes]:
        """The author's latest posts as the AppView shows them."""
        asked = {"actor": did, "filter": "posts_with_replies", "limit": LATEST}
        try:
            feed = parsed(await self.login.query(FEED, asked), _Feed).feed
        except Unauthorized:
            raise
        except (Gone, Refused):  # who blocks the moderator, or is gone; what else there is says it
            return []
        posts = [bytes(one.post) for one in feed if one.reason is None]
        return [raw for raw in posts if authority(parsed(raw, _Post).uri) == did]


def _proven(order: Order, latest: list[bytes]) -> list[tuple[str, str]]:
    """The posts of which proof is asked: those that the order names, else the author's latest."""
    named = [(uri, order.revision if uri == order.uri else "") for uri in (order.uri, *order.quoted)]
    theirs = [one for one in dict(named).items() if authority(one[0]) == order.subject_id and f"/{POSTS}/" in one[0]]
    if theirs:
        return theirs[:NAMED]
    found = [parsed(raw, _Post) for raw in latest[:PROVEN]]
    return [(one.uri, one.cid) for one in found]
