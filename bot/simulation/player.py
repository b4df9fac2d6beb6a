"""Plays a scenario: its clock, its events, and between them whatever falls due."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Final, NamedTuple

from bot.alerts.flood import WINDOW
from bot.jobs import this_morning
from bot.model.alert import Alert
from bot.model.reason import Severity
from bot.platforms.simulated.parse import Line, Scenario
from bot.platforms.simulated.scenario import FollowEvent, MentionEvent, RestartEvent, RestrictionEvent, ReviewEvent
from bot.recording.judged import Judged
from bot.simulation.clock import Clock
from bot.simulation.process import Place, Process
from bot.simulation.reviewing import Named, restrict, review

FEW: Final = 2
"""Mentions that are judged together at least."""


class Step(NamedTuple):
    """What followed from one event, or (`line` None) from the passing of time."""

    at: datetime
    line: Line | None
    judged: tuple[Judged, ...]
    alerts: tuple[Alert, ...]


class Player:
    """One performance of a scenario; `process` is the bot as it runs now."""

    def __init__(self, scenario: Scenario, place: Place, clock: Clock, start: Callable[[], Process]) -> None:
        """Take the scenario, where it plays, its clock, and how the bot is started."""
        self.scenario = scenario
        self.place = place
        self.clock = clock
        self.start = start
        self.process = start()
        self._named = Named(scenario)
        self._news = False
        """Whether something happened since the last digest of which the next may tell."""
        self._thanks = False
        """Whether what was written in support waits to be told."""
        self._raid_over: datetime | None = None
        """When a raid will be over, if nothing more comes."""
        self._held_back: datetime | None = None
        """When the first of the alerts was held back that a flood gathers."""

    async def play(self) -> AsyncIterator[Step]:
        """Let everything happen, in the order of time; a digest comes last."""
        await self.process.start()
        place = 0
        while place < len(self.scenario.lines):
            line = self.scenario.lines[place]
            async for step in self._pass(line.event.at):
                yield step
            steps = [step async for step in self._rush(place)] or [await self._happen(line)]
            for step in steps:
                yield step
            place += len(steps)
        async for step in self._pass(max(server.out_until for server in self.place.world.servers.values())):
            yield step
        yield await self._work(None, self.process.last_digest)

    async def _rush(self, place: int) -> AsyncIterator[Step]:
        """What people write one after the other, judged together, as far as nothing falls due and none of it brings
        anything about; nothing where the next event comes alone.
        """
        if self.process.begins:
            return
        following = self.scenario.lines[place : place + self.process.together]
        self._advance(following[0].event.at)
        self._news = self._news or self._thanks
        nearest = await self._next()
        coming = [one for one in self.place.world.foresee(following) if nearest is None or one[1].at < nearest]
        if len(coming) < FEW:
            return
        arrivals = self.process.arriving(coming)
        judged, count = await self.process.judge(arrivals, attrgetter("at"), self._until(coming[-1][1].at))
        for line in following[:count]:
            self._advance(line.event.at)
            self.place.world.happen(line)
        whose: dict[int, list[Judged]] = {}
        for one in judged:
            whose.setdefault(id(one.arrival), []).append(one)
        told = [tuple(whose.get(id(arrival), ())) for arrival in arrivals[:count]]
        last = await self._work(following[count - 1], self._flood, judged)
        for line, mine in zip(following[: count - 1], told[:-1], strict=True):
            yield Step(line.event.at, line, mine, ())
        yield last._replace(judged=told[-1])

    def _until(self, last: datetime) -> Callable[[Judged], bool]:
        """What those that are judged until then bring about, beside what is done at once: a morning, or the end of a
        flood, at which it will be told.
        """
        morning = self._morning()

        def brings(one: Judged) -> bool:
            at = one.decision.decided_at
            return (_untold(one) and morning <= last) or (_held_back(one) and at + WINDOW <= last)

        return brings

    async def _happen(self, line: Line) -> Step:
        event = line.event
        self._advance(event.at)
        self._news = True
        self.place.world.happen(line)
        match event:
            case RestartEvent():
                await self._restart()
            case FollowEvent():
                await self.process.jobs.relations()
            case ReviewEvent():
                review(self.process, self._named, event)
            case RestrictionEvent():
                restrict(self.process, self._named, event)
            case _:
                pass
        return await self._work(line, self._flood)

    async def _restart(self) -> None:
        """Everything in memory is dropped; the database and the world outside are what is left."""
        self.process.close()
        self.process = self.start()
        await self.process.start()

    async def _pass(self, until: datetime) -> AsyncIterator[Step]:
        """Let time pass, stopping wherever something falls due."""
        while (moment := await self._next()) is not None and moment <= until:
            morning = moment == self._morning()
            self._advance(moment)
            yield await self._work(None, self._digest if morning else self._flood)

    async def _next(self) -> datetime | None:
        moments = [server.out_until for server in self.place.world.servers.values()]
        moments += [self._held_back + WINDOW] if self._held_back else []
        moments += [self._morning()] if self._news else []
        moments += [self._raid_over] if self._raid_over else []
        due = await self.process.next_due()
        return min((moment for moment in (*moments, due) if moment and moment > self.clock.now), default=None)

    def _morning(self) -> datetime:
        """The next 08:00 of the person's day."""
        days = (timedelta(hours=hours) for hours in (23, 24, 25))  # as long as a day can be
        mornings = (this_morning(self.process.shield, self.clock.now + day) for day in days)
        return next(morning for morning in mornings if morning > self.clock.now)

    async def _digest(self) -> None:
        self._news = False
        await self.process.jobs.digests()
        self._thanks = self._thanks and self.process.thanks_wait()
        await self._flood()

    async def _flood(self) -> None:
        if self._raid_over and self._raid_over <= self.clock.now:
            await self.process.jobs.raids()
            self._raid_over = self.process.raid_over()
        if self._held_back and self._held_back + WINDOW <= self.clock.now:
            self._held_back = None
            await self.process.jobs.floods()

    async def _work(
        self, line: Line | None, then: Callable[[], Awaitable[None]], before: Sequence[Judged] = ()
    ) -> Step:
        """Do what is due; `before` is judged already."""
        sent = len(self.place.recorder.sent)
        await self.process.answer(before)
        judged = [*before, *await self.process.work()]
        for one in judged:
            self._news = self._news or self._thanks or _untold(one)
            self._thanks = self._thanks or one.facts.support is not None
            if _held_back(one):
                self._held_back = self._held_back or one.decision.decided_at
        if self._raid_over or any(one.decision.severity for one in judged):
            self._raid_over = self.process.raid_over()
        await then()
        if line is None or not isinstance(line.event, MentionEvent):  # what a mention brings is performed already
            await self.process.deliveries.run_due()
        return Step(self.clock.now, line, tuple(judged), self._alerts(sent))

    def _alerts(self, sent: int) -> tuple[Alert, ...]:
        return tuple(alert for _, alert in self.place.recorder.sent[sent:])

    def _advance(self, moment: datetime) -> None:
        self.clock.advance(moment)
        self.place.world.advance(moment)


def _held_back(one: Judged) -> bool:
    """Whether an alert about it waits, if a flood of them does."""
    return one.decision.severity >= Severity.HIGH and not one.alerts


def _untold(one: Judged) -> bool:
    """Whether a digest has something to tell because of it."""
    return bool(one.facts.support) or (one.decision.severity > Severity.NONE and not one.alerts)
