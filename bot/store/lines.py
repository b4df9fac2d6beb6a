"""The chain as people read it: backwards, some entries at a time; it costs the same however long the chain is."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, select

from bot.model.noun import Noun, micros
from bot.store import schema, write
from bot.store.rows import moment


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
    rows = connection.execute(query.order_by(table.number.desc()).limit(most)).mappings()
    return [
        Line(number=row["number"], at=moment(row["at"]), event=row["event"], payload=row["payload"]) for row in rows
    ]


def one(connection: Connection, person: str, number: int) -> Line | None:
    """The entry of this number."""
    found = before(connection, person, number + 1, 1)
    return found[0] if found and found[0].number == number else None


def reached(connection: Connection, person: str, at: datetime) -> int:
    """The number of the first entry that was written at this moment or later; numbers grow with time."""
    table, wanted = schema.entry.c, micros(at)
    low, high = 1, write.head(connection, person).number + 1
    while low < high:
        middle = (low + high) // 2
        found = connection.scalar(select(table.at).where((table.person == person) & (table.number == middle)))
        if found is not None and found < wanted:
            low = middle + 1
        else:
            high = middle
    return low
