"""What clocks must know of what the accounts of a case wrote, and no more of it than the time that is asked for."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, select, true

from bot.model.reason import Reason
from bot.store import departed, schema
from bot.store.proposals import NEVER
from bot.store.rows import Row, among, micros, moment, place

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
    table = schema.mention.c
    within = _theirs(connection, person, accounts) & table.received_at.between(micros(since), micros(until))
    rows = connection.execute(select(schema.mention).where(within).order_by(table.received_at, table.place))
    return [_written(row) for row in rows.mappings()]


def latest(connection: Connection, person: str, accounts: Sequence[str], until: datetime = NEVER) -> list[Written]:
    """The last thing that they wrote until then; nothing where they wrote nothing."""
    table = schema.mention.c
    query = select(schema.mention).where(_theirs(connection, person, accounts) & (table.received_at <= micros(until)))
    rows = connection.execute(query.order_by(table.received_at.desc(), table.place).limit(1))
    return [_written(row) for row in rows.mappings()]


def gone(
    connection: Connection, person: str, accounts: Sequence[str], since: datetime, until: datetime
) -> list[Written]:
    """What was found to be gone between two moments, however long before it was written; of an account that is gone
    with all it wrote, the last thing.
    """
    table = schema.mention.c
    within = _theirs(connection, person, accounts) & table.deleted_at.between(micros(since), micros(until))
    rows = connection.execute(select(schema.mention).where(within).order_by(table.deleted_at, table.place))
    left = departed.of(connection, person, accounts)
    with_all = (
        one._replace(gone=at)
        for account, at in left.items()
        if since <= at <= until
        for one in latest(connection, person, [account], at)
    )
    return [*map(_written, rows.mappings()), *with_all]


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


def _theirs(connection: Connection, person: str, accounts: Sequence[str]) -> ColumnElement[bool]:
    table = schema.mention.c
    whose = among(connection, table.author, accounts) & (table.person == person)
    return whose & (table.in_case == true()) & (table.version == FIRST)


def _written(row: Row) -> Written:
    return Written(
        uri=row["uri"],
        at=moment(row["received_at"]),
        platform=row["platform"],
        reasons=tuple(map(Reason, json.loads(row["reasons"]))),
        gone=None if row["deleted_at"] is None else moment(row["deleted_at"]),
    )
