"""Who wrote to whom, and what is known of them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, select

from bot.model.course import EMPTY
from bot.model.facts import History
from bot.store import asked, schema
from bot.store.rows import by_person, listed, listing, moment, unpack


class Past(NamedTuple):
    """What is known of one author."""

    history: History = History()
    matched: datetime | None = None
    """When a rule last found something in a text of theirs; what stands beside one counts for nothing here."""
    course: bytes = EMPTY
    """What they did, day by day (model/course)."""
    told_name: str = ""
    """The pseudonym of the display name in which a rule found something last; empty: in none."""


def histories(connection: Connection, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Past]:
    """For each (person, author): what is known of them."""
    found = {}
    for person, authors in by_person(keys).items():
        asks = {"whose": person, "listed": listing(connection, schema.author.c.author, authors)}
        rows = asked.rows(connection, _histories(connection.dialect.name), asks)
        for author, mentions, matches, first, last, matched, recent, course, told in rows:
            history = History(
                mentions=mentions,
                matches=matches,
                first_at=moment(first),
                last_at=moment(last),
                recent=unpack(recent),
            )
            at = moment(matched) if matched else None
            found[person, author] = Past(history, at, bytes(course) or EMPTY, told)
    return found


@cache
def _histories(dialect: str) -> Select[Any]:
    table = schema.author.c
    counted = table.mentions, table.matches, table.first_at, table.last_at, table.matched_at
    columns = table.author, *counted, table.recent, table.course
    return select(*columns, table.told_name).where((table.person == bindparam("whose")) & listed(dialect, table.author))


def latest(connection: Connection, limit: int) -> list[str]:
    """`Account.key` of those who wrote to anybody protected, the latest first."""
    table = schema.author
    return list(connection.scalars(select(table.c.author).order_by(table.c.last_at.desc()).limit(limit)))


def knowing(connection: Connection, account: str) -> list[str]:
    """The people to whom this account has written."""
    return asked.scalars(connection, _knowing(), {"who": account})


@cache
def _knowing() -> Select[Any]:
    return select(schema.author.c.person).where(schema.author.c.author == bindparam("who"))


def every(connection: Connection, person: str) -> Iterator[str]:
    """All accounts of which anything is counted for a person; there may be a million."""
    table = schema.author.c
    yield from connection.scalars(select(table.author).where(table.person == person).order_by(table.author))
