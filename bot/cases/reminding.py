"""Reminding a person of deadlines and hearings that come near, each a few times, and of nothing that was dealt with."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.alerts.deadlines import DeadlinesNear, End
from bot.cases.clocks import endings
from bot.evidence.master import MasterKey
from bot.law.data import of
from bot.model.conduct import Stage
from bot.model.delivery import Delivery
from bot.model.shield import Shield
from bot.store import cases, pursued
from bot.telling.tell import notices

BEFORE: Final = (14, 7, 2)
"""How many days before a hearing, or an answer that is awaited, one is reminded of it."""
DAY: Final = timedelta(days=1)


def remind(connection: Connection, master: MasterKey, shield: Shield, now: datetime) -> list[Delivery]:
    """One notice of all that a reminder is due for; nothing where nothing is."""
    due = dict([*_deadlines(connection, shield, now), *_proceedings(connection, master, shield, now)])
    fresh = pursued.fresh(connection, shield.name, due)
    if not fresh:
        return []
    pursued.warn(connection, shield.name, fresh, now)
    return notices(connection, shield, DeadlinesNear(ends=tuple(due[one] for one in fresh)), now)


def _deadlines(connection: Connection, shield: Shield, now: datetime) -> Iterator[tuple[str, End]]:
    """Of cases that came far, or in which anything was begun: what by now is near, under the name of its reminder."""
    zone = shield.protected.zone
    law = of(zone, shield.protected.law)
    for case, accounts in _cases(connection, shield.name).items():
        for one in endings(connection, shield.name, case, accounts, law, zone, now):
            left = one.runs.left(now)
            if one.dealt is None and (before := _step(law.clock[one.clock].warn, left)):
                end = End(case=case, clock=one.clock, last=one.runs.last, left=left, many=one.many)
                week = "-".join(map(str, one.runs.last.isocalendar()[:2]))  # of daily insults one hears once a week
                yield f"{case} {one.clock} {week} {before}", end


def _cases(connection: Connection, person: str) -> Mapping[str, list[str]]:
    begun = pursued.with_any(connection, person)
    known = cases.every(connection, person)
    some = [one.id for one in known if one.stage >= Stage.COURSE_OF_CONDUCT or one.id in begun]
    return cases.members(connection, person, some) if some else {}


def _proceedings(connection: Connection, master: MasterKey, shield: Shield, now: datetime) -> Iterator[tuple[str, End]]:
    zone = ZoneInfo(shield.protected.zone)
    today = now.astimezone(zone).date()
    for one in pursued.due(connection, master, shield.name, now + BEFORE[0] * DAY):
        last = one.due_at.astimezone(zone).date() if one.due_at else today
        left = (last - today).days
        if left >= 0:
            end = End(case=one.case, step=one.kind.value, last=last, left=left)
            yield f"{one.id} {last} {_step(BEFORE, left)}", end


def _step(steps: tuple[int, ...], left: int) -> int:
    """The reminder whose turn it is, so many days before; 0: none yet."""
    return min((step for step in steps if left <= step), default=0)
