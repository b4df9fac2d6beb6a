"""By when something must be done: counted in calendar years, months and days of the person's own clock.

A delay of months ends on the day of the same number (that of February where there is none is its last), at midnight of
its end. That a last day is a Sunday does not lengthen it: rather too early than too late.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from bot.law.data import Clock, From
from bot.model.reason import Reason

MONTHS: Final = 12


class Happened(NamedTuple):
    """What a clock must know of a fact."""

    number: int
    at: datetime
    reasons: tuple[Reason, ...] = ()
    platform: str = ""
    """Empty for what did not come by a platform."""
    gone: datetime | None = None
    """When it, or its author's account, was seen to be gone."""


class Runs(NamedTuple):
    """A clock that runs, or ran out."""

    clock: str
    fact: int
    """The number of the fact from which it runs."""
    since: datetime
    last: date
    """The last day on which there is time, in the person's zone."""
    until: datetime
    """The first moment at which it is too late."""

    def left(self, now: datetime) -> int:
        """Whole days that are left; negative where it ran out."""
        return (self.until - now) // timedelta(days=1)


def last_day(start: date, clock: Clock) -> date:
    """The last day of a delay that begins on a day."""
    month = start.month - 1 + clock.months + MONTHS * clock.years
    year, month = start.year + month // MONTHS, month % MONTHS + 1
    return date(year, month, min(start.day, monthrange(year, month)[1])) + timedelta(days=clock.days)


def running(clocks: Mapping[str, Clock], facts: Iterable[Happened], zone: str) -> list[Runs]:
    """Every clock of every fact; of those that run from the last fact, one; the first to end comes first."""
    every = sorted(facts, key=lambda one: (one.at, one.number))
    found = [run for name, clock in clocks.items() for run in _of(name, clock, every, ZoneInfo(zone))]
    return sorted(found, key=lambda run: (run.until, run.clock, run.fact))


def concerns(clock: Clock, fact: Happened) -> bool:
    """Whether a clock runs for a fact."""
    return (
        (not clock.reasons or bool(set(clock.reasons) & set(fact.reasons)))
        and (not clock.platforms or fact.platform in clock.platforms)
        and (not clock.online or bool(fact.platform))
        and (clock.runs_from is not From.GONE or fact.gone is not None)
    )


def _of(name: str, clock: Clock, facts: list[Happened], zone: ZoneInfo) -> list[Runs]:
    theirs = [fact for fact in facts if concerns(clock, fact)]
    if clock.runs_from is From.LAST_FACT:
        theirs = theirs[-1:]
    return [_run(name, clock, fact, zone) for fact in theirs]


def _run(name: str, clock: Clock, fact: Happened, zone: ZoneInfo) -> Runs:
    since = fact.gone if clock.runs_from is From.GONE and fact.gone else fact.at
    last = last_day(since.astimezone(zone).date(), clock)
    until = datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC)
    return Runs(name, fact.number, since, last, until)
