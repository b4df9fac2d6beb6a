"""Sources under supervision: each is read for ever, what they bring is handled in batches, and nothing is dropped."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import structlog

from bot.coverage.seeing import Silent
from bot.errors import PlatformError, Refused, TryLater, Unauthorized
from bot.model.arrival import Arrival
from bot.pipeline import Pipeline
from bot.platforms.port import Source
from bot.recording.judged import Judged
from bot.shield.keptlater import KeptLater, Unkept, unheard
from bot.store import read
from bot.store.database import Store

log = structlog.get_logger(__name__)

BATCH = 500
"""Arrivals in one transaction at most."""
WAITING = 5_000
"""Arrivals in memory at most; beyond it the sources wait."""
STEADY = 30.0
"""Seconds after which a connection counts as good, and the wait begins small again."""
LONGEST_WAIT = 60.0
LONGEST_ASKED = 3600.0
"""No server makes us wait longer before we ask again."""
DOUBLINGS = 8
"""The wait between two connections doubles so often; it is the longest then."""


async def unminded(silent: Silent) -> None:
    """For who minds no silent stream."""


class Intake:
    """From the sources to the pipeline."""

    def __init__(
        self,
        store: Store,
        pipeline: Pipeline,
        sources: Sequence[Source],
        *,
        on_judged: Callable[[Sequence[Judged]], None],
        on_refused: Callable[[Source, PlatformError], Awaitable[None]],
        on_silent: Callable[[Silent], Awaitable[None]] = unminded,
        on_unkept: Unkept = unheard,
    ) -> None:
        """`on_judged` is called with what came of each batch, `on_refused` when a source needs its holder, `on_silent`
        when a stream brings nothing and is opened anew, `on_unkept` while the database takes nothing.
        """
        self.store = store
        self.pipeline = pipeline
        self.sources = sources
        self.on_judged = on_judged
        self.on_refused = on_refused
        self.on_silent = on_silent
        self._later = KeptLater(store, pipeline, self._more, on_unkept)
        self._reading: dict[str, asyncio.Future[None]] = {}
        self._waiting: asyncio.Queue[Arrival] = asyncio.Queue(WAITING)
        self.states: dict[str, str] = {source.name: "starting" for source in sources}
        """How each source stands, for `rempart status`."""
        self.latest: dict[str, tuple[datetime, datetime]] = {}
        """When the latest that each source brought happened, and when it was handled."""

    def look(self, source: str) -> tuple[str, tuple[datetime, datetime] | None]:
        """How a source stands: its state, and its latest."""
        return self.states[source], self.latest.get(source)

    async def run(self) -> None:
        """Read and handle until cancelled."""
        async with asyncio.TaskGroup() as group:
            for source in self.sources:
                group.create_task(self._supervise(source), name=source.name)
            group.create_task(self._handle(), name="handle")

    async def _supervise(self, source: Source) -> None:
        failures = 0
        while True:
            began = asyncio.get_running_loop().time()
            after = await self._read_once(source)
            steady = asyncio.get_running_loop().time() - began > STEADY
            failures = 0 if steady else min(failures + 1, DOUBLINGS)
            wait = min(LONGEST_WAIT, 0.25 * 2**failures) * random.uniform(0.5, 1)  # noqa: S311 - spreads reconnections
            await asyncio.sleep(max(wait, min(after or 0.0, LONGEST_ASKED)))

    async def _read_once(self, source: Source) -> float | None:
        """Read until the connection ends; how long the server asked us to wait."""
        try:
            cursor = await self.store.run_durably(self._cursor, source.name)
            self.states[source.name] = "reading"
            await self._read(source, cursor)
            self.states[source.name] = "reconnecting"
        except TryLater as trouble:
            self.states[source.name] = f"waiting: {trouble}"
            log.warning("source interrupted", source=source.name, trouble=str(trouble))
            return trouble.after
        except (Unauthorized, Refused) as trouble:
            self.states[source.name] = f"stopped: {trouble}"
            log.error("source refused", source=source.name, trouble=str(trouble))  # noqa: TRY400 - the sentence says it
            await self.on_refused(source, trouble)
            return LONGEST_WAIT
        except Exception:  # a defect in one source must not stop the others; it is tried again, and logged
            self.states[source.name] = "failing"
            log.exception("source failed", source=source.name)
        return None

    async def _read(self, source: Source, cursor: str | None) -> None:
        """Read until the connection ends, or until `reopen` ends it."""
        reading = self._reading[source.name] = asyncio.ensure_future(source.read(cursor, self._waiting.put))
        try:
            await asyncio.wait([reading])
        finally:
            if not reading.done():
                reading.cancel()
                await asyncio.wait([reading])
        if not reading.cancelled():
            reading.result()

    def reopen(self, name: str) -> None:
        """End a source's connection, so that it is opened anew."""
        if name in self._reading:
            self._reading[name].cancel()

    def _cursor(self, name: str) -> str | None:
        with self.store.reading() as connection:
            return read.cursor(connection, name)

    async def _handle(self) -> None:
        while True:
            batch = [await self._waiting.get()]
            batch += self._more(BATCH - 1)
            self.on_judged(await self._handle_durably(batch))
            for silent in self.pipeline.take_silent():
                log.warning("stream silent", source=silent.place.source, since=silent.since.isoformat())
                self.reopen(silent.place.source)
                await self.on_silent(silent)

    def _more(self, most: int) -> list[Arrival]:
        """What waits, so many at most."""
        return [self._waiting.get_nowait() for _ in range(min(most, self._waiting.qsize()))]

    async def _handle_durably(self, batch: Sequence[Arrival]) -> Sequence[Judged]:
        """Handle the batch; while the database is locked, full or away, keep it and try again."""
        judged = await self._later.handle(batch)
        handled = self.pipeline.now()
        self.latest |= {one.source: (one.at, handled) for one in batch}
        return judged
