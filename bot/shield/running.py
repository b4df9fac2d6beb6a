"""The shield at work: sources, pipeline, outbox and clock on the accounts that could be reached."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.alerts.notice import StreamLost, TokenRefused, Trouble, Unarmed
from bot.coverage.vigil import Vigil
from bot.custody.instrument import EVERY, again
from bot.custody.proving import Proving
from bot.delivery import Deliveries
from bot.erasure.plan import upkeep
from bot.errors import PlatformError, Unauthorized
from bot.jobs import Jobs
from bot.model.noun import learn
from bot.outbox.ledger import Ledger
from bot.pipeline import Pipeline
from bot.platforms.port import Source
from bot.recording.judged import Judged
from bot.settling import settle
from bot.shield.heartbeat import Heart
from bot.shield.intake import Intake
from bot.shield.live import Accounts, Live, give_back
from bot.shield.opening import Opened, normalisers
from bot.shield.recounting import Recounting
from bot.shield.sources import every, served
from bot.store import lists, outbox
from bot.store.database import Store
from bot.telling.direct import Direct
from bot.telling.tell import notices
from bot.watching.looks import Looks

if TYPE_CHECKING:
    from bot.shield.deskwork import DeskWork
    from bot.shield.listwork import ListWork

log = structlog.get_logger(__name__)

GLANCE = 5.0
"""Seconds between two looks at whether there is a list."""
FIRST_LOOK = 3.0
"""Seconds that the shield waits at its start to learn whom everybody follows; then it goes on learning beside."""


def now() -> datetime:
    """The present moment, UTC."""
    return datetime.now(UTC)


class Running:
    """The shield at work; what of it is live can be changed meanwhile."""

    def __init__(self, live: Live, store: Store, opened: Sequence[Opened], unreached: tuple[str, ...] = ()) -> None:
        """Take what it goes by, and the accounts that could be reached; `unreached` says what is wrong with others."""
        self.store = store
        self.opened = opened
        self.live = live
        platforms = {one.account.key: one.platform for one in opened}
        self.deliveries = Deliveries(Ledger(store, live.shields), platforms, live.channels, now)
        self.deliveries.ledger.links = live.config.web.public_url or ""
        self.pipeline = Pipeline(store, live.shields, normalisers(), live.ready.engine, now)
        self.desks: DeskWork | None = None
        people = [(one.person, one.platform) for one in opened]
        self.jobs = Jobs(store, live.shields, people, now, self.deliveries.wake.set, live.places)
        self.jobs.upkeep = partial(upkeep, store, live.config)
        self.proving = Proving(store, platforms, now)
        self.vigil = Vigil(store, live.shields, people, self.deliveries.wake.set, now)
        self.vigil.on_back = self.jobs.catch_up
        self.vigil.patience = live.config.coverage.alert_after
        self.lists: ListWork | None = None
        self.direct = Direct(live.shields, live.channels, now)
        sources = every(opened, store, lambda: self.live.shields, self._reading, now)
        self.intake = Intake(
            store,
            self.pipeline,
            sources,
            on_judged=self._judged,
            on_refused=self._refused,
            on_silent=self.vigil.silent,
            on_unkept=self.direct.unkept,
        )
        self.recounting = Recounting(store, lambda: self.pipeline.law, now)
        self.looks = Looks(self.pipeline, platforms, self.deliveries.wake.set)
        self.heart = Heart(store, served(opened), self.intake.look, now, unreached)
        self.heart.failing = self._failing
        self.vigil.on_behind = partial(setattr, self.heart, "behind")

    def serve(self, desks: "DeskWork") -> None:
        """Work for communities too, whose desks are among what was opened."""
        self.desks = desks
        desks.furnish(self.pipeline)

    def adopt(self, live: Live) -> None:
        """Go by this from the next batch on; what is in hand ends as it began."""
        self.live = live
        self.pipeline.adopt(live.shields, live.ready.engine)
        self.deliveries.channels = live.channels
        self.deliveries.ledger.links = live.config.web.public_url or ""
        self.deliveries.ledger.shields = self.jobs.shields = live.shields
        self.vigil.shields = self.direct.shields = live.shields
        if self.lists is not None:
            self.lists.adopt(live)
        if self.desks is not None:
            self.desks.adopt(live.config)
        self.vigil.patience = live.config.coverage.alert_after
        self.direct.channels = live.channels
        self.jobs.places = live.places
        self.jobs.upkeep = partial(upkeep, self.store, live.config)

    async def run(self) -> None:
        """Work until cancelled."""
        async with AsyncExitStack() as stack:
            for one in self.opened:
                stack.push_async_callback(one.platform.close)
            await self.deliveries.recover()
            await self.tell_unarmed()
            first = asyncio.create_task(self.jobs.relations())
            stack.callback(first.cancel)
            noting = asyncio.create_task(self._instrument())
            stack.callback(noting.cancel)
            await asyncio.wait([first, noting], timeout=FIRST_LOOK)  # a dead server must not keep the shield down
            stack.callback(self.jobs.schedule().shutdown, wait=False)
            settle()
            await asyncio.to_thread(give_back)
            log.info(
                "shield up", people=len(self.live.shields), accounts=len(self.opened), sources=len(self.intake.sources)
            )
            async with asyncio.TaskGroup() as group:
                group.create_task(self.intake.run(), name="intake")
                group.create_task(self.deliveries.run(), name="deliveries")
                group.create_task(self.proving.run(), name="proving")
                group.create_task(self.looks.run(), name="looks")
                group.create_task(self.heart.run(), name="heart")
                group.create_task(self.vigil.run(), name="vigil")
                group.create_task(self._go_on(noting), name="instrument")
                group.create_task(self.recounting.run(), name="recounting")
                group.create_task(self._lists(), name="lists")

    async def _instrument(self) -> None:
        try:
            await again(self.store, self.live.shields, self.live.config.network)
        except Exception:  # the next hour may go well; what is taken meanwhile names the instrument before
            log.exception("not known by what machine and clock things are taken")

    async def _go_on(self, noting: asyncio.Task[None]) -> None:
        """Say every hour by what machine and what clock things are taken, where that has changed."""
        await noting
        while True:
            await asyncio.sleep(EVERY.total_seconds())
            await self._instrument()

    async def _lists(self) -> None:
        """Begin with what goes on about lists once there is one; it takes memory that most shields can do without."""
        while True:
            if await self.store.run_durably(self._listed):
                break
            await asyncio.sleep(GLANCE)
        from bot.shield.listwork import ListWork  # noqa: PLC0415 - see above

        learn()
        self.lists = ListWork(self.store, self.live, self.opened, now, self._tell, self.deliveries.wake.set)
        await self.lists.run()

    def _listed(self) -> bool:
        with self.store.reading() as connection:
            return lists.some(connection)

    async def tell_unarmed(self) -> None:
        """Tell everybody which of their rules are told to act, and only observe until somebody accepts them."""
        for person in self.live.shields:
            if rules := self.live.ready.of(person):
                await self._tell(person, Unarmed(rules=rules))

    async def tell_everybody(self, trouble: Trouble) -> None:
        """Tell all who are shielded of a trouble that concerns them all."""
        for person in self.live.shields:
            await self._tell(person, trouble)

    def _failing(self) -> tuple[str, ...]:
        beside = {"looks": self.looks.failing, "vigil": self.vigil.failing}
        return tuple(name for name, failing in beside.items() if failing)

    def _reading(self, source: str) -> bool:
        return self.intake.states.get(source, "") == "reading"

    def _judged(self, judged: Sequence[Judged]) -> None:
        """Let what was planned be performed, and what matters be proven."""
        self.deliveries.wake.set()
        self.proving.add(judged)

    async def _refused(self, source: Source, trouble: PlatformError) -> None:
        """Tell the holder of an account whose token is refused, or from which nothing comes by any way."""
        for one in self.opened:
            names = [each.name for each in one.platform.sources()]
            lost = all(self.intake.states[name].startswith("stopped") for name in names)
            if source.name in names and (lost or isinstance(trouble, Unauthorized)):
                await self._tell(one.person, _refusal(one, trouble))

    async def _tell(self, person: str, trouble: Trouble) -> None:
        await self.store.run_durably(self._plan, person, trouble, now())
        self.deliveries.wake.set()

    def _plan(self, person: str, trouble: Trouble, at: datetime) -> None:
        with self.store.writing() as connection:
            outbox.plan(connection, notices(connection, self.live.shields[person], trouble, at))


def _refusal(one: Opened, trouble: PlatformError) -> Trouble:
    if isinstance(trouble, Unauthorized):
        return TokenRefused(platform=one.account.platform, account=one.account.handle)
    return StreamLost(platform=one.account.platform, account=one.account.handle, since=now())


def reached(opened: Sequence[Opened]) -> Accounts:
    """The accounts of each person that could be reached."""
    people = dict.fromkeys(one.person for one in opened)
    return {person: tuple(one.account for one in opened if one.person == person) for person in people}
