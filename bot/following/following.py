"""Carries lists out for all who follow them: plans what is new, gives each their turn, looks again once a day."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

import structlog
from sqlalchemy import Connection

from bot.blocklists.follower import ENDING, Follower, Phase, State, Trouble
from bot.errors import PlatformError, Slower, Spent, TryLater, Unauthorized
from bot.following import enlisting
from bot.following.close import Close
from bot.following.doors import AWAY, Doors
from bot.following.looking import EVERY, look_at
from bot.following.planning import parts, plan_part
from bot.following.turn import Turn
from bot.platforms.hand import Hand
from bot.store import effects, followers, lists
from bot.store.database import Store, passing

log = structlog.get_logger(__name__)

POLL: Final = 5.0
"""Seconds between two looks at whether there is something to do."""
SERVERS: Final = 4
"""At work at the same time, one follower at each: as many sessions are open at most."""
OF_ONE: Final = 5
"""Turns at one server before the others are looked at again."""
BREATH: Final = timedelta(seconds=30)
"""Until there is room again for more than the first question of a turn."""
REST: Final = timedelta(minutes=1)
LONGEST: Final = timedelta(hours=6)
"""How long a server rests that has trouble: at first, and at most."""


class Following:
    """All of it rests in the database: whatever ends this, the next goes on where it was."""

    def __init__(self, store: Store, doors: Doors, now: Callable[[], datetime]) -> None:
        self.store = store
        self.doors = doors
        self.now = now
        self.close = Close(store)
        self._resting: dict[str, tuple[int, datetime]] = {}
        """How often each server failed in a row, and until when it rests."""

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            try:
                worked = await self.round()
            except Exception as error:  # a database that is away for a moment; whatever else it is goes on up
                if not passing(error):
                    raise
                log.warning("lists wait", error=type(error).__name__)
                worked = False
            await asyncio.sleep(0 if worked else POLL)

    async def round(self) -> bool:
        """Plan some of what is new, and give some their turn; whether there was anything to do."""
        planned = 0
        for part in await self.store.run(parts, self.store, self.now):  # each apart: mentions come in between
            planned += await self.store.run(plan_part, self.store, part, self.now)
        some = await self.store.run(self._due)
        room = asyncio.Semaphore(SERVERS)
        turns = [self._at(list(theirs), room) for _, theirs in groupby(some, lambda one: one.server)]
        for ended in await asyncio.gather(*turns, return_exceptions=True):  # all of them end before any is told
            if isinstance(ended, BaseException):
                raise ended
        return bool(planned or some)

    async def _at(self, some: Iterable[Follower], room: asyncio.Semaphore) -> None:
        """The turns at one server, one after the other."""
        async with room:
            for one in some:
                if not self._rests(one.server):
                    await self._turn(one)

    async def _turn(self, one: Follower) -> None:
        try:
            hand = self.doors.open(one)
            try:
                await self._work(one, hand)
            finally:
                await hand.close()
        except Unauthorized:
            await self._locked_out(one)
        except Spent as error:
            await self.store.run(self._after, one, self.now() + max(BREATH, _wait(error)))
        except Slower as error:
            await self.store.run(self._after, one, self.now() + max(REST, _wait(error)))
        except TryLater as error:
            await self._rest(one, error)
        except PlatformError as error:
            await self._tomorrow(one, error)
        except Exception as error:  # what one server answers must end neither the others nor the shield
            if passing(error):
                raise
            await self._tomorrow(one, error)

    async def _tomorrow(self, one: Follower, error: Exception) -> None:
        log.warning("a follower is left until tomorrow", follower=one.id, error=type(error).__name__)
        await self.store.run(self._after, one, self.now() + EVERY)

    async def _work(self, one: Follower, hand: Hand) -> None:
        turn = Turn(self.store, one, hand, self.now, await self.close.names(one, hand))
        await turn.take()
        look, seen_at = one.look, one.seen_at
        if one.phase is not Phase.LEAVING and (look or look_at(one) <= self.now()):
            look, over = await turn.look()
            look, seen_at = ("", self.now()) if over else (look, seen_at)
        self._resting.pop(one.server, None)
        over = await self.store.run(self._worked, one, look, seen_at)
        if over:
            await self.doors.end(one)
            await self.store.run(self._left, one, "")

    async def _rest(self, one: Follower, error: TryLater) -> None:
        """A server has trouble: nobody there is tried again for a while, a longer one each time."""
        often, _ = self._resting.get(one.server, (0, self.now()))
        until = self.now() + max(_wait(error), min(REST * 2 ** min(often, 16), LONGEST))
        self._resting[one.server] = often + 1, until
        log.info("a server rests", follower=one.id, until=until.isoformat(), error=type(error).__name__)
        await self.store.run(self._after, one, until)

    async def _locked_out(self, one: Follower) -> None:
        """Their server no longer takes the token: who was leaving has left, with what can no longer be undone."""
        if one.own:
            await self.store.run(self._wait, one)
        elif one.phase is Phase.LEAVING:
            await self.store.run(enlisting.forget_token, self.store, one)
            await self.store.run(self._left, one, Trouble.TOKEN.value)
        else:
            await self.store.run(self._pause, one)

    def _rests(self, server: str) -> bool:
        return server in self._resting and self._resting[server][1] > self.now()

    def _due(self) -> list[Follower]:
        resting = [server for server in self._resting if self._rests(server)]
        with self.store.reading() as connection:
            return followers.due(connection, self.now(), OF_ONE, resting, self.now() - EVERY)

    def _worked(self, one: Follower, look: str, seen_at: datetime | None) -> bool:
        """Write down when there is next something to do; whether they have left, with nothing left to undo."""
        with self.store.writing() as connection:
            now = followers.by_id(connection, one.id)
            if now is None:
                return False
            more = effects.due(connection, one.id, self.now(), 1)
            left = [*ENDING, State.ATTEMPTING]
            if now.phase is Phase.LEAVING and not effects.standing(connection, one.id, left, 1):
                return True
            if now.seen_at != one.seen_at:  # asked for meanwhile
                look, seen_at = now.look, now.seen_at
            later = [effects.next_due(connection, one.id)]
            later += [] if now.phase is Phase.LEAVING else [look_at(one, seen_at)]
            due_at = self.now() if more or look else min(at for at in later if at is not None)
            followers.mark(connection, one.id, due_at, look, seen_at)
            if now.why:
                self._note(connection, enlisting.RESUMED, one)
            return False

    def _after(self, one: Follower, at: datetime) -> None:
        with self.store.writing() as connection:
            followers.wait(connection, one.id, at)

    def _pause(self, one: Follower) -> None:
        with self.store.writing() as connection:
            followers.pause(connection, one.id, Trouble.TOKEN)

    def _wait(self, one: Follower) -> None:
        """One of the person's accounts is tried again by itself: it answers once they gave it a token that holds."""
        with self.store.writing() as connection:
            followers.locked_out(connection, one.id, Trouble.TOKEN, self.now() + timedelta(seconds=AWAY))
            if not one.why:
                self._note(connection, enlisting.PAUSED, one)

    def _left(self, one: Follower, why: str) -> None:
        with self.store.writing() as connection:
            self._note(connection, enlisting.LEFT, one)
            followers.forget(connection, one, why)

    def _note(self, connection: Connection, event: str, one: Follower) -> None:
        if list_ := lists.by_id(connection, one.list):
            enlisting.note(connection, self.store.master, event, one, list_, self.now())


def _wait(error: TryLater) -> timedelta:
    return timedelta(seconds=error.after or 0.0)
