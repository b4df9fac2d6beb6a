"""Counting what was kept before conduct was counted: once, a little at a time, beside everything else.

Nothing is done because of it and no rule is asked again for its actions: it makes the courses of authors, their cases,
and the portraits to which newcomers are compared. A person is told once, when all is counted, of their worst case.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

import msgspec
import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import NoResultFound

from bot.cases.conducts import Conducts
from bot.cases.shown import shown
from bot.errors import ChainBroken, KeyMissing
from bot.handling.judging import Law
from bot.links.finding import Links
from bot.links.telling import note
from bot.model.action import Block, Mute, Order
from bot.model.conduct import Level, Stage
from bot.model.course import EMPTY
from bot.model.delivery import Delivery, Status
from bot.model.facts import History, Relation
from bot.model.mention import Mention
from bot.model.record import Record
from bot.recording import records
from bot.store import authors, outbox, read, relations, uncounted
from bot.store.database import Store, passing
from bot.store.uncounted import Uncounted
from bot.telling import tell

log = structlog.get_logger(__name__)

TOGETHER: Final = 24
"""Mentions that are counted in one transaction: what arrives meanwhile waits for no more."""
PAUSE: Final = 0.05
"""Seconds between two transactions, in which others have their turn."""
SAID: Final = 1000
"""So many mentions are counted between two lines of the log."""


class Found(NamedTuple):
    """A mention that is to be counted, and what was kept of it."""

    row: Uncounted
    record: Record


class Recounting:
    """Counts what was kept of everybody who is shielded now."""

    def __init__(self, store: Store, law: Callable[[], Law], now: Callable[[], datetime]) -> None:
        """`law` is what mentions are judged by at present."""
        self.store = store
        self._law = law
        self._now = now

    async def run(self) -> None:
        """Count until nothing is left; the database is asked in the store's own thread, and left to others between."""
        left = await self.store.run_durably(self.left)
        done = 0
        while left and (count := await self.store.run_durably(self.step)):
            done += count
            if done // SAID > (done - count) // SAID or done >= left:
                log.info("counting what was kept before", done=done, of=left)
            await asyncio.sleep(PAUSE)

    def left(self) -> int:
        """How many mentions are still to be counted."""
        with self.store.reading() as connection:
            return uncounted.left(connection, self._law().shields)

    def step(self) -> int:
        """Count some of one person's, all of them or none; how many, 0 where nothing is left."""
        return next((count for person in self._law().shields if (count := self._next(person))), 0)

    def _next(self, person: str) -> int:
        try:
            return self._some(person, TOGETHER)
        except Exception as error:  # one that cannot be counted must hide neither the others nor the present
            if passing(error):
                raise
            return self._one_by_one(person)

    def _one_by_one(self, person: str) -> int:
        for done in range(TOGETHER):
            try:
                if not self._some(person, 1):
                    return done
            except Exception as error:  # as above
                if passing(error):
                    raise
                log.exception("a mention that was kept cannot be counted")
                self._pass_over(person)
        return TOGETHER

    def _pass_over(self, person: str) -> None:
        with self.store.writing() as connection:
            uncounted.counted(connection, person, dict.fromkeys(uncounted.some(connection, person, 1), Level.NOTHING))

    def _some(self, person: str, most: int) -> int:
        with self.store.writing() as connection:
            rows = uncounted.some(connection, person, most)
            if not rows:
                return 0
            levels = dict.fromkeys(rows, Level.NOTHING)
            found = [one for row in rows if (one := self._opened(connection, row)) is not None]
            if found:
                levels |= self._count(connection, person, found)
            uncounted.counted(connection, person, levels)
            if not uncounted.some(connection, person, 1):
                outbox.plan(connection, self._told(connection, person))
        return len(rows)

    def _opened(self, connection: Connection, row: Uncounted) -> Found | None:
        """None where it was erased, or cannot be read: what nobody can read any more is not counted."""
        try:
            return Found(row, records.read(read.content(connection, self.store.master, row.exhibit)))
        except (KeyMissing, ChainBroken, NoResultFound, msgspec.MsgspecError):
            return None

    def _count(self, connection: Connection, person: str, found: Sequence[Found]) -> dict[Uncounted, Level]:
        law, master = self._law(), self.store.master
        mentions = [one.record.facts.mention for one in found]
        page = _Page(connection, person, mentions)
        conducts = Conducts(connection, master, law.shields)
        links = Links(connection, master, law.shields, self._now())
        conducts.enrich(page.keys)
        conducts.meet((person, mention.uri) for mention in mentions)
        links.enrich(mentions, dict.fromkeys(page.keys, History()))
        levels = {}
        readings = law.engine.read_all((mention.text, mention.lang) for mention in mentions)
        for (row, record), reading in zip(found, readings, strict=True):
            facts, key = record.facts, (person, record.facts.mention.author.key)
            heard = law.engine.heard(person, facts, record.decision.decided_at, reading)
            act = law.engine.act(person, facts, heard, reading)
            conduct = conducts.step(facts, page.courses.get(key, EMPTY), act)
            facts = msgspec.structs.replace(links.met(facts), conduct=conduct)
            muted = page.muted(facts.mention)
            page.courses[key] = conducts.settled(facts, act, muted=muted)
            links.acted(facts, muted=muted, opened=conducts.opened(facts))
            links.sealed([(facts.mention, row.exhibit)])
            levels[row] = act.level
        uncounted.courses(connection, page.courses)
        conducts.record(self._now())
        note(connection, master, (one for one, _ in links.record(())), self._now())
        return levels

    def _told(self, connection: Connection, person: str) -> Sequence[Delivery]:
        """The worst case of a person, where there is one: one alert, whatever was found."""
        shield, now = self._law().shields[person], self._now()
        worst = next(iter(shown(connection, person, shield.protected.zone, now)), None)
        if worst is None or worst.conduct.stage is Stage.NONE:
            return ()
        return tell.stages(shield, worst.conduct, now)


class _Page:
    """What is known beside of those whose mentions are counted together."""

    def __init__(self, connection: Connection, person: str, mentions: Sequence[Mention]) -> None:
        self.keys = list(dict.fromkeys((person, mention.author.key) for mention in mentions))
        self.courses = {key: past.course for key, past in authors.histories(connection, self.keys).items()}
        self._acted = _acted(connection, person, [mention.uri for mention in mentions])
        self._relations = relations.of(connection, self.keys)

    def muted(self, mention: Mention) -> bool:
        """Whether its author was muted for it, and no human took that back."""
        lifted = self._relations.get((mention.person, mention.author.key), Relation()).lifted
        return mention.uri in self._acted and not lifted


def _acted(connection: Connection, person: str, uris: Sequence[str]) -> set[str]:
    """Those of these mentions for which their authors were muted or blocked, for a while at least."""
    done = {Status.DONE, Status.UNDONE}
    about = outbox.about_each(connection, person, uris)
    return {
        uri
        for uri, every in about.items()
        for one in every
        if one.status in done and isinstance(one.what, Order) and isinstance(one.what.action, Mute | Block)
    }
