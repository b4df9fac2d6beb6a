"""The hands of our clock: whether they go back, held against time that only passes, our chains and the servers."""

import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import Connection

from bot.alerts.blindness import ClockBack
from bot.model.noun import utc
from bot.model.shield import Shield
from bot.store import outbox, times, write
from bot.store.database import Store
from bot.telling.tell import notices

log = structlog.get_logger(__name__)

SLIP: Final = timedelta(seconds=2)
"""A clock may be put right by so much, little by little, without anybody being told."""
FAR: Final = timedelta(minutes=1)
"""Servers' clocks differ by less from the true time."""


class Hands:
    """Notices that the clock goes back. What it said before and says now stays as said, with an entry between."""

    def __init__(self, now: Callable[[], datetime], passed: Callable[[], float] = time.monotonic) -> None:
        """`passed` counts seconds from anywhere, and never back."""
        self._now = now
        self._passed = passed
        self._last = now(), passed()
        self._lost = timedelta()
        self._told = False
        self.behind = timedelta()
        """How far the clock is behind what it should be, as far as is known."""

    def look(self) -> timedelta:
        """By how much the clock went back since the last look; 0 where it did not."""
        passed = self._passed()  # before the clock here, after it below: a process may wait between two lines
        at = self._now()
        should = self._last[0] + timedelta(seconds=passed - self._last[1])
        self._last = at, self._passed()
        back = should - at
        if back <= SLIP:
            return timedelta()
        self._lost += back
        return back

    def hold(self, ahead: Iterable[timedelta]) -> timedelta:
        """Hold it against the servers, `ahead` of us by these: how far it is behind all of them, once for each time;
        0 where that is no news."""
        known = list(ahead)
        self.behind = max(min(known), timedelta()) if known else self._lost
        far, told = self.behind > FAR, self._told
        self._told = far
        return self.behind if far and not told and not self._lost else timedelta()


def note_back(store: Store, shields: Mapping[str, Shield], back: timedelta, against: str, now: datetime) -> None:
    """Say in every chain that the clock went back, or is behind, and tell everybody; what was due comes due again."""
    log.error("clock set back", seconds=back.total_seconds(), against=against)
    with store.writing() as connection:
        for shield in shields.values():
            _note(connection, shield, back, against, now)
        times.hasten(connection, now, now + back)


def since_before(store: Store, shields: Mapping[str, Shield], now: datetime) -> None:
    """At the start: the same, for each chain whose last entries are of a later time than now."""
    with store.writing() as connection:
        for shield in shields.values():
            back = (times.latest(connection, shield.name) or now) - now
            if back > SLIP:
                log.error("clock is behind the chain", person=shield.name, seconds=back.total_seconds())
                _note(connection, shield, back, "chain", now)


def _note(connection: Connection, shield: Shield, back: timedelta, against: str, now: datetime) -> None:
    """`before` is what the clock would say, had nobody touched it."""
    line: dict[str, str | int] = {"before": utc(now + back), "against": against, "seconds": _seconds(back)}
    write.append(connection, shield.name, [(now, "clock:back", line)])
    outbox.plan(connection, notices(connection, shield, ClockBack(seconds=_seconds(back)), now))


def _seconds(back: timedelta) -> int:
    return round(back.total_seconds())
