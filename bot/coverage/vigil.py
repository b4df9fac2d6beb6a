"""Watches over the shield itself, by time that only passes: what nobody sees, the clock, and room on the disk."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Final

import structlog
from sqlalchemy.exc import OperationalError

from bot.alerts.blindness import Narrow, StreamSilent
from bot.alerts.notice import Trouble
from bot.coverage.gaps import PATIENCE, round_of_gaps
from bot.coverage.hands import Hands, note_back, since_before
from bot.coverage.seeing import Silent
from bot.model.shield import Shield
from bot.platforms.port import Platform
from bot.store import outbox
from bot.store.database import SCARCE, Store
from bot.telling.tell import notices

log = structlog.get_logger(__name__)

GLANCE: Final = 5.0
"""Seconds between two looks at the clock."""
ROUND: Final = 12
"""So many glances make a round: all that is looked at once a minute."""


class Vigil:
    """Not by the clock's schedule: that one sleeps for an hour where the clock is set back by one."""

    def __init__(
        self,
        store: Store,
        shields: Mapping[str, Shield],
        platforms: Sequence[tuple[str, Platform]],
        on_planned: Callable[[], None],
        now: Callable[[], datetime],
        passed: Callable[[], float] = time.monotonic,
    ) -> None:
        """`platforms` with the person whose account it is; `on_planned` wakes whoever performs deliveries."""
        self.store = store
        self.shields = shields
        self.platforms = platforms
        self.on_planned = on_planned
        self.on_back: Callable[[], None] = on_planned
        """Told when the clock was set back, for whoever goes by it."""
        self.on_behind: Callable[[timedelta], None] = lambda _: None
        """Told after each look how far the clock is behind."""
        self.patience = PATIENCE
        self.failing = False
        """Whether the last look at the clock, or the last round, met what nobody expected."""
        self.hands = Hands(now, passed)
        self._now = now

    async def run(self) -> None:
        """Watch until cancelled; a look that fails is not the last, and does not end the shield."""
        await self._safely(self._since_before())
        failing = [False, False]
        for glance in count(1):
            await asyncio.sleep(GLANCE)
            failing[0] = await self._safely(self.clock())
            if glance % ROUND == 0:
                failing[1] = await self._safely(self.round())
            self.failing = any(failing)

    async def clock(self) -> None:
        """Look whether the clock was set back."""
        if back := self.hands.look():
            await self._note_back(back, "itself")
        ahead = [one for _, platform in self.platforms if (one := platform.ahead()) is not None]
        if behind := self.hands.hold(ahead):
            await self._note_back(behind, "servers")
        self.on_behind(self.hands.behind)

    async def round(self) -> None:
        """Look for gaps, and for room on the disk."""
        served = {
            (person, platform.key): frozenset(source.name for source in platform.sources())
            for person, platform in self.platforms
        }
        try:
            await self.store.run(round_of_gaps, self.store, self.shields, served, self.patience, self._now())
            room = self.store.room()
            if room is not None and room < SCARCE:
                for person in self.shields:
                    await self.tell(person, Narrow(megabytes=room // 1_000_000))
        except OperationalError as error:  # the next round will tell; that the database takes nothing is told elsewhere
            log.warning("gaps not looked for", error=type(error.orig).__name__)
        self.on_planned()

    async def silent(self, silent: Silent) -> None:
        """Tell that a stream brings nothing."""
        person = silent.place.person
        handle = self.shields[person].protected.handle(silent.place.account)
        await self.tell(person, StreamSilent(platform=silent.platform, account=handle, since=silent.since))

    async def tell(self, person: str, trouble: Trouble) -> None:
        """Tell a person of a trouble, durably."""
        await self.store.run_durably(self._plan, person, trouble, self._now())
        self.on_planned()

    async def _since_before(self) -> None:
        await self.store.run_durably(since_before, self.store, self.shields, self._now())

    async def _safely(self, watch: Awaitable[None]) -> bool:
        """Watch; whether it failed."""
        try:
            await watch
        except Exception:  # whatever it is, the next look may go well
            log.exception("the shield could not be watched over")
            return True
        return False

    async def _note_back(self, back: timedelta, against: str) -> None:
        await self.store.run_durably(note_back, self.store, self.shields, back, against, self._now())
        self.on_back()
        self.on_planned()

    def _plan(self, person: str, trouble: Trouble, at: datetime) -> None:
        with self.store.writing() as connection:
            outbox.plan(connection, notices(connection, self.shields[person], trouble, at))
