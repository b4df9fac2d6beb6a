"""How much of a person's accounts was seen: by what, in which hours and days, and what nobody saw."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.evidence.coverage import Interval, Span, gaps, share, shares
from bot.model.mention import Via
from bot.model.noun import Noun
from bot.store import coverage

DAY: Final = timedelta(days=1)
HOURS: Final = 24
DAYS: Final = 30
NAMED: Final = 20
"""Gaps that are named, the latest."""
LEAST: Final = timedelta(minutes=1)
"""What is shorter is the time between two signs of life, or the difference between two clocks."""


class Way(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """One of the ways in which an account is seen."""

    by: str
    """`stream`, `poll`, `watch`; the watch sees only those who are watched."""
    until: datetime
    """Up to when it has seen."""
    day: float
    """Its share of the last 24 hours, 0 to 1."""


class Sight(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """What was seen of one account."""

    account: str
    """`Account.key`"""
    since: datetime
    """When it was first seen."""
    until: datetime
    """Up to when it is seen."""
    ways: tuple[Way, ...]
    day: float
    """The share of the last 24 hours that was seen, of as much as lies after `since`."""
    month: float
    """The same of the last 30 days."""
    hours: tuple[float | None, ...]
    """The same of each of the last 24 hours; None before `since`."""
    days: tuple[float | None, ...]
    """The same of each of the last 30 days."""
    gaps: tuple[Span, ...]
    """Whiles of the last 30 days that nobody saw, the latest last; the end may still be open, or be filled."""


def sights(connection: Connection, person: str, now: datetime) -> tuple[Sight, ...]:
    """What was seen of each account of a person in the last 30 days."""
    begun = coverage.begun(connection, person)
    found: dict[str, list[Interval]] = {}
    for place, one in coverage.every(connection, person, now - DAYS * DAY):
        found.setdefault(place.account, []).append(one)
    return tuple(_sight(account, begun[account], every, now) for account, every in found.items())


def _sight(account: str, begun: datetime, every: Sequence[Interval], now: datetime) -> Sight:
    seen = [one for one in every if one.by is not Via.WATCH] or list(every)
    first, latest = max(begun, now - DAYS * DAY), max(one.until for one in seen)
    missed = [gap for gap in gaps(seen, min(first, now), now) if gap.length >= LEAST]
    return Sight(
        account=account,
        since=begun,
        until=latest,
        ways=tuple(_ways(every, begun, now)),
        day=_known(seen, begun, now - DAY, now),
        month=_known(seen, begun, now - DAYS * DAY, now),
        hours=tuple(shares(seen, now - DAY, now, HOURS)),
        days=tuple(shares(seen, now - DAYS * DAY, now, DAYS)),
        gaps=tuple(missed[-NAMED:]),
    )


def _ways(every: Sequence[Interval], begun: datetime, now: datetime) -> Iterable[Way]:
    for by in Via:
        if own := [one for one in every if one.by is by]:
            until = max(one.until for one in own)
            yield Way(by=by.value, until=until, day=_known(own, begun, now - DAY, now))


def _known(seen: Sequence[Interval], begun: datetime, since: datetime, now: datetime) -> float:
    return share(seen, max(since, begun), now)
