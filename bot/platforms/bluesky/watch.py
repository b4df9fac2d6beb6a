"""What accounts go on writing that the person no longer sees, and how kept posts stand.

Jetstream brings it all, whoever is muted or blocked; this is for where there is no stream, and to find what one missed.
A muted author's feed is still shown to the person; a blocked one's only to nobody in particular (the AppView, 2026).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from bot.errors import Gone, Malformed, Refused, Unauthorized
from bot.model.arrival import Arrival
from bot.model.mention import Via
from bot.platforms.bluesky.clock import Clock
from bot.platforms.bluesky.normalise import DELETED
from bot.platforms.bluesky.people import BLUESKY, moment
from bot.platforms.bluesky.post import authority
from bot.platforms.bluesky.post import read as read_post
from bot.platforms.bluesky.profiles import Profiles
from bot.platforms.bluesky.repository import parsed
from bot.platforms.bluesky.session import Login
from bot.platforms.bluesky.xrpc import Xrpc
from bot.platforms.smaller import fitting
from bot.platforms.watching import Fate, Look, Sought, Written

PAGE = 100
PAGES = 10
"""How far one reading walks back."""
SLACK = timedelta(minutes=10)
BLOCKED = "blocked us"


class _Post(msgspec.Struct, frozen=True, rename="camel"):
    uri: str = ""
    indexed_at: str = ""
    record: msgspec.Raw = msgspec.Raw(b"{}")


class _Item(msgspec.Struct, frozen=True):
    post: msgspec.Raw = msgspec.Raw(b"{}")
    reason: object = None
    """A repost has one."""


class _Feed(msgspec.Struct, frozen=True):
    feed: tuple[_Item, ...] = ()
    cursor: str | None = None


class _Posts(msgspec.Struct, frozen=True):
    posts: tuple[msgspec.Raw, ...] = ()


class Watching:
    """Reads what others write, for one protected account."""

    def __init__(self, login: Login, xrpc: Xrpc, appview: str, me: str, profiles: Profiles, clock: Clock) -> None:
        """`appview`: where it is asked in nobody's name; empty: nowhere. `me` is the protected account's DID."""
        self._login = login
        self._xrpc = xrpc
        self._appview = appview.rstrip("/")
        self._me = me
        self._profiles = profiles
        self._clock = clock

    async def written_by(self, account_id: str, after: str, since: datetime) -> Written:
        """As `Watches`."""
        found: list[tuple[_Post, bytes]] = []
        newest, at, now = "", "", self._clock()
        for _ in range(PAGES):
            page, own = await self._feed(account_id, at)
            posts = [(parsed(bytes(one.post), _Post), bytes(one.post)) for one in page.feed if one.reason is None]
            newest = newest or (posts[0][0].uri if posts else "")
            found += [one for one in posts if _when(one[0], now) >= since - SLACK and one[0].uri != after]
            at = page.cursor or ""
            if not at or any(_when(one, now) < since - SLACK or one.uri == after for one, _ in posts):
                break
        await self._profiles.meet([account_id])
        arrivals = tuple(self._arrival(raw, _when(one, now)) for one, raw in reversed(found) if self._names(one))
        return Written(arrivals=arrivals, place=newest or after, trouble="" if own else BLOCKED)

    async def look(self, sought: Sought) -> Look:
        """As `Watches`."""
        raw = await self._login.query("app.bsky.feed.getPosts", {"uris": [sought.uri]})
        shown = parsed(raw, _Posts).posts
        if shown:
            return Look(fate=Fate.THERE, arrival=await self._seen(sought, bytes(shown[0])))
        return await self._unseen(sought)

    async def around(self, sought: Sought) -> tuple[Arrival, ...]:  # noqa: ARG002 - nothing is hidden for whom it names
        """As `Watches`: a notification is hidden here for its author alone."""
        return ()

    async def _unseen(self, sought: Sought) -> Look:
        """The record, which the AppView gives whoever blocks whom; or that it is gone, or its author's account is."""
        did, collection, rkey = sought.uri.removeprefix("at://").split("/", 2)
        if not await self._there(did):
            return self._gone(sought, Fate.SUSPENDED, "gone")
        where = {"repo": did, "collection": collection, "rkey": rkey}
        try:
            raw = await self._login.query("com.atproto.repo.getRecord", where)
        except Gone:
            return self._gone(sought, Fate.DELETED, DELETED)
        except Unauthorized:
            raise
        except Refused:
            return Look(fate=Fate.UNKNOWN)
        return Look(fate=Fate.HIDDEN, arrival=await self._seen(sought, raw))

    def _gone(self, sought: Sought, fate: Fate, how: str) -> Look:
        told = msgspec.json.encode({"uri": sought.uri, "gone": how})
        return Look(fate=fate, arrival=self._arrival(told, self._clock()))

    async def _there(self, did: str) -> bool:
        try:
            await self._login.query("app.bsky.actor.getProfile", {"actor": did})
        except Gone:
            return False
        return True

    async def _feed(self, did: str, at: str) -> tuple[_Feed, bool]:
        """A page of the author's feed, newest first; and whether the person may see it."""
        try:
            return await fitting(lambda limit: self._shown(_asked(did, at, limit)), PAGE), True
        except Unauthorized:
            raise
        except Refused:
            if not self._appview:
                raise
        return await fitting(lambda limit: self._shown_to_all(_asked(did, at, limit)), PAGE), False

    async def _shown(self, params: Mapping[str, object]) -> _Feed:
        return parsed(await self._login.query("app.bsky.feed.getAuthorFeed", params), _Feed)

    async def _shown_to_all(self, params: Mapping[str, object]) -> _Feed:
        url = f"{self._appview}/xrpc/app.bsky.feed.getAuthorFeed"
        return parsed(await self._xrpc.send("GET", url, params=params), _Feed)

    async def _seen(self, sought: Sought, raw: bytes) -> Arrival:
        await self._profiles.meet([sought.author])
        return self._arrival(raw, self._clock())

    def _names(self, one: _Post) -> bool:
        try:
            return self._me in read_post(one.record).addressed()
        except Malformed:
            return self._me.encode() in bytes(one.record)

    def _arrival(self, raw: bytes, at: datetime) -> Arrival:
        did = authority(parsed(raw, _Post).uri)
        return Arrival(
            source="",
            platform=BLUESKY,
            via=Via.WATCH,
            at=at,
            raw=raw,
            beside=self._profiles.beside(did),
            account=f"{BLUESKY}:{self._me}",
        )


def _asked(did: str, at: str, limit: int) -> dict[str, object]:
    return {"actor": did, "filter": "posts_with_replies", "limit": limit} | ({"cursor": at} if at else {})


def _when(one: _Post, now: datetime) -> datetime:
    """When the AppView first saw it."""
    return moment(one.indexed_at) or now
