"""Measures as they were done: what the chain says of them in a span of time, and which were ordered together."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.model.community import DESK, desk_of
from bot.model.delivery import Delivery, Task
from bot.store import outbox, schema
from bot.store.rows import micros, moment


def told(
    connection: Connection, person: str, since: datetime, until: datetime, events: Collection[str]
) -> Iterator[tuple[datetime, str, Mapping[str, Any]]]:
    """Entries of these events in a chain, from `since` and before `until`: (when, event, what it says), in order."""
    entry = schema.entry.c
    within = (entry.person == person) & (entry.at >= micros(since)) & (entry.at < micros(until))
    query = select(entry.at, entry.event, entry.payload).where(within & entry.event.in_(list(events)))
    for at, event, payload in connection.execute(query.order_by(entry.number)):
        yield moment(at), event, payload


def together(connection: Connection) -> Iterator[tuple[str, str, datetime]]:
    """What desks were ordered in one transaction: (community, rule, when)."""
    table = schema.delivery.c
    ours = (table.task == Task.ACT.value) & table.via.startswith(DESK, autoescape=True)
    query = select(table.person, table.rule, table.planned_at).where(ours).distinct()
    for person, rule, at in connection.execute(query):
        yield person, rule, moment(at)


def ordered(connection: Connection, person: str, rule: str, at: datetime) -> list[Delivery]:
    """What a community's desk was ordered by a rule, or by hand, at one moment."""
    table = schema.delivery.c
    ours = (table.task == Task.ACT.value) & (table.via == desk_of(person)) & (table.person == person)
    return outbox.deliveries(connection, ours & (table.rule == rule) & (table.planned_at == micros(at)))
