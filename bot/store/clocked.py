"""What clocks must know of what the accounts of a case wrote, and no more of it than the time that is asked for."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, bindparam, select, true

from bot.model.reason import Reason
from bot.store import asked, departed, schema
from bot.store.proposals import NEVER
from bot.store.rows import Row, listed, listing, micros, moment, place

FIRST: Final = 1
"""The version that was published first."""


class Written(NamedTuple):
    """One mention, as it was first published."""

    uri: str
    at: datetime
    platform: str
    reasons: tuple[Reason, ...]
    gone: datetime | None
    """When it, or its author's account, was found to be gone."""


def written(
    connection: Connection, person: str, accounts: Sequence[str], since: datetime, until: datetime
) -> list[Written]:
    """What they wrote between two moments, in the order of time."""
    asks = _of(connection, person, accounts) | {"since": micros(since), "until": micros(until)}
    return [*map(_written, asked.mappings(connection, _between(connection.dialect.name), asks))]


def latest(connection: Connection, person: str, accounts: Sequence[str], until: datetime = NEVER) -> list[Written]:
    """The last thing that they wrote until then; nothing where they wrote nothing."""
    asks = _of(connection, person, accounts) | {"until": micros(until)}
    return [*map(_written, asked.mappings(connection, _latest(connection.dialect.name), asks))]


def gone(
    connection: Connection, person: str, accounts: Sequence[str], since: datetime, until: datetime
) -> list[Written]:
    """What was found to be gone between two moments, however long before it was written; of an account that is gone
    with all it wrote, the last thing.
    """
    asks = _of(connection, person, accounts) | {"since": micros(since), "until": micros(until)}
    rows = asked.mappings(connection, _gone(connection.dialect.name), asks)
    left = departed.of(connection, person, accounts)
    with_all = (
        one._replace(gone=at)
        for account, at in left.items()
        if since <= at <= until
        for one in latest(connection, person, [account], at)
    )
    return [*map(_written, rows), *with_all]


def first(connection: Connection, person: str, uri: str) -> list[Written]:
    """One mention, as it was first published; nothing where it is not theirs."""
    table = schema.mention.c
    one = (table.place == place(uri)) & (table.person == person) & (table.version == FIRST)
    rows = connection.execute(select(schema.mention).where(one)).mappings().all()
    left = departed.of(connection, person, [row["author"] for row in rows])
    return [_with_author(_written(row), left.get(row["author"])) for row in rows]


def _with_author(one: Written, left: datetime | None) -> Written:
    """Gone with its author's account, unless it went before."""
    return one if left is None or left < one.at else one._replace(gone=min(one.gone or left, left))


def _of(connection: Connection, person: str, accounts: Sequence[str]) -> dict[str, Any]:
    return {"whose": person, "listed": listing(connection, schema.mention.c.author, accounts)}


@cache
def _between(dialect: str) -> Select[Any]:
    table = schema.mention.c
    within = table.received_at.between(bindparam("since"), bindparam("until"))
    return _theirs(dialect).where(within).order_by(table.received_at, table.place)


@cache
def _latest(dialect: str) -> Select[Any]:
    table = schema.mention.c
    query = _theirs(dialect).where(table.received_at <= bindparam("until"))
    return query.order_by(table.received_at.desc(), table.place).limit(1)


@cache
def _gone(dialect: str) -> Select[Any]:
    table = schema.mention.c
    within = table.deleted_at.between(bindparam("since"), bindparam("until"))
    return _theirs(dialect).where(within).order_by(table.deleted_at, table.place)


def _theirs(dialect: str) -> Select[Any]:
    table = schema.mention.c
    whose: ColumnElement[bool] = listed(dialect, table.author) & (table.person == bindparam("whose"))
    said = select(table.uri, table.received_at, table.platform, table.reasons, table.deleted_at)
    return said.where(whose & (table.in_case == true()) & (table.version == FIRST))


def _written(row: Row) -> Written:
    return Written(
        uri=row["uri"],
        at=moment(row["received_at"]),
        platform=row["platform"],
        reasons=tuple(map(Reason, json.loads(row["reasons"]))),
        gone=None if row["deleted_at"] is None else moment(row["deleted_at"]),
    )
