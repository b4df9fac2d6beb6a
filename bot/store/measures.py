"""Measures of some kinds, the latest first, as they stand in the outbox."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import Connection, select

from bot.model.delivery import Delivery, Task
from bot.store import schema
from bot.store.outbox import delivery_of

SERVER: Final = "domain:"
"""Begins what stands in the place of an account where a measure is about a server."""


def latest(connection: Connection, person: str, kinds: Collection[str], limit: int) -> list[Delivery]:
    """Those of a community, done or not."""
    table = schema.delivery.c
    here = (table.person == person) & table.kind.in_(kinds) & (table.task == Task.ACT.value)
    query = select(schema.delivery).where(here).order_by(table.planned_at.desc(), table.id).limit(limit)
    return [delivery_of(row) for row in connection.execute(query).mappings()]
