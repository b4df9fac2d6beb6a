"""Mentions that were held for a human, and what people said of them."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, bindparam, delete, func, select

from bot.model.noun import Noun
from bot.store import asked, doors, schema
from bot.store.rows import Row, among, micros, moment, place, upsert

MOST: Final = 10_000
"""Up to which it is counted how many wait: beyond it, a number is of no more use."""
HANDED: Final = "handed"
"""Said of a mention that still waits, for one seat first."""
Version = tuple[str, int]
"""A mention's URI, and the number of its version."""


class Said(Noun, frozen=True, kw_only=True):
    """What somebody said of a mention that was held."""

    person: str
    uri: str
    version: int
    said: str
    """`agreed`, `harmless`, `muted`, `blocked`, `reported`, `concealed`, `trusted`, `later`, `handed`"""
    to: str = ""
    """The id of the seat to which it was handed."""
    until: datetime | None = None
    """Until when it is put off, or waits for that seat alone; None for good."""
    by: str
    at: datetime


def waiting(connection: Connection, person: str, now: datetime) -> int:
    """How many wait, up to MOST."""
    found = asked.scalar(connection, _waiting(), {"whose": person, "now": micros(now), "most": MOST})
    return int(found or 0)


@cache
def _waiting() -> Select[Any]:
    table = schema.mention.c
    open_ = select(table.place).where((table.person == bindparam("whose")) & unsaid())
    return select(func.count()).select_from(open_.limit(bindparam("most")).subquery())


def unsaid() -> ColumnElement[bool]:
    """Of mentions: that they are held, and nobody said anything of them for good; `now` is a parameter."""
    table, said = schema.mention.c, doors.reviewed.c
    settled = (said.said != HANDED) & (said.until.is_(None) | (said.until > bindparam("now")))
    return table.review & ~select(said.place).where(_same() & settled).exists()


def elsewhere() -> ColumnElement[bool]:
    """Of mentions: that they were handed to another seat than `seat`, for now."""
    said = doors.reviewed.c
    handed = (said.said == HANDED) & (said.to != bindparam("seat")) & (said.until > bindparam("now"))
    return select(said.place).where(_same() & handed).exists()


def _same() -> ColumnElement[bool]:
    table, said = schema.mention.c, doors.reviewed.c
    return (said.person == table.person) & (said.place == table.place) & (said.version == table.version)


def said(connection: Connection, person: str, uris: Sequence[str]) -> dict[Version, Said]:
    """What was said last of the versions of these mentions."""
    table = doors.reviewed
    by_place = {place(uri): uri for uri in uris}
    where = (table.c.person == person) & among(connection, table.c.place, list(by_place))
    rows = connection.execute(select(table).where(where)).mappings()
    found = [_said(row, by_place[row["place"]]) for row in rows]
    return {(one.uri, one.version): one for one in found}


def together(connection: Connection, person: str, by: str, at: datetime) -> list[tuple[str, int]]:
    """Where what somebody decided at one moment is found: (place, version)."""
    table = doors.reviewed.c
    same = (table.person == person) & (table.by == by) & (table.at == micros(at))
    return [(name, version) for name, version in connection.execute(select(table.place, table.version).where(same))]


def say(connection: Connection, some: Sequence[Said]) -> None:
    """Write what somebody said."""
    rows = [
        {
            "person": one.person,
            "place": place(one.uri),
            "version": one.version,
            "said": one.said,
            "to": one.to,
            "until": None if one.until is None else micros(one.until),
            "by": one.by,
            "at": micros(one.at),
        }
        for one in some
    ]
    upsert(connection, doors.reviewed, rows)


def unsay(connection: Connection, one: Said) -> None:
    """Let it wait again, as if nobody had said anything."""
    table = doors.reviewed
    same = (table.c.place == place(one.uri)) & (table.c.version == one.version)
    connection.execute(delete(table).where((table.c.person == one.person) & same))


def _said(row: Row, uri: str) -> Said:
    return Said(
        person=row["person"],
        uri=uri,
        version=row["version"],
        said=row["said"],
        to=row["to"],
        until=None if row["until"] is None else moment(row["until"]),
        by=row["by"],
        at=moment(row["at"]),
    )
