"""Looks at the notifications on a timer: the second source, which finds what the stream missed."""

import asyncio
import hashlib
from datetime import datetime, timedelta

import msgspec
import structlog

from bot.errors import Malformed, TryLater
from bot.model.arrival import Arrival, Sign
from bot.model.mention import Via
from bot.model.noun import Noun
from bot.platforms.bluesky import mending
from bot.platforms.bluesky.clock import Clock
from bot.platforms.bluesky.people import BLUESKY, moment
from bot.platforms.bluesky.post import authority
from bot.platforms.bluesky.profiles import GROUP, Profiles
from bot.platforms.bluesky.session import Login
from bot.platforms.port import Emit
from bot.platforms.smaller import fitting

PAGE = 100
"""`listNotifications` gives so many."""
PAGES = 30
"""One look goes back so far at most; a raid that writes more between two looks is the stream's to catch."""
MARGIN = timedelta(minutes=10)
"""The AppView may list a little late; what was listed so near to the last look is compared by name."""
REASONS = ("mention", "reply", "quote")


class Seen(Noun, frozen=True, kw_only=True):
    """The cursor of a look."""

    at: datetime
    """When the last look began."""
    floor: str = ""
    """At the first look, the time of the oldest listed on a full page: what is older was never ours to bring."""
    names: tuple[str, ...] = ()
    """Digests of what the last look listed."""


class Listed(msgspec.Struct, frozen=True, rename="camel"):
    """What is read of an item before it is handed on."""

    uri: str = ""
    cid: str = ""
    indexed_at: str = ""
    """The lesser of the author's claim and the AppView's time: a back-dated post comes last, and says so itself."""


class Page(msgspec.Struct, frozen=True):
    """A page of notifications, each as the server wrote it."""

    notifications: tuple[msgspec.Raw, ...] = ()
    cursor: str | None = None


class Notifications:
    """The notifications of one account."""

    def __init__(self, login: Login, profiles: Profiles, account: str, poll: float, clock: Clock) -> None:
        self.name = f"bluesky/notifications/{account}"
        self._login = login
        self._profiles = profiles
        self._account = account
        self._poll = poll
        self._clock = clock

    async def read(self, cursor: str | None, emit: Emit) -> None:
        """Look, hand on what is new, wait; until cancelled. Without a cursor, nothing older than now is brought."""
        seen = _seen(cursor)
        while True:
            seen = await self.look(seen, emit)
            await asyncio.sleep(self._poll)

    async def look(self, seen: Seen | None, emit: Emit) -> Seen:
        """One look; the new cursor, which the last arrival carries too."""
        began, served = self._clock(), self._login.hour.now()
        pages, whole = await self._list(seen)
        items = [item for page in pages for item, _ in page]
        names = tuple(dict.fromkeys(map(_digest, items)))
        if seen is None:
            floor = items[-1].indexed_at if len(items) >= PAGE else ""
            after = Seen(at=began, floor=floor, names=names)
        else:
            after = msgspec.structs.replace(seen, at=began, names=names)
            await self._bring(_new(pages, seen), seen, emit)
        arrival = self._arrival(began, cursor=msgspec.json.encode(after).decode())
        since = None if whole else min(moment(items[-1].indexed_at) or served, served)
        await emit(msgspec.structs.replace(arrival, sign=Sign(until=served, since=since)))
        return after

    async def _list(self, seen: Seen | None) -> tuple[list[list[tuple[Listed, bytes]]], bool]:
        """Pages of all that may be new, newest first; False beside them where there was more than may be read."""
        pages: list[list[tuple[Listed, bytes]]] = []
        at: str | None = None
        while len(pages) < PAGES:
            page = await self._page(at)
            pages.append([(listed_of(raw), bytes(raw)) for raw in page.notifications])
            at = page.cursor
            if seen is None or not at or all(_old(item, seen) for item, _ in pages[-1]):
                return pages, True
        structlog.get_logger().warning("bluesky.notifications_cut", pages=PAGES, account=self._account)
        return pages, False

    async def _bring(self, new: list[tuple[Listed, bytes]], seen: Seen, emit: Emit) -> None:
        """Hand the items on, oldest first."""
        for start in range(0, len(new), GROUP):
            some = new[start : start + GROUP]
            await self._profiles.meet(filter(None, (authority(item.uri) for item, _ in some)))
            for item, raw in some:
                at = max(moment(item.indexed_at) or seen.at, seen.at - MARGIN)
                arrival = self._arrival(min(at, self._clock()), cursor=None)
                beside = self._profiles.beside(authority(item.uri))
                await emit(msgspec.structs.replace(arrival, raw=raw, beside=beside))

    async def _page(self, at: str | None) -> Page:
        return await page_of(self._login, at)

    def _arrival(self, at: datetime, cursor: str | None) -> Arrival:
        return Arrival(source=self.name, platform=BLUESKY, via=Via.POLL, at=at, cursor=cursor, account=self._account)


async def page_of(login: Login, at: str | None) -> Page:
    """A page, from a cursor on; shorter where its items are large."""

    async def ask(limit: int) -> Page:
        params: dict[str, object] = {"limit": limit, "reasons": list(REASONS)} | ({"cursor": at} if at else {})
        return read_page(await login.query("app.bsky.notification.listNotifications", params))

    return await fitting(ask, PAGE)


def read_page(raw: bytes) -> Page:
    """The items of a page, each raw, however odd. Raises TryLater if it is no page at all."""
    for attempt in (bytes, mending.mend):
        try:
            return msgspec.json.decode(attempt(raw), type=Page)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            continue
    raise TryLater("listNotifications answered what is no list.")


def listed_of(raw: msgspec.Raw) -> Listed:
    """What is read of an item, however odd."""
    try:
        return msgspec.json.decode(raw, type=Listed)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass
    try:
        found = mending.loose(bytes(raw))
    except Malformed:
        return Listed(uri="", cid=hashlib.sha256(raw).hexdigest())
    words = found if isinstance(found, dict) else {}
    uri, cid, at = (words.get(key) for key in ("uri", "cid", "indexedAt"))
    return Listed(
        uri=uri if isinstance(uri, str) else "",
        cid=cid if isinstance(cid, str) else hashlib.sha256(raw).hexdigest(),
        indexed_at=at if isinstance(at, str) else "",
    )


def _digest(item: Listed) -> str:
    return hashlib.sha256(f"{item.uri} {item.cid}".encode("utf-8", "replace")).hexdigest()[:16]


def _old(item: Listed, seen: Seen) -> bool:
    """Whether the last look has listed it, or would have if it is honest."""
    listed = moment(item.indexed_at)
    return _digest(item) in seen.names or (listed is not None and listed < seen.at - MARGIN)


def _new(pages: list[list[tuple[Listed, bytes]]], seen: Seen) -> list[tuple[Listed, bytes]]:
    """What the last look did not list, oldest first. Back-dated ones come last, on a short list."""
    known = frozenset(seen.names)
    floor = moment(seen.floor)
    new: list[tuple[Listed, bytes]] = []
    for number, page in enumerate(pages):
        for item, raw in page:
            listed = moment(item.indexed_at)
            recent = listed is None or listed >= seen.at - MARGIN
            backdated = number == 0 and (floor is None or listed is None or listed >= floor)
            if _digest(item) not in known and (recent or backdated):
                new.append((item, raw))
    return new[::-1]


def _seen(cursor: str | None) -> Seen | None:
    if not cursor:
        return None
    try:
        return msgspec.json.decode(cursor.encode(), type=Seen)
    except msgspec.MsgspecError:
        return None
