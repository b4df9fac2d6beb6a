"""Which accounts came by the same mailbox or network, as keys; each function within one transaction of its caller."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, func, select, update

from bot.model.community import Kin
from bot.signals.kin import Key
from bot.store import asked
from bot.store.moderated import kin as table
from bot.store.rows import listed, listing, micros, upsert


def keep(connection: Connection, person: str, account: str, keys: Iterable[Key], now: datetime) -> None:
    """Note by what an account came; of who is suspended, that it is, stands by all of it."""
    theirs = select(table.c.account).where((table.c.person == person) & (table.c.account == account))
    known = connection.scalar(theirs.where(table.c.suspended.is_(True)).limit(1)) is not None
    row = {"person": person, "account": account, "at": micros(now), "suspended": known}
    upsert(connection, table, [{**row, **one._asdict()} for one in keys], change=("at",))


def suspended(connection: Connection, person: str, account: str, *, yes: bool) -> None:
    """Note that an account is suspended, or no more."""
    theirs = (table.c.person == person) & (table.c.account == account)
    connection.execute(update(table).where(theirs).values(suspended=yes))


def of(connection: Connection, person: str, accounts: Sequence[str]) -> Mapping[str, Kin]:
    """How many suspended accounts share anything with each of these, of those with which any does: numbers alone."""
    asks = {"whose": person, "listed": listing(connection, table.c.account, accounts)}
    found: dict[str, dict[str, int]] = {}
    for account, kind, count in asked.rows(connection, _shared(connection.dialect.name), asks):
        found.setdefault(account, {})[kind] = int(count)
    return {account: Kin(**counts) for account, counts in found.items()}


@cache
def _shared(dialect: str) -> Select[Any]:
    one, other = table.alias(), table.alias()
    same = (one.c.person == other.c.person) & (one.c.kind == other.c.kind) & (one.c.key == other.c.key)
    both = one.join(other, same & (one.c.account != other.c.account) & other.c.suspended.is_(True))
    here = (one.c.person == bindparam("whose")) & listed(dialect, one.c.account)
    query = select(one.c.account, one.c.kind, func.count(other.c.account.distinct())).select_from(both).where(here)
    return query.group_by(one.c.account, one.c.kind)


def forget_before(connection: Connection, person: str, before: datetime) -> None:
    """Let go of what came before a moment, but for those who are suspended."""
    old = (table.c.person == person) & (table.c.at < micros(before)) & table.c.suspended.is_(False)
    connection.execute(delete(table).where(old))
