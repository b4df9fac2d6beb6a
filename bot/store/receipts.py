"""Which reports that come to a desk were sent by a shield of ours; within one transaction of its caller."""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, select

from bot.model.delivery import Status, Task
from bot.store import asked, schema
from bot.store.flags import Filed
from bot.store.rows import listed, listing


class Sent(NamedTuple):
    """A report that a shield sent."""

    delivery: str
    person: str
    subject: str
    via: str
    """`Account.key` of who sent it."""


def own(connection: Connection, every: Sequence[Filed]) -> dict[str, Sent]:
    """Those of these reports that a person's shield sent, by their ids: such an id is what the platform gave back for a
    report of theirs about the same account, made by the same, where it is known who made it.
    """
    found: dict[str, Sent] = {}
    if not every:
        return found
    wanted = {one.id: one for one in every}
    asks = {"listed": listing(connection, schema.delivery.c.subject, [one.subject for one in every])}
    for receipt, *rest in asked.rows(connection, _sent(connection.dialect.name), asks):
        sent, flag = Sent(*rest), wanted.get(receipt)
        if flag is not None and flag.subject == sent.subject and flag.reporter in {"", sent.via}:
            found[receipt] = sent
    return found


@cache
def _sent(dialect: str) -> Select[Any]:
    table = schema.delivery.c
    people = select(schema.person.c.name)  # for the index, which begins with them
    report = (table.kind == "report") & (table.task == Task.ACT.value) & (table.status == Status.DONE.value)
    about = table.person.in_(people) & listed(dialect, table.subject)
    return select(table.receipt, table.id, table.person, table.subject, table.via).where(about & report)


def whose(connection: Connection, deliveries: Sequence[str]) -> dict[str, tuple[str, str]]:
    """(person, account that is reported) of deliveries, by id."""
    asks = {"listed": listing(connection, schema.delivery.c.id, deliveries)}
    rows = asked.rows(connection, _whose(connection.dialect.name), asks) if deliveries else []
    return {id_: (person, subject) for id_, person, subject in rows}


@cache
def _whose(dialect: str) -> Select[Any]:
    table = schema.delivery.c
    return select(table.id, table.person, table.subject).where(listed(dialect, table.id))
