"""What a community's board and desk count; each function within one transaction of its caller, at a bounded price."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select

from bot.model.docket import Standing
from bot.model.raid import Raid
from bot.store import asked, behind
from bot.store.moderated import docket, statement
from bot.store.raids import every
from bot.store.rows import micros, moment

MOST: Final = 10_000
"""Up to which it is counted how many stand how: beyond it, a number is of no more use."""
HOUR: Final = 3_600_000_000
RULES: Final = 100
"""Rules that a desk's filter names, at most."""
STANDS: Final = (docket.c.person == bindparam("whose")) & (docket.c.standing == bindparam("so"))
AFTER: Final = "0"
"""The sign that comes after `/`, so that all names below one are found in an index."""


def standing(connection: Connection, person: str, rule: str = "") -> dict[Standing, int]:
    """How many dockets stand how, each up to MOST; `rule`: only those that it found."""
    query = _found() if rule else _standing()
    asks = {"whose": person, "most": MOST, **({"by": rule} if rule else {})}
    return {one: int(asked.scalar(connection, query, asks | {"so": one.value}) or 0) for one in Standing}


@cache
def _standing() -> Select[Any]:
    return _counted(STANDS)


@cache
def _found() -> Select[Any]:
    return _counted(STANDS & (docket.c.rule == bindparam("by")))


def _counted(here: ColumnElement[bool]) -> Select[Any]:
    return select(func.count()).select_from(select(docket.c.subject).where(here).limit(bindparam("most")).subquery())


def rules(connection: Connection, person: str, standing: Standing) -> list[str]:
    """The rules that found what stands so, up to RULES; each costs one look into an index."""
    found, asks = list[str](), {"whose": person, "so": standing.value}
    while len(found) < RULES:
        following = asked.scalar(connection, _following(), asks | {"before": found[-1] if found else ""})
        if following is None:
            break
        found.append(str(following))
    return found


@cache
def _following() -> Select[Any]:
    return select(func.min(docket.c.rule)).where(STANDS & (docket.c.rule > bindparam("before")))


def hours(connection: Connection, person: str, since: datetime) -> dict[datetime, int]:
    """In which hours since then something last came about how many accounts."""
    slot = (docket.c.last_at - docket.c.last_at % HOUR).label("slot")
    here = (docket.c.person == person) & (docket.c.last_at >= micros(since))
    rows = connection.execute(select(slot, func.count()).where(here).group_by("slot"))
    return {moment(at): int(count) for at, count in rows}


def waves(connection: Connection, community: str, since: datetime, limit: int) -> list[Raid]:
    """The latest waves against a community, its members and its desk that lasted until then or later; the latest
    first. Whose each is stands in its name: `ouest`, `ouest/<Account.key>`, `ouest/sign-ups`, `ouest/flags`.
    """
    names = connection.scalars(_names(), {"whose": community, "first": f"{community}/", "last": community + AFTER})
    found = [one for name in names for one in every(connection, name) if one.until >= since]
    return sorted(found, key=lambda one: one.until, reverse=True)[:limit]


@cache
def _names() -> Select[Any]:
    name = behind.raid.c.person
    here = (name == bindparam("whose")) | ((name > bindparam("first")) & (name < bindparam("last")))
    return select(name).where(here).distinct()


def appealed(connection: Connection, person: str) -> int:
    """How many contest a measure and have no answer yet, up to MOST."""
    open_ = (statement.c.person == person) & statement.c.appealed_at.is_not(None) & statement.c.answered_at.is_(None)
    some = select(statement.c.id).where(open_).limit(MOST)
    return int(connection.scalar(select(func.count()).select_from(some.subquery())) or 0)


def hour(at: datetime, ago: timedelta) -> datetime:
    """The whole hour in which a span before a moment begins."""
    return (at - ago).replace(minute=0, second=0, microsecond=0)
