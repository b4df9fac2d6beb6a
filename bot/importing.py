"""Bringing in the past: what addressed a person before the shield was there is judged and kept, and nothing is done.

The past is never acted on and never rings: an old threat is evidence, and what its author does next is judged with it.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec

from bot.errors import Gone, Refused, TryLater, Unauthorized
from bot.evidence.pseudonym import pseudonym
from bot.handling.batch import Batch
from bot.handling.judging import Judging
from bot.links.telling import note
from bot.model.arrival import Arrival
from bot.model.noun import Noun, utc
from bot.model.reason import Severity
from bot.pipeline import Pipeline
from bot.platforms.port import Platform, Remembers
from bot.platforms.watching import Watches
from bot.raids.keeping import begin_past
from bot.recording.judged import IMPORTED, Judged
from bot.store import read, write
from bot.store.links import Link

TOGETHER: Final = 100
"""Arrivals that are handled in one transaction."""
TRIES: Final = 8
"""How often in a row a server may make us wait without bringing anything."""
WAIT: Final = 30.0
LONGEST: Final = 900.0
"""Seconds between two tries, where the server does not say."""
DONE: Final = "done"
EVENT: Final = "imported"


class Quiet(Batch):
    """Keeps all of it, and rings for nothing that is over: the chain says it, and the lists show it."""

    def record_links(self, found: Sequence[tuple[Link, str]]) -> None:
        """As `Batch`; nobody is told."""
        note(self.connection, self.master, (one for one, _ in found), self.now)

    def record_raids(self) -> None:
        """As `Batch`; of raids that are over nobody is told."""
        begin_past(self.connection, self.crowds, self.now)
        super().record_raids()


class Unacted(Judging):
    """Judges, and plans nothing."""

    def consequences(self, *_: Any) -> tuple[tuple[()], tuple[()]]:
        """As `Judging`: none."""
        return (), ()


class Noting(Pipeline):
    """Judges and keeps, and plans nothing."""

    batch = Quiet
    judges = Unacted


class Tally(Noun, frozen=True, kw_only=True):
    """What was brought of one account."""

    mentions: int = 0
    """Not known before."""
    severities: dict[str, int] = msgspec.field(default_factory=dict)
    already: bool = False
    """Whether all of it was brought before."""

    def after(self, judged: Sequence[Judged]) -> "Tally":
        """With these."""
        counts = dict(self.severities)
        for one in judged:
            if one.decision.severity > Severity.NONE:
                counts[one.decision.severity.label] = counts.get(one.decision.severity.label, 0) + 1
        return msgspec.structs.replace(self, mentions=self.mentions + len(judged), severities=counts)


class Importing:
    """Brings in the past of one protected account."""

    def __init__(self, pipeline: Noting, person: str, platform: Platform, since: datetime) -> None:
        self.pipeline = pipeline
        self.store = pipeline.store
        self.person = person
        self.platform = platform
        self.since = since
        self.source = f"{IMPORTED}{platform.key}:{utc(since)}"

    async def bring(self, on_way: Callable[[datetime], None]) -> Tally:
        """Bring it all, from where an earlier call came to; `on_way` is told how far back it is."""
        place = await self.store.run(self._place)
        if place == DONE:
            return Tally(already=True)
        tally = Tally()
        async for batch in self._batches(place):
            tally = tally.after(await self.store.run_durably(self.pipeline.handle, batch))
            on_way(min(one.at for one in batch))
        await self.store.run_durably(self._done, tally)
        return tally

    async def preview(self, on_way: Callable[[datetime], None]) -> Tally:
        """What `bring` would bring; nothing is kept."""
        place = await self.store.run(self._place)
        if place == DONE:
            return Tally(already=True)
        tally, seen = Tally(), set[tuple[str, str]]()
        async for batch in self._batches(place):
            judged = await self.store.run(self.pipeline.preview, batch)
            fresh = [one for one in judged if (one.facts.mention.uri, one.facts.mention.revision) not in seen]
            seen |= {(one.facts.mention.uri, one.facts.mention.revision) for one in fresh}
            tally = tally.after(fresh)
            on_way(min(one.at for one in batch))
        return tally

    async def _batches(self, place: str) -> AsyncIterator[list[Arrival]]:
        if isinstance(self.platform, Remembers):
            async for batch in self._patiently(self.platform, place):
                yield batch
        if isinstance(self.platform, Watches):
            async for batch in self._hidden(self.platform):
                yield batch

    async def _patiently(self, platform: Remembers, place: str) -> AsyncIterator[list[Arrival]]:
        """Batches up to each place; where the server makes us wait, from the last place on."""
        batch: list[Arrival] = []
        tries = 0
        while True:
            try:
                async for one in platform.past(self.source, self.since, place):
                    batch.append(one)
                    if one.cursor is not None:
                        yield batch
                        batch, place, tries = [], one.cursor, 0
            except TryLater as later:
                tries += 1
                if tries > TRIES:
                    raise
                batch = []
                await asyncio.sleep(_wait(later))
            else:
                if batch:
                    yield batch
                return

    async def _hidden(self, platform: Watches) -> AsyncIterator[list[Arrival]]:
        """What those wrote whose notifications a mute or block destroyed or hides; who is gone is passed over."""
        relations = await self.platform.relations()
        for key in sorted(relations.mutes | relations.blocks):
            who = key.rpartition("/")[2] if self.platform.name == "mastodon" else key.partition(":")[2]
            found = await self._written(platform, who)
            for start in range(0, len(found), TOGETHER):
                yield found[start : start + TOGETHER]

    async def _written(self, platform: Watches, who: str) -> list[Arrival]:
        for _ in range(TRIES):
            try:
                written = await platform.written_by(who, "", self.since)
            except TryLater as later:
                await asyncio.sleep(_wait(later))
            except Unauthorized:
                raise
            except (Gone, Refused):
                return []
            else:
                return [msgspec.structs.replace(one, source=self.source, cursor=None) for one in written.arrivals]
        raise TryLater(
            "the server makes us wait again and again; call `rempart import` once more, it goes on from here"
        )

    def _place(self) -> str:
        with self.store.reading() as connection:
            return read.cursor(connection, self.source) or ""

    def _done(self, tally: Tally) -> None:
        now = self.pipeline.now()
        with self.store.writing() as connection:
            salt = write.salt(connection, self.store.master, self.person)
            line: dict[str, str | int] = {"account": pseudonym(salt, self.platform.key), "since": utc(self.since)}
            write.append(connection, self.person, [(now, EVENT, line | {"mentions": tally.mentions})])
            write.advance(connection, {self.source: DONE}, now)


def _wait(later: TryLater) -> float:
    return WAIT if later.after is None else min(max(later.after, 0.1), LONGEST)
