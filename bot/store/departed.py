"""Accounts that were found to be gone, and since when: for a while a server still has what they wrote."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, select

from bot.store import asked, schema
from bot.store.rows import among, insert, listed, listing, micros, moment


def leave(connection: Connection, person: str, account: str, at: datetime) -> None:
    """Keep that it is gone, since when it was first found so; told again, it changes nothing unless it wrote since."""
    table, author = schema.handed.departed, schema.author.c
    wrote = select(author.last_at).where((author.author == account) & (author.person == person)).scalar_subquery()
    row = (table.c.person == person) & (table.c.account == account)
    connection.execute(delete(table).where(row & (table.c.at < wrote)))
    if connection.scalar(select(table.c.at).where(row)) is None:
        insert(connection, table, [{"person": person, "account": account, "at": micros(at)}])


def come_back(connection: Connection, person: str, account: str) -> None:
    """Keep that it is there again."""
    table = schema.handed.departed
    connection.execute(delete(table).where((table.c.person == person) & (table.c.account == account)))


def of(connection: Connection, person: str, accounts: Sequence[str]) -> dict[str, datetime]:
    """Those of these accounts that are gone, since when; not those that wrote since."""
    asks = {"whose": person, "listed": listing(connection, schema.author.c.author, accounts)}
    return {account: moment(at) for account, at in asked.rows(connection, _of(connection.dialect.name), asks)}


def forget(connection: Connection, person: str, accounts: Sequence[str]) -> None:
    """Let go of what is known of these."""
    table = schema.handed.departed
    connection.execute(delete(table).where((table.c.person == person) & among(connection, table.c.account, accounts)))


@cache
def _of(dialect: str) -> Select[Any]:
    table, author = schema.handed.departed.c, schema.author.c
    wrote = select(author.last_at).where((author.author == table.account) & (author.person == table.person))
    still = wrote.scalar_subquery() <= table.at
    whose = (table.person == bindparam("whose")) & listed(dialect, table.account)
    return select(table.account, table.at).where(whose & still)
