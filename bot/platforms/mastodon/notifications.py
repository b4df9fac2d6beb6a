"""Notifications over REST: catching up after the stream is open, and the poll that finds what no stream brings."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from bot.errors import Gone, Refused
from bot.model.arrival import Arrival, Sign
from bot.model.mention import Via
from bot.model.noun import Noun
from bot.platforms.mastodon.normalise import moment
from bot.platforms.mastodon.options import Clock, Options
from bot.platforms.mastodon.pages import SLACK, START, Element, Pages, Place, concerns
from bot.platforms.port import Emit

REMEMBERED = 1000
"""Notifications that we keep in mind, with the version of their post, so that each version is brought once."""
Note = Callable[[Element], None]


def stream_of(key: str) -> str:
    """The name of an account's stream among the sources."""
    return f"{key}:stream"


def unnoted(_: Element) -> None:
    """Nobody keeps a note."""


class Inbox:
    """The account whose mentions come in; makes arrivals of what sources find."""

    def __init__(self, key: str, clock: Clock, server: Clock) -> None:
        """`clock` is ours, `server` tells the server's time."""
        self.key = key
        self._clock = clock
        self.server = server

    def arrival(
        self,
        source: str,
        via: Via,
        raw: bytes = b"",
        *,
        beside: bytes = b"",
        cursor: Place | None = None,
        at: datetime | None = None,
    ) -> Arrival:
        """One thing as a source found it; of this moment where the server tells no time."""
        return Arrival(
            source=source,
            platform="mastodon",
            via=via,
            at=at or self._clock(),
            raw=raw,
            beside=beside,
            cursor=str(cursor) if cursor else None,
            account=self.key,
        )

    def sign(self, source: str, via: Via, sign: Sign) -> Arrival:
        """That a source lives, and what it has seen."""
        return Arrival(source=source, platform="mastodon", via=via, at=self._clock(), account=self.key, sign=sign)

    def element(self, source: str, one: Element, cursor: Place | None) -> Arrival:
        """A notification from a page; empty, to move the cursor only, if it can bring no mention."""
        if not concerns(one):
            return self.arrival(source, Via.POLL, cursor=cursor, at=moment(one.at))
        return self.arrival(source, Via.POLL, one.raw, beside=one.beside, cursor=cursor, at=moment(one.at))


class Live(Noun, frozen=True, kw_only=True):
    """A stream that is open and has caught up; by the server's time."""

    since: datetime
    heard: datetime
    """When its last event came; at first, when it was opened."""


class Pulse:
    """Whether the stream of the account is open: the poll beside it may then be slow."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._open = 0
        self.live: Live | None = None

    @contextmanager
    def streaming(self) -> Iterator[None]:
        """Hold while a stream is open."""
        self._open += 1
        try:
            yield
        finally:
            self._open -= 1
            self.live = None

    @property
    def interval(self) -> float:
        """Seconds until the next poll."""
        return self._options.poll_beside_stream if self._open else self._options.poll_alone


class CatchUp:
    """Brings what came after a cursor; at the first run only remembers where it begins."""

    def __init__(self, inbox: Inbox, pages: Pages) -> None:
        """`pages` of its own: they remember how far back they reached."""
        self._inbox = inbox
        self._pages = pages

    async def run(self, source: str, cursor: str | None, emit: Emit, note: Note = unnoted) -> Place:
        """Bring all that is new, oldest first; how far that leads. `note` hears of each."""
        try:
            if cursor is None:
                return await self._begin(source, emit)
            place = Place.read(cursor)
            async for one, reached in self._pages.after(place):
                await emit(self._inbox.element(source, one, reached))
                note(one)
                place = reached
        except Gone as error:
            raise Refused(str(error)) from None
        return place

    async def tell(self, source: str, began: datetime, emit: Emit) -> None:
        """Say that all is brought that had happened when a `run` began."""
        cut = self._pages.cut
        await emit(self._inbox.sign(source, Via.POLL, Sign(until=began, since=min(cut, began) if cut else None)))

    async def _begin(self, source: str, emit: Emit) -> Place:
        """The first run: what was there before the shield is not brought."""
        elements = (await self._pages.newest(limit=1)).elements
        place = Place(id=elements[0].id, at=moment(elements[0].at)) if elements else START
        await emit(self._inbox.arrival(source, Via.POLL, cursor=place))
        return place


class Poll:
    """The source that asks on a timer: filtered mentions, edits, and all where there is no stream."""

    def __init__(self, inbox: Inbox, pages: Pages, catch_up: CatchUp, pulse: Pulse) -> None:
        self.name = f"{inbox.key}:poll"
        self._inbox = inbox
        self._pages = pages
        self._catch_up = catch_up
        self._pulse = pulse
        self._versions: dict[str, str] = {}

    async def read(self, cursor: str | None, emit: Emit) -> None:
        """Ask until cancelled. Raises Unauthorized as soon as the token is revoked, which an open stream never says."""
        before = Place.read(cursor).at if cursor else None
        while True:
            began = self._inbox.server()
            place = await self._catch_up.run(self.name, cursor, emit, self._note)
            await self._look_again(emit, before)
            await self._catch_up.tell(self.name, began, emit)
            await self._vouch(began, emit)
            await asyncio.sleep(self._pulse.interval)
            cursor, before = str(place), place.at

    async def _vouch(self, began: datetime, emit: Emit) -> None:
        """Let the stream have seen what this look has: heartbeats alone do not say that events would come."""
        live = self._pulse.live
        if live is not None and live.since <= began:
            sign = Sign(until=began, since=live.since, heard=live.heard)
            await emit(self._inbox.sign(stream_of(self._inbox.key), Via.STREAM, sign))

    async def _look_again(self, emit: Emit, before: datetime | None) -> None:
        """Bring from the newest page what paging forward misses: edits, which raise no event, and notifications that
        were committed after later ones. Of those first met here only what is later than `before`; at the first run,
        nothing.
        """
        for one in reversed((await self._pages.newest()).elements):
            seen = self._versions.get(one.id)
            at = moment(one.edited_at or one.at)
            late = before is not None and at is not None and at >= before - SLACK
            self._note(one)
            if concerns(one) and one.id and seen != one.edited_at and (seen is not None or late):
                await emit(self._inbox.element(self.name, one, None))

    def _note(self, one: Element) -> None:
        self._versions[one.id] = one.edited_at
        if len(self._versions) > REMEMBERED:
            del self._versions[next(iter(self._versions))]
