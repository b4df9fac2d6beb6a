"""Judged mentions with their sealed contents, the latest first, page by page: memory and locks last for one page."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, select, tuple_

from bot.evidence.exhibit import Sealed
from bot.store import schema
from bot.store.database import Store
from bot.store.rows import Row, micros

PAGE: Final = 500
SKEW: Final = timedelta(days=1)
"""How far the clock of a server may be ahead of ours: what it dated after a moment we may have judged before."""
Place = tuple[int, str, str]
"""When it was judged, its URI and its revision: a mention's place in one person's past."""


class Page(NamedTuple):
    """Some of a person's past."""

    contents: tuple[Sealed | None, ...]
    """None where the exhibit is not there at all; `wrapped` is empty where its key was destroyed."""
    last: Place
    """That of the earliest one."""


def count(connection: Connection, person: str, since: datetime | None) -> int:
    """How many mentions of a person were judged that happened since then, versions of one apart."""
    query = select(func.count()).select_from(schema.mention).where(_of(person, since))
    return int(connection.scalar(query) or 0)


def pages(store: Store, person: str, since: datetime | None = None, most: int | None = None) -> Iterator[Page]:
    """The past of a person since then, at most so many of the latest; each page is read in a view of its own.

    What is judged meanwhile comes before all that is left to read, and is left out.
    """
    before: Place | None = None
    left = most
    while left is None or left > 0:
        size = PAGE if left is None else min(PAGE, left)
        with store.reading() as connection:
            rows = connection.execute(_query(person, since, before, size)).mappings().all()
        if not rows:
            return
        last = rows[-1]
        before = (last["decided_at"], last["uri"], last["revision"])
        left = None if left is None else left - len(rows)
        yield Page(tuple(map(_sealed, rows)), before)


def _of(person: str, since: datetime | None) -> ColumnElement[bool]:
    table = schema.mention
    where = table.c.person == person
    if since is None:
        return where
    return where & (table.c.received_at >= micros(since)) & (table.c.decided_at >= micros(since - SKEW))


def _query(person: str, since: datetime | None, before: Place | None, size: int) -> Select[tuple[object, ...]]:
    table, box, key = schema.mention, schema.exhibit, schema.exhibit_key
    place = (table.c.decided_at, table.c.uri, table.c.revision)
    found = table.outerjoin(box, table.c.exhibit == box.c.id).outerjoin(key, box.c.id == key.c.id)
    query = select(*place, box.c.id, box.c.box, box.c.digest, box.c.size, key.c.wrapped).select_from(found)
    query = query.where(_of(person, since)).order_by(*(column.desc() for column in place)).limit(size)
    if before is None:
        return query
    return query.where(table.c.decided_at <= before[0]).where(tuple_(*place) < before)


def _sealed(row: Row) -> Sealed | None:
    if row["id"] is None:
        return None
    return Sealed(id=row["id"], box=row["box"], wrapped=row["wrapped"] or b"", digest=row["digest"], size=row["size"])
