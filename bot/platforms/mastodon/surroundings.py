"""What belongs to a post and no action destroys: earlier versions, thread, author, media, origin, the server itself.

It may follow an action, and is asked for at the cost of reading: the person's own app comes first.
"""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from bot.errors import Gone, Refused, TooLarge, Unauthorized
from bot.model.action import Order
from bot.model.noun import Noun
from bot.platforms.mastodon.decode import decode
from bot.platforms.mastodon.entities import AccountEntity
from bot.platforms.mastodon.keeping import Keeping
from bot.platforms.mastodon.options import Clock, Options
from bot.platforms.mastodon.origin import actor_of, origin
from bot.platforms.mastodon.perform import check_id
from bot.platforms.mastodon.rest import Rest
from bot.platforms.mastodon.throttle import Cost
from bot.platforms.media import fetch
from bot.platforms.origins import Origins
from bot.platforms.outside import Outside
from bot.platforms.port import Captured

DAILY: Final = timedelta(days=1)
"""How often it is kept who the server is."""
PICTURES: Final = 16
"""Media of one post at most; Mastodon allows four."""


class _Thumbnail(Noun, frozen=True, kw_only=True):
    url: str | None = None


class _Described(Noun, frozen=True, kw_only=True):
    thumbnail: _Thumbnail | None = None


class _Medium(Noun, frozen=True, kw_only=True):
    url: str | None = None
    preview_url: str | None = None


class _Post(Noun, frozen=True, kw_only=True):
    media_attachments: tuple[_Medium, ...] = ()
    edited_at: str | None = None


class Surroundings:
    """Takes what is around a post into custody."""

    def __init__(self, options: Options, rest: Rest, clock: Clock) -> None:
        self._options = options
        self._rest = rest
        self._clock = clock
        self._origins = Outside(options.origins.beside(options.base_url), options.base_url)
        self._media: Outside | None = None
        self._identified: datetime | None = None

    async def follow_up(self, order: Order) -> AsyncIterator[Captured]:
        """All of it, bounded; what the server lacks or no longer has is left out."""
        keeping = Keeping(self._options.base_url)
        author = check_id(order.subject_id)
        async for one in self._identity(keeping):
            yield one
        async for one in self._one(keeping, "profile", f"/api/v1/accounts/{author}"):
            yield one
        if order.native:
            async for one in self._post(keeping, check_id(order.native)):
                yield one
        for one in keeping.rest(self._clock()):
            yield one

    async def media(self, keeping: Keeping, post: bytes) -> AsyncIterator[Captured]:
        """The media of a post."""
        async for one in self._attached(keeping, decode(post, _Post)):
            yield one

    async def close(self) -> None:
        """Give connections back."""
        await self._origins.close()
        if self._media is not None:
            await self._media.close()

    async def _post(self, keeping: Keeping, status: str) -> AsyncIterator[Captured]:
        path = f"/api/v1/statuses/{status}"
        async for post in self._one(keeping, "post", path):
            yield post
            for one in await origin(self._origins, post.raw, self._clock):
                yield one
            told = decode(post.raw, _Post)
            if told.edited_at:
                async for one in self._one(keeping, "history", f"{path}/history"):
                    yield one
            async for one in self._attached(keeping, told):
                yield one
        async for one in self._one(keeping, "thread", f"{path}/context"):
            yield one

    async def _attached(self, keeping: Keeping, post: _Post) -> AsyncIterator[Captured]:
        """The media as the person's server keeps them; never from the author's own server."""
        for medium in post.media_attachments[:PICTURES]:
            for url in dict.fromkeys(filter(None, (medium.url, medium.preview_url))):
                found = await fetch(await self._media_servers(), url, self._clock())
                if keeping.room.fits("medium", len(found.raw)):
                    yield found

    async def _media_servers(self) -> Outside:
        """The hosts that the server itself keeps files on: those of its own picture and of the person's."""
        if self._media is None:
            me = await self._rest.get("who am I", Cost.READ, "/api/v1/accounts/verify_credentials")
            urls = [str(decode(me.body, AccountEntity).avatar or ""), await self._thumbnail()]
            hosts = tuple(filter(None, (urlsplit(url).hostname for url in urls if "://" in url)))
            own = Origins(hosts=hosts).beside(self._options.base_url)
            self._media = Outside(own, self._options.base_url)
        return self._media

    async def _thumbnail(self) -> str:
        try:
            answer = await self._rest.get("instance", Cost.READ, "/api/v2/instance")
        except (Gone, Refused):
            return ""
        shown = decode(answer.body, _Described).thumbnail
        return (shown.url or "") if shown else ""

    async def _identity(self, keeping: Keeping) -> AsyncIterator[Captured]:
        """Who the person's server says it is, and by which key it signs to other servers; once a day."""
        now = self._clock()
        if self._identified is not None and now - self._identified < DAILY:
            return
        async for one in self._one(keeping, "instance", "/api/v2/instance"):
            yield one
        for actor in await actor_of(self._origins, self._options.base_url, self._clock):
            yield actor
        self._identified = now

    async def _one(self, keeping: Keeping, what: str, path: str) -> AsyncIterator[Captured]:
        try:
            answer = await self._rest.get(what, Cost.READ, path)
        except Unauthorized:
            raise
        except TooLarge:
            keeping.room.leave(what)
            return
        except (Gone, Refused):
            return
        for one in keeping.whole(what, path, answer):
            yield one
