"""The clock: what is done from time to time, one line a job; each may run twice, or late, without harm."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import Connection

from bot.cases.marking import mark
from bot.config.encoder import encoder
from bot.deposits.port import Place
from bot.errors import PlatformError
from bot.handling.relations import beside, synchronise
from bot.model.delivery import Delivery
from bot.model.shield import Rhythm, Shield
from bot.platforms.port import Platform
from bot.raids.settling import settle, thanked
from bot.settling import trim
from bot.store import cases, outbox, read, write
from bot.store.database import Store
from bot.telling import doors, proposed
from bot.telling.digests import digests
from bot.telling.nights import nights
from bot.telling.tell import floods, new_ids
from bot.telling.urging import urge
from bot.trail.checkpoints import round_of_checkpoints
from bot.trail.depositing import round_of_deposits

log = structlog.get_logger(__name__)

DIGEST = time(8)
"""When digests go out, by the person's clock."""
SOON = timedelta(seconds=2)
"""After the start, what it took is handed back."""


class Jobs:
    """All that runs by the clock."""

    def __init__(
        self,
        store: Store,
        shields: Mapping[str, Shield],
        platforms: Sequence[tuple[str, Platform]],
        now: Callable[[], datetime],
        on_planned: Callable[[], None],
        places: Mapping[str, Place] = MappingProxyType({}),
    ) -> None:
        """`platforms` with the person whose account it is; `on_planned` wakes whoever performs deliveries; `places` are
        those at which checkpoints are left, by name.
        """
        self.store = store
        self.shields = shields
        self.platforms = platforms
        self.now = now
        self.on_planned = on_planned
        self.places = places
        self.ids = new_ids()
        self.upkeep: Callable[[datetime], None] = lambda _: None
        """What is done once a day with what is kept, in a thread of its own."""
        self._clock: AsyncIOScheduler | None = None

    def schedule(self) -> AsyncIOScheduler:
        """The running schedule; stop it with `shutdown`."""
        clock = AsyncIOScheduler(timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": 3600})
        clock.add_job(self.relations, "interval", minutes=10)
        clock.add_job(self.digests, "interval", minutes=5, next_run_time=self.now())
        clock.add_job(self.floods, "interval", minutes=1)
        clock.add_job(self.raids, "interval", minutes=1)
        clock.add_job(self.urgent, "interval", minutes=1, next_run_time=self.now())
        clock.add_job(self.checkpoints, "interval", minutes=1, next_run_time=self.now())
        clock.add_job(self.deposits, "interval", minutes=1)
        clock.add_job(self.rest, "interval", minutes=1, next_run_time=self.now() + SOON)
        clock.add_job(self.cases, "interval", minutes=1, next_run_time=self.now())
        clock.add_job(self.daily, "interval", days=1, next_run_time=self.now())
        clock.start()
        self._clock = clock
        return clock

    def catch_up(self) -> None:
        """Do everything now: the clock was set back, and the schedule would wait until it is where it was."""
        for job in self._clock.get_jobs() if self._clock else ():
            job.modify(next_run_time=self.now())

    async def rest(self) -> None:
        """Let go of what is large and has not been asked for a while."""
        if asked := encoder():
            asked.rest()
        trim()

    async def cases(self) -> None:
        """Let what the accounts of new cases wrote before be found."""
        await asyncio.to_thread(mark, self.store, list(self.shields))

    async def daily(self) -> None:
        """Let go of what has had its time, and finish what an erasure left when it was interrupted."""
        await asyncio.to_thread(self.upkeep, self.now())

    async def relations(self) -> None:
        """Read whom everybody follows and mutes."""
        together: dict[tuple[str, str], list[Platform]] = {}
        for person, platform in self.platforms:
            together.setdefault((person, beside(platform.key)), []).append(platform)
        for (person, where), platforms in together.items():
            try:
                await synchronise(self.store, person, platforms, self.now())
            except PlatformError as trouble:  # the next round will tell; nobody is acted on without a fresh look anyway
                log.warning("relations not read", account=where, trouble=str(trouble))
            except Exception:  # what one server answers must not keep the others from being read
                log.exception("relations not understood", account=where)

    async def digests(self) -> None:
        """Send the digest of each person whose morning, or whose Monday, has come and who had none since."""
        for shield in self.shields.values():
            await self.store.run(self._digest, shield, self.now())
        self.on_planned()

    async def raids(self) -> None:
        """Tell of raids that grew, or are over."""
        for shield in self.shields.values():
            await self.store.run(self._raids, shield, self.now())
        self.on_planned()

    async def urgent(self) -> None:
        """Send urgent alerts that nobody acknowledged to whose turn it is, and tell of new ways in and proposals."""
        for shield in self.shields.values():
            await self.store.run(self._urge, shield, self.now())
        self.on_planned()

    async def floods(self) -> None:
        """Send what a flood of alerts held back."""
        for shield in self.shields.values():
            await self.store.run(self._flood, shield, self.now())
        self.on_planned()

    async def checkpoints(self) -> None:
        """Seal how far each chain has come, where that is due."""
        kinds = {name: place.kind for name, place in self.places.items()}
        await self.store.run(round_of_checkpoints, self.store, list(self.shields), kinds, self.now())

    async def deposits(self) -> None:
        """Leave checkpoints with others, where that is due."""
        await round_of_deposits(self.store, self.places, self.now())

    def _digest(self, shield: Shield, now: datetime) -> None:
        ticks = {Rhythm.WEEKLY: this_monday(shield, now), Rhythm.DAILY: this_morning(shield, now)}
        with self.store.writing() as connection:
            for rhythm, tick in ticks.items():
                name = f"digest:{shield.name}" if rhythm is Rhythm.DAILY else f"digest-{rhythm}:{shield.name}"
                last = read.cursor(connection, name) or ""
                if last < tick.isoformat():
                    since = datetime.fromisoformat(last) if last else None
                    outbox.plan(connection, digests(connection, shield, now, self.ids, rhythm, since))
                    write.advance(connection, {name: now.isoformat()}, now)
                    if rhythm is Rhythm.DAILY:
                        outbox.plan(connection, thanked(connection, shield, now, self.ids))
                        outbox.plan(connection, self._reminders(connection, shield, now))

    def _reminders(self, connection: Connection, shield: Shield, now: datetime) -> list[Delivery]:
        """Of what is near in cases; where there is none, what knows of it is not loaded: it weighs half a MB."""
        if not cases.every(connection, shield.name):
            return []
        from bot.cases.reminding import remind  # noqa: PLC0415 - that is the point

        return remind(connection, self.store.master, shield, now)

    def _raids(self, shield: Shield, now: datetime) -> None:
        with self.store.writing() as connection:
            outbox.plan(connection, settle(connection, self.store.master, shield, now, self.ids))

    def _urge(self, shield: Shield, now: datetime) -> None:
        with self.store.writing() as connection:
            outbox.plan(connection, urge(connection, shield, now))
            outbox.plan(connection, doors.told(connection, shield, now))
            outbox.plan(connection, proposed.told(connection, shield, now))

    def _flood(self, shield: Shield, now: datetime) -> None:
        with self.store.writing() as connection:
            outbox.plan(connection, floods(connection, shield, now, self.ids))
            outbox.plan(connection, nights(connection, shield, now))


def this_morning(shield: Shield, now: datetime) -> datetime:
    """The latest 08:00 of the person's day that has passed, in UTC."""
    zone = ZoneInfo(shield.protected.zone)
    local = now.astimezone(zone)
    day = local.date() if local.time() >= DIGEST else local.date() - timedelta(days=1)
    return datetime.combine(day, DIGEST, zone).astimezone(ZoneInfo("UTC"))


def this_monday(shield: Shield, now: datetime) -> datetime:
    """The latest Monday of which the 08:00 has passed, at that hour of the person's clock, in UTC."""
    zone = ZoneInfo(shield.protected.zone)
    day = this_morning(shield, now).astimezone(zone).date()
    monday = day - timedelta(days=day.weekday())
    return datetime.combine(monday, DIGEST, zone).astimezone(ZoneInfo("UTC"))
