"""Whom a person knows: those they follow, who follow them, whom they trust, and who wrote without ever hurting."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, or_, select

from bot.store import schema
from bot.store.rows import among

AT_ONCE = 5_000


class Known(NamedTuple):
    """Somebody as the person stands to them."""

    account: str
    """`Account.key`"""
    handle: str
    """Empty where it is not known."""
    following: bool
    trusted: bool


def known(connection: Connection, person: str) -> list[Known]:
    """All whom a person follows or trusts, or who are known to follow them."""
    table = schema.relation.c
    anyhow = or_(table.following.is_(True), table.followed_by.is_(True), table.trusted.is_(True))
    query = select(table.account, table.handle, table.following, table.trusted).where((table.person == person) & anyhow)
    return [
        Known(account, handle or "", bool(following), bool(trusted))
        for account, handle, following, trusted in connection.execute(query)
    ]


def kindly(connection: Connection, person: str, accounts: Sequence[str]) -> set[str]:
    """Which of these accounts wrote to the person, and no rule ever matched."""
    table, found = schema.author, set[str]()
    for start in range(0, len(accounts), AT_ONCE):
        some = among(connection, table.c.author, accounts[start : start + AT_ONCE])
        query = select(table.c.author).where((table.c.person == person) & (table.c.matches == 0) & some)
        found |= set(connection.scalars(query))
    return found
