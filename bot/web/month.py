"""Thirty days as a picture: what came, was muted and was held, and raids; days that are over are counted once."""

import threading
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from math import sqrt
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.model.raid import Raid
from bot.store import days, raids

DAYS: Final = 30
WIDTH: Final = 24
"""Of a day, in the picture's own units."""
HEIGHT: Final = 120
SETTLED: Final = timedelta(minutes=5)
"""How long after its end a day is still counted anew: a batch may have begun before."""


class Day(NamedTuple):
    """One day by the person's clock."""

    date: date
    came: days.Count
    raid: bool


class Bar(NamedTuple):
    """A day as it is drawn: heights of its columns, as square roots, so that quiet days can be seen beside a raid."""

    day: Day
    x: int
    mentions: float
    muted: float
    held: float


class Months:
    """The last thirty days of each person."""

    def __init__(self) -> None:
        self._over: dict[tuple[str, date, str], days.Count] = {}
        self._lock = threading.Lock()

    def days(self, connection: Connection, person: str, zone: str, now: datetime) -> list[Day]:
        """The last thirty days, today last."""
        today = now.astimezone(ZoneInfo(zone)).date()
        every = raids.every(connection, person)
        dates = [today - timedelta(days=ago) for ago in reversed(range(DAYS))]
        return [self._day(connection, person, zone, one, every, now) for one in dates]

    def _day(
        self, connection: Connection, person: str, zone: str, one: date, every: Sequence[Raid], now: datetime
    ) -> Day:
        first, last = (midnight(day, zone) for day in (one, one + timedelta(days=1)))
        raid = any(each.since < last and each.until >= first for each in every)
        key = (person, one, zone)
        found = self._over.get(key) or days.count(connection, person, first, last)
        if last + SETTLED < now:
            with self._lock:
                self._over[key] = found
        return Day(one, found, raid)


def midnight(day: date, zone: str) -> datetime:
    """When a day begins by a clock."""
    return datetime.combine(day, time(), ZoneInfo(zone))


def bars(month: Sequence[Day]) -> list[Bar]:
    """How the days are drawn."""
    most = max(max(day.came.mentions, day.came.muted, day.came.held) for day in month) or 1

    def height(n: int) -> float:
        return round(HEIGHT * sqrt(n / most), 1)

    return [
        Bar(day, place * WIDTH, height(day.came.mentions), height(day.came.muted), height(day.came.held))
        for place, day in enumerate(month)
    ]
