"""Later looks: a kept mention is looked at again after minutes, an hour, a day and a week; what became of it is kept.

What changed becomes a new version; what is gone, hidden, or shown again, an entry; what stands as it stood, nothing.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec
import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.errors import KeyMissing, Malformed, PlatformError, Spent, TryLater, Unauthorized
from bot.evidence.pseudonym import pseudonym
from bot.model.arrival import Arrival
from bot.model.facts import Relation
from bot.model.mention import Mention
from bot.model.noun import Noun
from bot.pipeline import Pipeline
from bot.platforms.watching import Fate, Sought, Watches
from bot.recording import records
from bot.recording.judged import LOOKS
from bot.store import looks, read, relations, write
from bot.store.database import passing
from bot.store.looks import Due

log = structlog.get_logger(__name__)

ROUND: Final = 60
"""Mentions that one round looks at, at most."""
PAUSE: Final = 60.0
"""Seconds between two rounds."""
AGAIN: Final = timedelta(minutes=10)
"""After which a look is tried again that a server's trouble prevented, or a token that is refused."""
ON_ITS_WAY: Final = timedelta(minutes=2)
"""A post in a thread that is younger may still come as a notification."""
ENDED: Final = frozenset({Fate.DELETED, Fate.SUSPENDED})
UNSEEN: Final = frozenset({Fate.HIDDEN, Fate.UNKNOWN})
"""It is kept from the person; when it is shown again, that is an entry too."""


class Kept(Noun, frozen=True, kw_only=True):
    """A mention whose look is due, with what is known of it."""

    due: Due
    mention: Mention
    muted: bool
    """Whether its author is muted by now: what others answer in its thread may be hidden with them."""


