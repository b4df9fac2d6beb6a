"""What members of a community take, by day: numbers alone; each function within one transaction of its caller."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Insert, Select, bindparam, delete, func, select

from bot.model.noun import EPOCH
from bot.store import asked, driver
from bot.store.moderated import toll as table

DAY = timedelta(days=1)


class Toll(NamedTuple):
    """What came to a member."""

    noticed: int = 0
    """All that was written to them in public."""
    hostile: int = 0
    """What a rule matched."""
    urgent: int = 0


def day(at: datetime) -> int:
    """The day of a moment: days since 1970 UTC."""
    return (at - EPOCH) // DAY


def add(connection: Connection, person: str, tolls: Mapping[tuple[str, int], Toll]) -> None:
    """Count these too, by member (`Account.key`) and day."""
    for (member, when), one in tolls.items():
        row = {"person": person, "member": member, "day": when, **one._asdict()}
        asked.change(connection, _adding(connection.dialect.name), row)


@cache
def _adding(dialect: str) -> Insert:
    named: dict[str, Any] = {column.name: bindparam(column.name) for column in table.c}
    statement = driver.inserting(dialect, table).values(named)
    more = {one: table.c[one] + statement.excluded[one] for one in Toll._fields}
    return statement.on_conflict_do_update(index_elements=["person", "member", "day"], set_=more)


def most(connection: Connection, person: str, since_day: int, limit: int) -> list[tuple[str, Toll]]:
    """The members who took most since a day, with all that they took."""
    asks = {"whose": person, "since": since_day, "most": limit}
    return [(member, Toll(*map(int, counted))) for member, *counted in asked.rows(connection, _most(), asks)]


@cache
def _most() -> Select[Any]:
    sums = [func.sum(table.c[name]).label(name) for name in Toll._fields]
    query = select(table.c.member, *sums).where(
        (table.c.person == bindparam("whose")) & (table.c.day >= bindparam("since")) & (table.c.hostile > 0)
    )
    ordered = query.group_by(table.c.member).order_by(sums[1].desc(), sums[2].desc(), table.c.member)
    return ordered.limit(bindparam("most"))


def forget(connection: Connection, person: str, members: Sequence[str]) -> None:
    """Count nothing of these any more."""
    connection.execute(delete(table).where((table.c.person == person) & table.c.member.in_(members)))
