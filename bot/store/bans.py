"""What people wrote down of cases: what is forbidden to whom, and what came by letter or by telephone."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select, update

from bot.model.conduct import Level
from bot.model.noun import Noun
from bot.store import asked, schema
from bot.store.rows import insert, listed, listing, micros, moment, upsert


class Restriction(Noun, frozen=True, kw_only=True):
    """What a court or a platform forbids to the person behind an account."""

    person: str
    account: str
    """`Account.key`"""
    kind: str
    """court_ban, platform_ban"""
    since: datetime
    until: datetime
    by: str
    at: datetime
    """When it was written down."""


class Noted(Noun, frozen=True, kw_only=True):
    """Something that was done by means which the shield does not see."""

    person: str
    case: str
    exhibit: str
    """Where the words of whoever noted it stand, sealed."""
    happened_at: datetime
    means: str
    level: Level
    by: str
    at: datetime


def restrictions(connection: Connection, person: str, accounts: Sequence[str]) -> list[Restriction]:
    """What is, was or will be forbidden to these accounts, the earliest first."""
    asks = {"whose": person, "listed": listing(connection, schema.restriction.c.account, accounts)}
    rows = asked.mappings(connection, _restrictions(connection.dialect.name), asks)
    moments = ("since", "until", "at")
    return [Restriction(**(row | {name: moment(row[name]) for name in moments})) for row in rows]


@cache
def _restrictions(dialect: str) -> Select[Any]:
    table = schema.restriction
    query = select(table).where((table.c.person == bindparam("whose")) & listed(dialect, table.c.account))
    return query.order_by(table.c.since, table.c.account, table.c.kind)


def notes(connection: Connection, person: str, cases: Sequence[str]) -> list[Noted]:
    """What was noted in these cases, in the order in which it happened."""
    asks = {"whose": person, "listed": listing(connection, schema.noted.c.case, cases)}
    return [
        Noted(
            person=person,
            case=row["case"],
            exhibit=row["exhibit"],
            happened_at=moment(row["happened_at"]),
            means=row["means"],
            level=Level(row["level"]),
            by=row["by"],
            at=moment(row["at"]),
        )
        for row in asked.mappings(connection, _notes(connection.dialect.name), asks)
    ]


@cache
def _notes(dialect: str) -> Select[Any]:
    table = schema.noted
    query = select(table).where((table.c.person == bindparam("whose")) & listed(dialect, table.c.case))
    return query.order_by(table.c.happened_at, table.c.exhibit)


def restrict(connection: Connection, ban: Restriction) -> None:
    """Write a restriction down, or change its end."""
    row = {
        "person": ban.person,
        "account": ban.account,
        "kind": ban.kind,
        "since": micros(ban.since),
        "until": micros(ban.until),
        "by": ban.by,
        "at": micros(ban.at),
    }
    upsert(connection, schema.restriction, [row])


def note(connection: Connection, one: Noted) -> None:
    """Write down what the shield did not see."""
    row = {
        "person": one.person,
        "exhibit": one.exhibit,
        "case": one.case,
        "happened_at": micros(one.happened_at),
        "means": one.means,
        "level": int(one.level),
        "by": one.by,
        "at": micros(one.at),
    }
    insert(connection, schema.noted, [row])


def hand_over(connection: Connection, person: str, case: str, to: str) -> None:
    """Let what was noted in one case stand in another."""
    table = schema.noted
    where = (table.c.person == person) & (table.c.case == case)
    connection.execute(update(table).where(where).values(case=to))