class Looks:
    """Takes the looks that are due."""

    def __init__(self, pipeline: Pipeline, platforms: Mapping[str, object], on_judged: Callable[[], None]) -> None:
        """`platforms` by `Account.key`; `on_judged` wakes whoever performs what follows."""
        self.pipeline = pipeline
        self.store = pipeline.store
        self.platforms = {key: one for key, one in platforms.items() if isinstance(one, Watches)}
        self.on_judged = on_judged
        self.failing = False
        """Whether one of the last round, or all of it, met what nobody expected."""
        self._gone: set[tuple[str, str]] = set()

    async def run(self) -> None:
        """Take looks until cancelled; a round that fails is not the last, and does not end the shield."""
        while True:
            try:
                await self.round()
            except Exception:  # whatever it is, the next round may go well
                self.failing = True
                log.exception("nothing that was kept is looked at again")
            await asyncio.sleep(PAUSE)

    async def round(self) -> int:
        """Look at what is due, the worst first, as far as the servers' limits go; how many looks were taken."""
        now, taken = self.pipeline.now(), 0
        spent: set[str] = set()
        due, failing = await self.store.run_durably(self._due, now)
        for one in due:
            if one.mention.hand in spent:
                continue
            try:
                await self._take(one, now)
            except Spent:
                spent.add(one.mention.hand)  # the next round goes on with what is due then
            except PlatformError as trouble:
                wait = AGAIN if isinstance(trouble, TryLater | Unauthorized) else None
                await self.store.run_durably(self._next, one, wait)
            except Exception as error:  # one that breaks it must neither stop the others nor come again at once
                log.exception("a kept mention could not be looked at again", person=one.due.person)
                failing = True
                await self.store.run_durably(self._next, one, AGAIN if passing(error) else None)
            else:
                taken += 1
        self.failing = failing
        return taken

    async def _take(self, one: Kept, now: datetime) -> None:
        platform, mention = self.platforms.get(one.mention.hand), one.mention
        if platform is None:  # the account is no longer in the configuration
            await self.store.run_durably(self._next, one, None)
            return
        sought = Sought(uri=mention.uri, native=mention.native, author=mention.author.id)
        look = await platform.look(sought)
        around = await platform.around(sought) if one.muted else ()
        arrivals = [*([look.arrival] if look.arrival else []), *(each for each in around if _settled(each, now))]
        placed = [self._placed(each, mention, now) for each in arrivals]
        fresh = await self.store.run_durably(self._fresh, placed, mention)
        changed = bool(look.arrival and placed[0] in fresh)
        if fresh:
            await self.store.run_durably(self.pipeline.handle, fresh)
            self.on_judged()
        if look.fate is Fate.SUSPENDED:
            self._gone.add((mention.person, mention.author.key))
        await self.store.run_durably(self._settle, one, look.fate, look.versions if changed else b"", now)

    def _due(self, now: datetime) -> tuple[list[Kept], bool]:
        """What is due, with what was kept of it; and whether some of it cannot be read, which waits for its next look.

        What was deleted or erased meanwhile is looked at no more.
        """
        found: list[Kept] = []
        ended: list[Due] = []
        broken: list[Due] = []
        waiting = self._waiting(now)
        with self.store.reading() as connection:
            for due in waiting:
                try:
                    kept = self._kept(connection, due)
                except DBAPIError:
                    raise
                except Exception:  # damaged, or gone from its table: one must not keep the others from being looked at
                    log.exception("what was kept cannot be read to look at it again", person=due.person)
                    broken.append(due)
                    continue
                if kept is None:
                    ended.append(due)
                else:
                    found.append(kept)
        if ended or broken:
            with self.store.writing() as connection:
                for due in ended:
                    looks.end(connection, due.person, due.uri)
                for due in broken:
                    _advance(connection, due, now)
        return found, bool(broken)

    def _kept(self, connection: Connection, due: Due) -> Kept | None:
        """What was kept of a mention; None where it was deleted or erased."""
        rows = [each for each in read.mention(connection, due.uri) if each.person == due.person]
        if not rows:
            return None
        try:
            raw = read.content(connection, self.store.master, rows[-1].exhibit)
        except KeyMissing:
            return None
        mention = records.read(raw).facts.mention
        key = (due.person, mention.author.key)
        relation = relations.of(connection, [key]).get(key, Relation())
        return Kept(due=due, mention=mention, muted=relation.muted)

    def _waiting(self, now: datetime) -> list[Due]:
        """The worst that is due; where that leaves time, what no rule noticed too."""
        with self.store.reading() as connection:
            waiting = looks.due(connection, now, ROUND)
        if len(waiting) == ROUND:
            return waiting
        with self.store.writing() as connection:
            for person in self.pipeline.law.shields:
                looks.adopt(connection, person, now, LOOKS[0], ROUND)
            return looks.due(connection, now, ROUND)

    def _placed(self, arrival: Arrival, mention: Mention, now: datetime) -> Arrival:
        """With its source, and a time between what we saw before and now, whatever its author's server claims."""
        at = min(max(arrival.at, mention.received_at), now)
        return msgspec.structs.replace(arrival, source=f"{mention.hand}:looks", at=at, account=mention.hand)

    def _fresh(self, arrivals: Sequence[Arrival], mention: Mention) -> list[Arrival]:
        """Those that say something new; an account that is gone is told once. None of what was erased meanwhile."""
        with self.store.reading() as connection:
            if not _stands(connection, mention.person, mention.uri):
                return []
            fresh = []
            for one in arrivals:
                try:
                    events = self.pipeline.normalisers[one.platform](one, self.pipeline.protected)
                except Malformed:
                    fresh.append(one)  # to be set aside
                    continue
                told = [each for each in events if isinstance(each, Mention)]
                known = read.versions(connection, ((each.person, each.uri) for each in told))
                new = any(each.revision not in known.get((each.person, each.uri), {}) for each in told)
                if new or (events and not told and (mention.person, mention.author.key) not in self._gone):
                    fresh.append(one)
            return fresh

    def _settle(self, one: Kept, fate: Fate, versions: bytes, now: datetime) -> None:
        """Write what the chain has to say of it besides, and when the next look is due."""
        person = one.due.person
        with self.store.writing() as connection:
            if not _stands(connection, person, one.due.uri):
                return
            line = {"mention": pseudonym(write.salt(connection, self.store.master, person), one.due.uri)}
            if versions:
                (box,) = write.take(connection, self.store.master, person, "versions", [(versions, now)])
                edited = line | {"found": "edited", "exhibit": box.id, "digest": box.digest}
                write.append(connection, person, [(now, "looked", edited)])
            unseen = fate.value if fate in UNSEEN else ""
            if unseen or (one.due.unseen and fate is Fate.THERE):
                write.append(connection, person, [(now, "looked", line | {"found": fate.value})])
                looks.saw(connection, person, one.due.uri, unseen)
            if fate in ENDED:
                looks.end(connection, person, one.due.uri)
            else:
                _advance(connection, one.due, now)

    def _next(self, one: Kept, wait: timedelta | None) -> None:
        """The look could not be taken: try it again after a while, or else leave it out."""
        now = self.pipeline.now()
        with self.store.writing() as connection:
            if wait is None:
                _advance(connection, one.due, now)
            else:
                later = now + wait
                looks.advance(connection, [msgspec.structs.replace(one.due, due_at=later)])


def _stands(connection: Connection, person: str, uri: str) -> bool:
    """Whether it is kept, and was not erased while we looked."""
    return any(row.person == person for row in read.mention(connection, uri))


def _advance(connection: Connection, due: Due, now: datetime) -> None:
    """Plan the next look whose time is still to come, or end it with the last: one that came late serves for two."""
    first = due.due_at - LOOKS[due.step]
    for step in range(due.step + 1, len(LOOKS)):
        if (at := first + LOOKS[step]) > now:
            looks.advance(connection, [msgspec.structs.replace(due, step=step, due_at=at)])
            return
    looks.end(connection, due.person, due.uri)


def _settled(arrival: Arrival, now: datetime) -> bool:
    """Whether a notification of it, had there been one, would have come by now."""
    return arrival.at <= now - ON_ITS_WAY
