"""What the lists that people follow say of somebody, as rows that are asked while a mention waits."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, func, select

from bot.blocklists.blocklist import Origin
from bot.blocklists.change import APPLIED, Policy, Type
from bot.blocklists.subscription import WEIGHT
from bot.model.reason import Severity
from bot.store import asked, given
from bot.store.rows import listed, listing, micros

AT_ONCE = 10_000


class Read(NamedTuple):
    """A list of others of which a version holds."""

    person: str
    id: str
    slug: str
    newest: str
    """The latest change of it that is kept: another one while a version is being written."""


def read(connection: Connection) -> list[Read]:
    """All of them."""
    table = given.blocklist.c
    here = (table.origin == Origin.FOREIGN.value) & table.closed_at.is_(None) & (table.version > 0)
    last = select(func.max(given.listing.c.change)).where(given.listing.c.list == table.id).scalar_subquery()
    query = select(table.person, table.id, table.slug, func.coalesce(last, "")).where(here).order_by(table.id)
    return [Read(*row) for row in connection.execute(query)]


def keys(connection: Connection, lists: Sequence[str]) -> Iterator[str]:
    """Whom these lists recommend anything against, by `Entity.key`."""
    table = given.listing.c
    query = select(table.key).where(
        table.list.in_(lists)
        & (table.type == Type.RECOMMENDATION.value)
        & table.policy.in_([one.value for one in APPLIED])
    )
    yield from connection.scalars(query, execution_options={"yield_per": AT_ONCE})


def naming(connection: Connection, person: str, names: Sequence[str], now: datetime) -> list[tuple[str, str, Severity]]:
    """Which of a person's lists say anything against these (`Entity.key`) still: (name, id of the list, how severe)."""
    asks = {"whose": person, "listed": listing(connection, given.listing.c.key, names), "now": micros(now)}
    return [
        (key, list_, Severity(severity) or WEIGHT[Policy(policy)])
        for key, list_, severity, policy in asked.rows(connection, _naming(connection.dialect.name), asks)
    ]


def spared(connection: Connection, person: str, names: Sequence[str]) -> set[tuple[str, str]]:
    """Which of these the person exempted: (name, id of the list; empty for all)."""
    asks = {"whose": person, "listed": listing(connection, given.exempt.c.key, names)}
    return {(key, list_) for key, list_ in asked.rows(connection, _spared(connection.dialect.name), asks)}


@cache
def _naming(dialect: str) -> Select[Any]:
    table = given.listing.c
    applies = (table.type == Type.RECOMMENDATION.value) & table.policy.in_([one.value for one in APPLIED])
    here = table.kind.in_(["actor", "domain"]) & listed(dialect, table.key) & (table.person == bindparam("whose"))
    still = table.expires_at.is_(None) | (table.expires_at > bindparam("now"))
    return select(table.key, table.list, table.severity, table.policy).where(here & applies & still)


@cache
def _spared(dialect: str) -> Select[Any]:
    table = given.exempt.c
    return select(table.key, table.list).where((table.person == bindparam("whose")) & listed(dialect, table.key))
