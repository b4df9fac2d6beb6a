"""Asks a labeler's Ozone what was reported and what was settled, from where it was asked before."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec
import structlog

from bot.errors import Gone, Refused, Unauthorized
from bot.model.arrival import Arrival, Sign
from bot.model.mention import Via
from bot.model.noun import utc
from bot.platforms.bluesky.clock import Clock
from bot.platforms.bluesky.ozone.labeler import Labeler
from bot.platforms.bluesky.ozone.normalise import NOTHING, OZONE, Beside
from bot.platforms.bluesky.ozone.told import READ, REPORT, Told, read
from bot.platforms.bluesky.people import Beside as Author
from bot.platforms.bluesky.people import moment
from bot.platforms.bluesky.post import POSTS
from bot.platforms.bluesky.profiles import GROUP, Profiles
from bot.platforms.bluesky.repository import parsed
from bot.platforms.hour import Hour
from bot.platforms.port import Emit

EVENTS: Final = "tools.ozone.moderation.queryEvents"
PAGE: Final = 100
PAGES: Final = 50
"""`queryEvents` gives so many, and one look reads so many pages."""
BACK: Final = timedelta(days=7)
"""How far the first look goes back: what was reported in this time may still wait."""


class _Page(msgspec.Struct, frozen=True):
    events: tuple[msgspec.Raw, ...] = ()
    cursor: str | None = None


class _Posts(msgspec.Struct, frozen=True):
    posts: tuple[msgspec.Raw, ...] = ()
    records: tuple[msgspec.Raw, ...] = ()


class _Named(msgspec.Struct, frozen=True):
    uri: str = ""


class Queue:
    """The reports at one labeler, for one desk."""

    def __init__(self, labeler: Labeler, profiles: Profiles, desk: str, hour: Hour, poll: float, clock: Clock) -> None:
        """`desk` is its key; `poll` are the seconds between two looks."""
        self.name = f"ozone/queue/{desk}"
        self._labeler = labeler
        self._profiles = profiles
        self._desk = desk
        self._hour = hour
        self._poll = poll
        self._clock = clock

    async def read(self, cursor: str | None, emit: Emit) -> None:
        """As `Source`. Raises NoRole, which is Refused, where the account is not in the labeler's team."""
        since = self._clock() - BACK
        while True:
            cursor = await self.look(cursor, emit, since)
            await asyncio.sleep(self._poll)

    async def look(self, cursor: str | None, emit: Emit, since: datetime) -> str | None:
        """One look; the cursor after it, which is the last one that the labeler gave. Without one, from `since` on."""
        for _ in range(PAGES):
            served = self._hour.now()
            page = await self._page(cursor, since)
            told = [(one, bytes(raw)) for raw in page.events if (one := read(bytes(raw)))]
            if len(told) < len(page.events):
                structlog.get_logger().info("ozone.passed_over", desk=self._desk, events=len(page.events) - len(told))
            await self._bring(told, emit)
            cursor = page.cursor or cursor
            whole = not page.cursor or len(page.events) < PAGE
            until = served if whole else min(moment(told[-1][0].created_at) or served, served) if told else None
            sign = Sign(until=until) if until else None
            await emit(msgspec.structs.replace(self._arrival(served), cursor=cursor, sign=sign))
            if whole:
                break
        return cursor

    async def _page(self, cursor: str | None, since: datetime) -> _Page:
        where = {"cursor": cursor} if cursor else {"createdAfter": utc(since)}
        asked = {"types": [*READ], "sortDirection": "asc", "limit": PAGE, **where}
        return parsed(await self._labeler.ask(EVENTS, asked), _Page)

    async def _bring(self, told: Sequence[tuple[Told, bytes]], emit: Emit) -> None:
        """Hand events on, oldest first, each with what it is about beside it."""
        for start in range(0, len(told), GROUP):
            some = told[start : start + GROUP]
            await self._profiles.meet(one.subject_did for one, _ in some)
            posts = await self._posts([one.subject.uri for one, _ in some if one.report and _is_post(one.subject.uri)])
            for one, raw in some:
                settles = () if one.report else await self._settled(one)
                beside = self._beside(one, posts, settles)
                at = min(moment(one.created_at) or self._clock(), self._clock())
                await emit(msgspec.structs.replace(self._arrival(at), raw=raw, beside=beside))

    def _beside(self, one: Told, posts: Mapping[str, bytes], settles: tuple[Told, ...]) -> bytes:
        known = self._profiles.beside(one.subject_did)
        author = msgspec.json.decode(known, type=Author) if known else Author()
        post = msgspec.Raw(posts.get(one.subject.uri, NOTHING) if one.report else NOTHING)
        return msgspec.json.encode(Beside(author=author.author, created=author.created, post=post, settles=settles))

    async def _settled(self, event: Told) -> tuple[Told, ...]:
        """The latest reports about the subject of an event; those about a conversation are none of them."""
        asked = {"subject": event.named, "types": [REPORT], "limit": PAGE}
        page = parsed(await self._labeler.ask(EVENTS, asked), _Page)
        found = (read(bytes(raw)) for raw in page.events)
        return tuple(one for one in found if one is not None and one.named == event.named)

    async def _posts(self, uris: Sequence[str]) -> dict[str, bytes]:
        """The posts as the AppView shows them to the moderator, or as the labeler holds them; by their URIs."""
        wanted = list(dict.fromkeys(uris))
        found: dict[str, bytes] = {}
        for ask in (self._shown, self._held):
            missing = [uri for uri in wanted if uri not in found]
            if missing:
                every = await ask(missing)
                found |= {named: bytes(raw) for raw in every if (named := parsed(bytes(raw), _Named).uri) in missing}
        return found

    async def _shown(self, uris: Sequence[str]) -> tuple[msgspec.Raw, ...]:
        return parsed(await self._labeler.shown("app.bsky.feed.getPosts", {"uris": [*uris]}), _Posts).posts

    async def _held(self, uris: Sequence[str]) -> tuple[msgspec.Raw, ...]:
        """What Ozone shows its team though the AppView hides it from the moderator, or it was taken down."""
        try:
            raw = await self._labeler.ask("tools.ozone.moderation.getRecords", {"uris": [*uris]})
        except Unauthorized:
            raise
        except (Gone, Refused):  # older ones do not have it
            return ()
        return tuple(one for one in parsed(raw, _Posts).records if b'"value"' in bytes(one))

    def _arrival(self, at: datetime) -> Arrival:
        return Arrival(source=self.name, platform=OZONE, via=Via.POLL, at=at, account=self._desk)


def _is_post(uri: str) -> bool:
    return f"/{POSTS}/" in uri
