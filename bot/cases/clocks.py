"""By when something must be done in a case: the deadlines that come, and which of them were dealt with."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import Connection

from bot.law.clocks import Happened, Runs, running
from bot.law.data import Clock, From, Law
from bot.model.proceeding import Dealt
from bot.store import bans, clocked, pursued
from bot.store.clocked import Written

AHEAD: Final = timedelta(days=120)
"""How far ahead deadlines are told: as far as any that runs for three months."""
DAY: Final = timedelta(days=1)


class Ending(NamedTuple):
    """The first deadline of one clock that comes in a case."""

    clock: str
    runs: Runs
    uri: str
    """The mention from which it runs; empty where it is no mention."""
    many: int
    """How many facts there are whose time ends within what is told ahead."""
    last: datetime
    """From when the latest of them runs: who deals with all of them deals with these."""
    dealt: Dealt | None
    """The word of somebody who dealt with all of them."""


def endings(
    connection: Connection, person: str, case: str, accounts: Sequence[str], law: Law, zone: str, now: datetime
) -> list[Ending]:
    """The next deadline of each clock that runs, the first to end first."""
    dealt = pursued.dealt(connection, person, [case]).get(case, {})
    found = [
        ending
        for name, clock in law.clock.items()
        if (ending := _ending(name, clock, _facts(connection, person, case, accounts, clock, now), dealt, zone, now))
    ]
    return sorted(found, key=lambda one: (one.runs.until, one.clock))


def of_mention(connection: Connection, person: str, uri: str, law: Law, zone: str) -> list[Runs]:
    """Every clock that runs, or ran, from one mention alone."""
    each = {name: clock for name, clock in law.clock.items() if clock.runs_from is not From.LAST_FACT}
    return running(each, (_happened(0, one) for one in clocked.first(connection, person, uri)), zone)


def _ending(
    name: str,
    clock: Clock,
    facts: Mapping[int, tuple[str, Happened]],
    dealt: Mapping[str, Dealt],
    zone: str,
    now: datetime,
) -> Ending | None:
    runs = [
        run
        for run in running({name: clock}, (fact for _, fact in facts.values()), zone)
        if now < run.until and (run.until <= now + AHEAD or clock.runs_from is From.LAST_FACT)
    ]
    if not runs:
        return None
    done, last = dealt.get(name), max(run.since for run in runs)
    open_ = [run for run in runs if done is None or run.since > done.through]
    first = (open_ or runs)[0]
    return Ending(
        clock=name,
        runs=first,
        uri=facts[first.fact][0],
        many=len(open_ or runs),
        last=last,
        dealt=None if open_ else done,
    )


def _facts(
    connection: Connection, person: str, case: str, accounts: Sequence[str], clock: Clock, now: datetime
) -> dict[int, tuple[str, Happened]]:
    """By number, what may end within what is told ahead, and where it stands."""
    longest, shortest = _bounds(clock)
    every: list[tuple[str, Happened]]
    match clock.runs_from:
        case From.LAST_FACT:
            noted = [("", Happened(0, one.happened_at)) for one in bans.notes(connection, person, [case])]
            every = [*noted, *_mentions(clocked.latest(connection, person, accounts))]
        case From.GONE:
            every = list(_mentions(clocked.gone(connection, person, accounts, now - longest, now)))
        case From.FACT:
            until = min(now, now + AHEAD - shortest)
            every = list(_mentions(clocked.written(connection, person, accounts, now - longest, until)))
    return {number: (uri, fact._replace(number=number)) for number, (uri, fact) in enumerate(every, 1)}


def _bounds(clock: Clock) -> tuple[timedelta, timedelta]:
    """At most, and at least, how long a clock runs."""
    longest = clock.years * 366 + clock.months * 31 + clock.days + 2
    return longest * DAY, (clock.years * 365 + clock.months * 28 + clock.days) * DAY


def _mentions(written: Iterable[Written]) -> Iterable[tuple[str, Happened]]:
    return ((one.uri, _happened(0, one)) for one in written)


def _happened(number: int, one: Written) -> Happened:
    return Happened(number, one.at, one.reasons, one.platform, one.gone)
