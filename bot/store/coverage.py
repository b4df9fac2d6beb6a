"""When each source could see for each protected account, as rows; the last of a source grows."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, delete, func, select

from bot.evidence.coverage import Interval, thinned
from bot.model.mention import Via
from bot.model.noun import Noun
from bot.store import asked, schema
from bot.store.rows import Row, insert, micros, moment, upsert

MOST = 400
"""Rows of one source of one account; beyond it the older ones are joined, or dropped."""


class Place(Noun, frozen=True, kw_only=True):
    """Whose row it is: a source of a protected account."""

    person: str
    account: str
    source: str


def last(connection: Connection, place: Place) -> Interval | None:
    """The latest interval of a source; None before its first sign of life."""
    asks = {"whose": place.person, "which": place.account, "by": place.source}
    return next(map(_interval, asked.mappings(connection, _last(), asks)), None)


@cache
def _last() -> Select[Any]:
    table = schema.coverage
    of = (table.c.person == bindparam("whose")) & (table.c.account == bindparam("which"))
    query = select(table).where(of & (table.c.source == bindparam("by")))
    return query.order_by(table.c.since.desc()).limit(1)


def keep(connection: Connection, place: Place, one: Interval, before: Interval | None) -> None:
    """Write what became of the latest interval, `before`: it is longer, or another one follows it."""
    upsert(connection, schema.coverage, [_row(place, one)])
    if before is not None and before.since != one.since:
        _thin(connection, place)


def retract(connection: Connection, place: Place, since: datetime) -> None:
    """Claim nothing of a source after a moment."""
    table = schema.coverage
    rows = connection.execute(select(table).where(_of(place) & (table.c.until > micros(since)))).mappings().all()
    connection.execute(delete(table).where(_of(place) & (table.c.until > micros(since))))
    kept = (one for one in map(_interval, rows) if one.since < since)
    shorter = (Interval(since=one.since, until=since, by=one.by) for one in kept)
    insert(connection, table, _rows(place, shorter))


def every(connection: Connection, person: str, since: datetime | None = None) -> list[tuple[Place, Interval]]:
    """All intervals of a person, those that end after `since` if it is given, by account and source, in order."""
    asks = {"whose": person, "since": 0 if since is None else micros(since)}
    return [(_place(row), _interval(row)) for row in asked.mappings(connection, _every(), asks)]


@cache
def _every() -> Select[Any]:
    table = schema.coverage
    where = (table.c.person == bindparam("whose")) & (table.c.until >= bindparam("since"))
    return select(table).where(where).order_by(table.c.account, table.c.source, table.c.since)


def begun(connection: Connection, person: str) -> dict[str, datetime]:
    """When each account of a person was first seen, as far as it is remembered."""
    return {account: moment(since) for account, since in asked.rows(connection, _begun(), {"whose": person})}


@cache
def _begun() -> Select[Any]:
    table = schema.coverage.c
    query = select(table.account, func.min(table.since)).where(table.person == bindparam("whose"))
    return query.group_by(table.account)


def _thin(connection: Connection, place: Place) -> None:
    table = schema.coverage
    if int(connection.scalar(select(func.count()).select_from(table).where(_of(place))) or 0) <= MOST:
        return
    found = [_interval(row) for row in connection.execute(select(table).where(_of(place))).mappings()]
    connection.execute(delete(table).where(_of(place)))
    insert(connection, table, _rows(place, thinned(found, MOST)))


def _of(place: Place) -> ColumnElement[bool]:
    table = schema.coverage.c
    return (table.person == place.person) & (table.account == place.account) & (table.source == place.source)


def _rows(place: Place, intervals: Iterable[Interval]) -> list[dict[str, Any]]:
    return [_row(place, one) for one in intervals]


def _row(place: Place, one: Interval) -> dict[str, Any]:
    return {
        "person": place.person,
        "account": place.account,
        "source": place.source,
        "since": micros(one.since),
        "until": micros(one.until),
        "by": one.by.value,
    }


def _place(row: Row) -> Place:
    return Place(person=row["person"], account=row["account"], source=row["source"])


def _interval(row: Row) -> Interval:
    return Interval(since=moment(row["since"]), until=moment(row["until"]), by=Via(row["by"]))
