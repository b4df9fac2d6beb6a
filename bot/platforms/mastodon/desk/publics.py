"""The source of what anybody may read: the public stream, of which only what is written to members goes any further."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final, Literal

from bot.errors import Malformed, PlatformError, Refused, Unauthorized
from bot.model.arrival import Arrival, Sign
from bot.model.mention import Via
from bot.platforms.desk import Roll
from bot.platforms.mastodon.decode import decode
from bot.platforms.mastodon.desk.addressed import Sifted, members
from bot.platforms.mastodon.desk.bringing import Bringing
from bot.platforms.mastodon.desk.entities import Admitted
from bot.platforms.mastodon.desk.sieve import OPEN
from bot.platforms.mastodon.desk.walking import BEGINNING, Listing, identity
from bot.platforms.mastodon.entities import StatusEntity
from bot.platforms.mastodon.frames import Frame
from bot.platforms.mastodon.instance import Instance
from bot.platforms.mastodon.normalise import moment
from bot.platforms.mastodon.pages import Place
from bot.platforms.mastodon.rest import Rest
from bot.platforms.mastodon.stream import first_of
from bot.platforms.mastodon.wire import Wire
from bot.platforms.port import Emit

PATH: Final = "/api/v1/timelines/public"
LIMIT: Final = 40
"""Posts a page: the most that Mastodon gives."""
PAGES: Final = 100
"""How far it is caught up: a third of the pages that a user may turn in a quarter of an hour."""
POLLED: Final = 60.0
"""Seconds between two looks where there is no stream."""
PROGRESS: Final = timedelta(seconds=10)
"""How often the cursor moves while nothing comes that is kept."""
BROUGHT: Final = frozenset({"update", "status.update"})
Which = Literal["local", "all"]
STREAMS: Final[dict[Which, tuple[str, dict[str, str | int]]]] = {
    "local": ("public:local", {"local": "true"}),
    "all": ("public", {}),
}


class Sieve:
    """Lets through what anybody may read and that is written to a member; nothing else leaves a trace."""

    def __init__(self, bringing: Bringing, source: str, roll: Roll) -> None:
        self._bringing = bringing
        self._source = source
        self._roll = roll

    def arrival(self, raw: bytes, sifted: Sifted | None, via: Via, place: Place | None = None) -> Arrival | None:
        """A post as it goes further, where it does."""
        if sifted is None or sifted.visibility not in OPEN or not any(members(sifted, self._bringing.home, self._roll)):
            return None
        try:
            post = decode(raw, StatusEntity)
        except Malformed:
            return None
        whole, now = sha256(raw).hexdigest(), self._bringing.clock()
        # The author's server says when it was written: a date of its own would have a budget of its own.
        at = min(moment(post.edited_at or post.created_at) or now, now) if via is Via.POLL else now
        return self._bringing.arrival(self._source, via, Admitted(post=post), whole=whole, at=at, cursor=place)


def sift(raw: bytes) -> Sifted | None:
    """The little of a post that says whether it goes further; None where it cannot be read."""
    try:
        return decode(raw, Sifted)
    except Malformed:  # it may hold anything: it is not even set aside
        return None


class Publics:
    """Reads the stream, and catches up beside it; its cursor is the newest post that was seen, kept or not."""

    def __init__(
        self, bringing: Bringing, rest: Rest, instance: Instance, wire: Wire, roll: Roll, which: Which
    ) -> None:
        self.name = f"{bringing.key}:public"
        self._bringing = bringing
        self._listing = Listing(rest, PATH, LIMIT)
        self._instance = instance
        self._wire = wire
        self._sieve = Sieve(bringing, self.name, roll)
        self._stream, self._params = STREAMS[which]
        self._server = rest.hour.now

    async def read(self, cursor: str | None, emit: Emit) -> None:
        """Open the stream, then catch up beside it; without one, ask on a timer. Returns when the server closes."""
        try:
            await self._listen(cursor, emit)
        except Unauthorized:
            raise
        except Refused:
            while True:
                cursor = str(await self._catch_up(cursor, emit))
                await asyncio.sleep(POLLED)

    async def _listen(self, cursor: str | None, emit: Emit) -> None:
        advertised = (await self._instance.server()).streaming
        async with self._wire.open(advertised, self._stream) as frames:
            try:
                async with asyncio.TaskGroup() as together:
                    caught_up = together.create_task(self._catch_up(cursor, emit))
                    together.create_task(self._relay(frames, caught_up, emit))
            except* PlatformError as errors:
                raise first_of(errors) from None

    async def _catch_up(self, cursor: str | None, emit: Emit) -> Place:
        """Bring what came since; the first time only remember where it begins."""
        began, cut = self._server(), False
        if cursor is None:
            newest = await self._listing.newest(self._params, limit=1)
            place = Place(id=next(filter(None, map(identity, newest)), BEGINNING))
        else:
            place, seen = Place.read(cursor), 0
            async for raw, reached in self._listing.after(place.id, self._params, PAGES):
                place, seen = Place(id=reached), seen + 1
                if (found := self._sieve.arrival(raw, sift(raw), Via.POLL, place)) is not None:
                    await emit(found)
            cut = seen >= PAGES * LIMIT  # there may be more than we may ask for
        await emit(self._bringing.progress(self.name, place, Sign(until=began, since=began if cut else None)))
        return place

    async def _relay(self, frames: AsyncIterator[Frame], caught_up: asyncio.Task[Place], emit: Emit) -> None:
        moved: datetime = self._server()
        async for frame in frames:
            if frame.event not in BROUGHT or (sifted := sift(frame.data)) is None:
                continue
            now, fresh = self._server(), frame.event == "update"
            # Until all before it is in, what is live must not move the cursor; an edit has the id of an old post.
            place = Place(id=sifted.id) if fresh and sifted.id and caught_up.done() else None
            found = self._sieve.arrival(frame.data, sifted, Via.STREAM, place)
            if found is not None:
                await emit(found)
            elif place is not None and now - moved >= PROGRESS:
                await emit(self._bringing.progress(self.name, place, Sign(until=now)))
                moved = now
