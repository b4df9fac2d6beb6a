"""Whose turn it is to look: who cannot today hands on to the next, and the protected person comes last."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.model.seat import Grant, Role, Seat

MORNING: Final = time(8)
"""When somebody who could not yesterday is asked again, and what was put off comes back, by the person's clock."""


def turns(some: Iterable[Seat], now: datetime) -> list[Seat]:
    """Of the seats beside a person, in the order of their invitation, those who may look and do not rest: the first is
    asked first. The holder comes last: others look so that they need not.
    """
    able = [one for one in some if one.holds(now) and one.may(Grant.TRIAGE) and not one.rests(now)]
    return sorted(able, key=lambda one: one.role is Role.HOLDER)


def tomorrow(now: datetime, zone: str) -> datetime:
    """Tomorrow morning by the clock of a zone."""
    there = now.astimezone(ZoneInfo(zone))
    return datetime.combine(there.date() + timedelta(days=1), MORNING, there.tzinfo)
