"""What arrives while the database takes nothing: judged in memory, told where it is grave, kept until it does."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy.exc import OperationalError

from bot.model.arrival import Arrival
from bot.pipeline import Pipeline
from bot.recording.judged import Judged
from bot.store import database
from bot.store.database import Store, passing

log = structlog.get_logger(__name__)

PATIENCE: Final = timedelta(seconds=5)
"""A database may be locked for so long: nobody is told of it."""
GROUP: Final = 500
"""Arrivals in one transaction at most."""
HELD: Final = 5_000
"""Arrivals kept beside those that wait; beyond it the sources wait, and their cursors stand where they stood."""
Unkept = Callable[[Sequence[Judged], datetime], Awaitable[None]]
"""Told of what was judged and is not kept yet, and since when nothing is kept."""


async def unheard(judged: Sequence[Judged], since: datetime) -> None:
    """For who tells nobody."""


class KeptLater:
    """Hands batches to the pipeline, however long the database takes nothing.

    Nothing is done meanwhile but telling: an action needs its evidence first, and evidence cannot be kept. Each
    arrival is judged by what was kept before: others that wait with it are no part of the author's history yet. When
    there is room, all are judged again, in their order and for good, and told again as any others.
    """

    def __init__(self, store: Store, pipeline: Pipeline, more: Callable[[int], list[Arrival]], unkept: Unkept) -> None:
        """`more` gives what has arrived by now, so many at most."""
        self.store = store
        self.pipeline = pipeline
        self.more = more
        self.unkept = unkept

    async def handle(self, batch: Sequence[Arrival]) -> list[Judged]:
        """Have the batch handled, and whatever came while it could not be."""
        held, judged, seen = list(batch), list[Judged](), 0
        since: datetime | None = None
        while held:
            some = held[:GROUP]
            try:
                judged += await self.store.run(self.pipeline.handle, some)
            except OperationalError as error:
                if not passing(error):
                    raise
                log.error("database unavailable", error=type(error.orig).__name__)  # noqa: TRY400 - the name says it
                since = since or self.pipeline.now()
                if abs(self.pipeline.now() - since) >= PATIENCE:
                    seen = await self._judge(held, seen, since)
                await asyncio.sleep(database.STORAGE_WAIT)
                held += self.more(HELD - len(held))
                continue
            held = held[len(some) :]
            seen = max(0, seen - len(some))
        return judged

    async def _judge(self, held: Sequence[Arrival], seen: int, since: datetime) -> int:
        """Judge what was not looked at before, and tell of it; how many are looked at then."""
        judged: Sequence[Judged] = ()
        try:
            judged = await self.store.run(self.pipeline.preview, held[seen:])
        except Exception as error:  # noqa: BLE001 - not even readable, or one of them breaks it: it is handled later
            log.warning("not judged yet", error=type(error).__name__)
        await self.unkept(judged, since)
        return len(held)
