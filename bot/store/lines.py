"""The chain as people read it: backwards, some entries at a time, which costs the same however long it is; and what it
says of some events.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from bot.model.noun import Noun, micros
from bot.store import asked, schema, write
from bot.store.rows import Row, moment


class Line(Noun, frozen=True, kw_only=True):
    """What one entry says; whether it is what was sealed, `bot.audit` finds out."""

    number: int
    at: datetime
    event: str
    payload: Mapping[str, str | int]


def before(connection: Connection, person: str, number: int, most: int) -> list[Line]:
    """At most so many entries before this number, the newest first."""
    table = schema.entry.c
    query = select(table.number, table.at, table.event, table.payload).where(
        (table.person == person) & (table.number < number)
    )
    return _lines(connection.execute(query.order_by(table.number.desc()).limit(most)).mappings())


def one(connection: Connection, person: str, number: int) -> Line | None:
    """The entry of this number."""
    found = before(connection, person, number + 1, 1)
    return found[0] if found and found[0].number == number else None


def of_events(connection: Connection, person: str, events: Sequence[str], first: int = 1) -> list[Line]:
    """All entries of these events from a number on, in their order; what it costs grows with how many come after it."""
    table = schema.entry.c
    wanted = (table.person == person) & (table.number >= first) & table.event.in_(events)
    query = select(table.number, table.at, table.event, table.payload).where(wanted).order_by(table.number)
    return _lines(connection.execute(query).mappings())


def reached(connection: Connection, person: str, at: datetime) -> int:
    """The number of the first entry that was written at this moment or later; numbers grow with time."""
    wanted = micros(at)
    low, high = 1, write.head(connection, person).number + 1
    while low < high:
        middle = (low + high) // 2
        found = asked.scalar(connection, _at(), {"whose": person, "number": middle})
        if found is not None and found < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@cache
def _at() -> Select[Any]:
    table = schema.entry.c
    return select(table.at).where((table.person == bindparam("whose")) & (table.number == bindparam("number")))


def _lines(rows: Iterable[Row]) -> list[Line]:
    return [
        Line(number=row["number"], at=moment(row["at"]), event=row["event"], payload=row["payload"]) for row in rows
    ]
