"""Mentions that were kept before their authors' conduct was counted."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, bindparam, func, select, update

from bot.model.conduct import Level
from bot.store import schema
from bot.store.rows import place


class Uncounted(NamedTuple):
    """One version of a mention."""

    uri: str
    version: int
    exhibit: str


def some(connection: Connection, person: str, limit: int) -> list[Uncounted]:
    """So many of a person's, in the order in which they were judged."""
    table = schema.mention
    query = select(table.c.uri, table.c.version, table.c.exhibit).where(_of(person))
    found = connection.execute(query.order_by(table.c.decided_at, table.c.uri, table.c.version).limit(limit))
    return [Uncounted(*row) for row in found]


def left(connection: Connection, people: Iterable[str]) -> int:
    """How many there are of these people's."""
    table = schema.mention
    counts = (connection.scalar(select(func.count()).select_from(table).where(_of(person))) for person in people)
    return sum(count or 0 for count in counts)


def counted(connection: Connection, person: str, levels: Mapping[Uncounted, Level]) -> None:
    """Write what each of these weighs."""
    table = schema.mention
    key = (table.c.place == bindparam("at")) & (table.c.person == person) & (table.c.version == bindparam("of"))
    rows = [{"at": place(one.uri), "of": one.version, "weighs": int(level)} for one, level in levels.items()]
    connection.execute(update(table).where(key).values(level=bindparam("weighs")), rows)


def courses(connection: Connection, known: Mapping[tuple[str, str], bytes]) -> None:
    """Write what these authors did, by (person, author); authors of whom nothing is known stay so."""
    table = schema.author
    key = (table.c.person == bindparam("whose")) & (table.c.author == bindparam("who"))
    rows = [{"whose": person, "who": author, "did": course} for (person, author), course in known.items()]
    if rows:
        connection.execute(update(table).where(key).values(course=bindparam("did")), rows)


def _of(person: str) -> ColumnElement[bool]:
    return (schema.mention.c.person == person) & (schema.mention.c.level < 0)
