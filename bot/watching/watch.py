"""The watch: whom the person mutes or blocks goes on being read; what they write is judged and kept, silently.

More often who was active lately or did worse; by turns, so that nobody waits for ever; and only with what our share of
the server's limits leaves beside everything else.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec
import structlog

from bot.errors import Gone, Refused, Spent, TryLater, Unauthorized
from bot.handling.relations import beside
from bot.model.arrival import Arrival, Sign
from bot.model.mention import Via
from bot.model.reason import Severity
from bot.platforms.port import Emit
from bot.platforms.watching import Watches, Written
from bot.store import authors, watch
from bot.store.database import Store
from bot.store.watch import Watched

log = structlog.get_logger(__name__)

PACES: Final = (
    (timedelta(hours=1), timedelta(minutes=2)),
    (timedelta(days=1), timedelta(minutes=10)),
    (timedelta(days=7), timedelta(hours=1)),
)
"""Who wrote to the person within the first is read again after the second."""
IDLE: Final = timedelta(hours=6)
"""Who has not written for longer, and what a stream brings anyway."""
WORSE: Final = 3
"""So many times as often, who was acted on for something high or urgent."""
BEFORE: Final = timedelta(minutes=30)
"""At first, posts so much older than the watch are read too: a mute that the person made is learnt of later."""
AGAIN: Final = timedelta(minutes=5)
ABSENT: Final = timedelta(days=1)
"""Between two looks at an account that is not there."""
TURNS: Final = 50
"""Accounts that are read one after the other before it is asked again whose turn it is."""
PAUSE: Final = 20.0
"""Seconds between two looks at whose turn it is."""
SIGN: Final = timedelta(minutes=1)
"""Between two signs of life."""
LONGEST: Final = 300.0
"""Seconds that the watch waits at most for our share of a server's limits."""
FAILURES: Final = 3
"""So many accounts one after the other that cannot be read: the server is at fault, and not the account."""


def watch_of(key: str) -> str:
    """The name of an account's watch among the sources."""
    return f"{key}:watch"


class Watch:
    """The source of what those write whom one protected account no longer sees."""

    def __init__(
        self,
        store: Store,
        person: str,
        key: str,
        platform: Watches,
        now: Callable[[], datetime],
        streams: Callable[[], bool] = lambda: False,
    ) -> None:
        """`key` is the protected account's; `streams` tells whether a stream brings all of it now anyway."""
        self.name = watch_of(key)
        self.store = store
        self.person = person
        self.key = key
        self.platform = platform
        self.now = now
        self.streams = streams
        self._failed = 0
        self._signed = datetime.min.replace(tzinfo=UTC)

    async def read(self, cursor: str | None, emit: Emit) -> None:  # noqa: ARG002 - each account has a place of its own
        """Read by turns, until cancelled."""
        while True:
            pause = await self.round(emit)
            await asyncio.sleep(pause)

    async def round(self, emit: Emit) -> float:
        """Read those whose turn it is; the seconds until the next round."""
        began = self.now()
        turns = await self.store.run_durably(self._turns, began)
        for one in turns:
            try:
                await self._read(one, emit)
            except Spent as spent:
                return min(max(spent.after or 0.0, PAUSE), LONGEST)
        if len(turns) == TURNS:
            return 0.0
        if began - self._signed >= SIGN:
            self._signed = began
            await emit(self._arrival(began, sign=Sign(until=began)))
        return PAUSE

    async def _read(self, one: Watched, emit: Emit) -> None:
        began = self.now()
        since = one.looked_at or one.since - BEFORE
        trouble, wait = "", None
        try:
            found = await self.platform.written_by(_id(one.account), one.place, since)
            await self._bring(one, found, since, began, emit)
            trouble = found.trouble
            self._failed = 0
        except (Spent, Unauthorized):
            raise
        except (Gone, Refused) as refused:
            trouble, wait = str(refused), ABSENT
        except TryLater as later:
            trouble, wait = str(later), AGAIN
            self._failed += 1
        await self.store.run_durably(self._later, one, began, wait, trouble)
        if self._failed >= FAILURES:
            self._failed = 0
            raise TryLater(trouble)

    async def _bring(self, one: Watched, found: Written, since: datetime, began: datetime, emit: Emit) -> None:
        """Hand on what was found, oldest first, and last, how far that leads: all before it is kept by then."""
        for arrival in found.arrivals:
            at = min(max(arrival.at, since), began)  # it came between the two; anything else is its author's claim
            await emit(msgspec.structs.replace(arrival, source=self.name, at=at))
        last = self._arrival(began, sign=None)
        await emit(msgspec.structs.replace(last, cursor=found.place, watched=one.account))

    def _turns(self, now: datetime) -> list[Watched]:
        server = beside(self.key)
        with self.store.reading() as connection:
            change = watch.stale(connection, self.person, self.key, server)
        if change.begun or change.ended:
            with self.store.writing() as connection:
                watch.renew(connection, self.person, self.key, change, now)
            log.info("watch", begun=len(change.begun), ended=len(change.ended))
        with self.store.reading() as connection:
            return watch.due(connection, self.person, self.key, now, TURNS)

    def _later(self, one: Watched, now: datetime, wait: timedelta | None, trouble: str) -> None:
        key = (one.person, one.account)
        with self.store.writing() as connection:
            history = authors.histories(connection, [key]).get(key)
            wait = wait or self._pace(history[0].last_at if history else None, one.severity, now)
            watch.later(connection, one, now + wait, trouble)

    def _pace(self, last: datetime | None, severity: Severity, now: datetime) -> timedelta:
        return IDLE if self.streams() else pace(last, severity, now)

    def _arrival(self, at: datetime, sign: Sign | None) -> Arrival:
        platform = self.key.partition(":")[0]
        return Arrival(source=self.name, platform=platform, via=Via.WATCH, at=at, account=self.key, sign=sign)


def pace(last: datetime | None, severity: Severity, now: datetime) -> timedelta:
    """After what time to read somebody again, who last wrote to the person then, and was acted on for that."""
    quiet = now - last if last else PACES[-1][0]
    wait = next((after for within, after in PACES if quiet < within), IDLE)
    return wait / WORSE if severity >= Severity.HIGH else wait


def _id(account: str) -> str:
    """The account's id as its platform writes it."""
    return account.rpartition("/")[2] if "/" in account else account.partition(":")[2]
