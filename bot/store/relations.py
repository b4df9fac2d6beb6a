"""How people stand to accounts: whom they follow, trust and no longer see."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, Update, bindparam, select, update

from bot.model.delivery import Status, Task
from bot.model.facts import Relation
from bot.store import asked, schema
from bot.store.rows import Row, by_person, insert, listed, listing, upsert


def of(connection: Connection, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Relation]:
    """For each (person, account): how the person stands to it, as last synchronised."""
    found = {}
    for person, accounts in by_person(keys).items():
        asks = {"whose": person, "listed": listing(connection, schema.relation.c.account, accounts)}
        for row in asked.mappings(connection, _relations(connection.dialect.name), asks):
            found[row["person"], row["account"]] = Relation(
                following=row["following"],
                followed_by=row["followed_by"],
                trusted=bool(row["trusted"]),
                muted=row["muted_by"] is not None,
                lifted=bool(row["lifted"]),
            )
    return found


@cache
def _relations(dialect: str) -> Select[Any]:
    table = schema.relation
    return select(table).where((table.c.person == bindparam("whose")) & listed(dialect, table.c.account))


def every(connection: Connection, person: str) -> list[Row]:
    """All relation rows of a person: account, following, trusted, muted_by, lifted."""
    return [*asked.mappings(connection, _standing(), {"whose": person})]


@cache
def _standing() -> Select[Any]:
    return select(schema.relation).where(schema.relation.c.person == bindparam("whose"))


def ours(connection: Connection, person: str) -> list[str]:
    """The accounts that we hold muted."""
    return asked.scalars(connection, _ours(), {"whose": person})


@cache
def _ours() -> Select[Any]:
    table = schema.relation.c
    return select(table.account).where((table.person == bindparam("whose")) & (table.muted_by == "us"))


def mutes(connection: Connection, keys: Iterable[tuple[str, str]]) -> None:
    """Note that we hold these (person, account) muted, or are about to."""
    rows = [
        {"person": person, "account": account, "trusted": False, "lifted": False, "muted_by": "us"}
        for person, account in keys
    ]
    upsert(connection, schema.relation, rows, change=("muted_by",))


def relate(connection: Connection, person: str, account: str, **known: bool | str | None) -> None:
    """Change what is known of how the person stands to an account: following, trusted, muted_by, lifted."""
    asks = {"whose": person, "who": account, **{f"now_{name}": value for name, value in known.items()}}
    if not asked.change(connection, _relating(*known), asks):
        blank = {"person": person, "account": account, "trusted": False, "lifted": False}
        insert(connection, schema.relation, [blank | known])


@cache
def _relating(*known: str) -> Update:
    table = schema.relation
    where = (table.c.person == bindparam("whose")) & (table.c.account == bindparam("who"))
    return update(table).where(where).values({name: bindparam(f"now_{name}") for name in known})


def acted_on(connection: Connection, person: str, statuses: Sequence[Status]) -> set[str]:
    """The authors on whom an action stands so."""
    asks = {"whose": person, "statuses": [one.value for one in statuses]}
    return set(asked.scalars(connection, _acted_on(), asks))


@cache
def _acted_on() -> Select[Any]:
    table = schema.delivery.c
    acts = (table.task == Task.ACT.value) & table.status.in_(bindparam("statuses", expanding=True))
    return select(table.subject).where((table.person == bindparam("whose")) & acts)
