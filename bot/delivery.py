"""The outbox: what is planned is performed, tried again by kind of error, and each outcome is one more entry.

recover      at the start: what a crash interrupted
run_due      everything due, each lane (an account, a channel) one after the other, lanes beside each other
act          state before, still wanted?, capture → commit → perform → settle
follow up    what the action leaves alone, in a lane beside
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

import msgspec
import structlog
from sqlalchemy.exc import OperationalError

from bot.alerts.port import Channel
from bot.custody.looking import look
from bot.errors import Gone, Refused, TryLater, Unanswered, Unauthorized, Withdrawn
from bot.model.action import REPEATABLE, Order
from bot.model.alert import Alert
from bot.model.delivery import Delivery, Status, Task
from bot.model.measure import SEVERAL
from bot.outbox.afterwards import ALREADY_SO, EXPIRY
from bot.outbox.ledger import Ledger
from bot.outbox.retrying import again, once_entered
from bot.platforms.port import Captured, Platform

log = structlog.get_logger(__name__)

ROUND = 500
LANE = 10
"""Deliveries that go one after the other before it is asked again what is worst."""
LOOK = 5.0
"""Seconds between two looks at the outbox at most: pages and commands plan too, each in a process of its own."""
GRACE = 3.0
"""Seconds that a delivery in hand has to end when the shield is stopped; a report cut off would be uncertain."""


class Deliveries:
    """Performs what stands in the outbox."""

    def __init__(
        self,
        ledger: Ledger,
        platforms: Mapping[str, Platform],
        channels: Mapping[str, Channel],
        now: Callable[[], datetime],
    ) -> None:
        """Take what is needed: `platforms` by `Account.key`, `channels` by name."""
        self.ledger = ledger
        self.platforms = platforms
        self.channels = channels
        self.now = now
        self.wake = asyncio.Event()
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._waits: dict[str, datetime] = {}

    async def recover(self) -> None:
        """Settle what the last process left in the middle: a report is uncertain, the rest is taken up again."""
        await self.ledger.recover(self.now())

    async def run(self) -> None:
        """Perform what falls due, until cancelled."""
        async with asyncio.TaskGroup() as group:
            while True:
                self.wake.clear()
                await self._start_lanes(group)
                pause = await self._until_next()
                with suppress(TimeoutError):  # no wait_for, which forgets a cancellation that comes with a wake
                    async with asyncio.timeout(pause):
                        await self.wake.wait()

    async def run_due(self) -> int:
        """Perform all that is due now, and what comes due by doing it; how many were performed."""
        performed = 0
        while due := await self._due(ROUND):
            lanes: dict[str, list[Delivery]] = {}
            for one in due:
                lanes.setdefault(one.lane, []).append(one)
            await asyncio.gather(*(self._lane(each) for each in lanes.values()))
            performed += len(due)
        return performed

    async def _due(self, limit: int) -> list[Delivery]:
        now = self.now()
        working = {name for name, lane in self._lanes.items() if not lane.done()}
        waiting = {name for name, until in self._waits.items() if until > now}
        return await self.ledger.due(now, limit, working | waiting)

    async def _start_lanes(self, group: asyncio.TaskGroup) -> None:
        """One lane after the other, each short, so that what is worse and comes later need not wait for all."""
        while due := await self._due(LANE):
            name = due[0].lane
            self._lanes[name] = group.create_task(self._lane([one for one in due if one.lane == name]))
            self._lanes[name].add_done_callback(lambda _: self.wake.set())

    async def _until_next(self) -> float:
        """Seconds until something falls due, or until a waiting lane may go on; LOOK at most."""
        nearest = await self.ledger.next_due()
        moments = [when for when in (nearest, *self._waits.values()) if when is not None and when > self.now()]
        return min([LOOK, *((when - self.now()).total_seconds() for when in moments)])

    async def _lane(self, lane: list[Delivery]) -> None:
        for one in lane:
            if self._waits.get(one.lane, self.now()) > self.now():
                return  # the server asked us to wait; what is left stays planned
            await _to_its_end(self.perform(one))

    async def perform(self, one: Delivery) -> None:
        """Try one delivery, and write down how it ended."""
        taken: list[Captured] = []
        try:
            settled = await self._try(one, taken)
        except Withdrawn:
            return
        except TryLater as trouble:
            settled = self._again(one, trouble)
        except OperationalError as trouble:  # a platform keeps its session and its counts in the database too
            settled = self._again(one, TryLater(f"database unavailable ({type(trouble.orig).__name__})"))
        except Unauthorized as trouble:
            settled = once_entered(one, trouble, self.now())
            self._waits[one.lane] = settled.due_at
            await self.ledger.unauthorized(one, self.now())
        except Refused as trouble:
            settled = msgspec.structs.replace(one, status=Status.REFUSED, trouble=str(trouble))
        except Gone as trouble:
            settled = msgspec.structs.replace(one, status=Status.CANCELLED, trouble=str(trouble))
        except Exception as error:  # a defect must not stop the other deliveries: it becomes a dead letter, and is told
            log.exception("delivery failed", delivery=one.id, via=one.via)
            settled = msgspec.structs.replace(one, status=Status.FAILED, trouble=type(error).__name__)
        await self.ledger.settle(settled, self.now(), taken if settled.status is not Status.PLANNED else ())

    async def _try(self, one: Delivery, taken: list[Captured]) -> Delivery:
        match one.what:
            case Alert() as alert:
                return await self._tell(one, alert)
            case Order() as order if one.task is Task.FOLLOW_UP:
                async for item in self._platform(one).follow_up(order):
                    taken.append(item)  # noqa: PERF401 - one by one: what came before it broke off is kept
                return msgspec.structs.replace(one, status=Status.DONE, attempts=one.attempts + 1)
            case Order() as order if one.task is Task.REVERT:
                return await self._revert(one, order)
            case Order() as order:
                return await self._act(one, order)

    async def _tell(self, one: Delivery, alert: Alert) -> Delivery:
        channel = self.channels.get(one.via)
        if channel is None:
            raise Refused(f"no channel is called {one.via}; it was removed from the configuration")
        ready = await self.ledger.ready(one, alert, self.now())
        try:
            await channel.send(ready)
        except Unanswered as trouble:
            return self._again(msgspec.structs.replace(one, what=self.ledger.marked(one, alert)), trouble)
        return msgspec.structs.replace(one, status=Status.DONE, attempts=one.attempts + 1)

    async def _act(self, one: Delivery, order: Order) -> Delivery:
        platform = self._platform(one)
        prior, standing, captured = await look(platform, order, one.prior)
        if prior.in_force:  # ours, from before a crash, where we had committed to it; else somebody else's
            done = one.prior is not None
            status = Status.DONE if done else Status.CANCELLED
            return msgspec.structs.replace(one, status=status, trouble="" if done else ALREADY_SO)
        if standing.following:
            await self.ledger.follows(order)
            return msgspec.structs.replace(one, status=Status.CANCELLED, trouble="the person follows this account")
        if one.prior is None:
            one = msgspec.structs.replace(one, prior=prior)
            one = await self.ledger.captured(one, captured, self.now())
        await self.ledger.attempt(one)
        try:
            receipt = await platform.perform(await self.ledger.worded(order))
        except (Unanswered, OperationalError) as trouble:
            if isinstance(order.action, REPEATABLE):
                raise
            name = f"it may have happened: {trouble if isinstance(trouble, Unanswered) else 'the database was away'}"
            return msgspec.structs.replace(one, status=Status.UNCERTAIN, attempts=one.attempts + 1, trouble=name)
        return msgspec.structs.replace(one, status=Status.DONE, receipt=receipt, attempts=one.attempts + 1)

    async def _revert(self, one: Delivery, order: Order) -> Delivery:
        prior = one.prior
        if prior is None:
            raise Refused("the state before is not known, so it cannot be restored")
        platform = self._platform(one)
        if one.cause == EXPIRY and not (await platform.standing(order)).following:
            until = await self.ledger.extended(one, order, self.now())
            if until is not None:
                await platform.perform(order)  # a server that lets mutes expire must be told again
                return await self.ledger.prolonged(one, until, self.now())
        await self.ledger.attempt(one)
        partly = isinstance(order.action, SEVERAL)
        if prior.in_force or partly or (await platform.prior(order)).in_force:  # else it ended, or before a crash
            await platform.revert(order, prior, one.receipt)
        return msgspec.structs.replace(one, status=Status.DONE, attempts=one.attempts + 1)

    def _platform(self, one: Delivery) -> Platform:
        platform = self.platforms.get(one.via)
        if platform is None:
            raise Refused(f"no account is called {one.via}; it was removed from the configuration")
        return platform

    def _again(self, one: Delivery, trouble: TryLater) -> Delivery:
        settled = again(one, trouble, self.now())
        if trouble.after is not None and settled.status is Status.PLANNED:
            self._waits[one.lane] = settled.due_at
        return settled


async def _to_its_end(work: Coroutine[Any, Any, None]) -> None:
    """Await it; when cancelled, give it GRACE seconds to end by itself."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task], timeout=GRACE)
        task.cancel()
        raise
