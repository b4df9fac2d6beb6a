"""Who was told what: alerts with the channels that they reached, and the mentions that they told."""

from datetime import datetime
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, bindparam, select

from bot.model.alert import Alert
from bot.model.delivery import Delivery, Status, Task
from bot.store import asked, outbox, schema
from bot.store.read import Kept, fitting, kept_of
from bot.store.rows import micros


def reached(connection: Connection, person: str, since: datetime) -> dict[str, set[str]]:
    """Alerts planned since then, by their ids, each with the channels on which they went or will go."""
    table = schema.delivery.c
    lost = (Status.CANCELLED.value, Status.REFUSED.value, Status.FAILED.value)
    whose = (table.person == person) & (table.task == Task.ALERT.value) & (table.planned_at >= micros(since))
    found: dict[str, set[str]] = {}
    for via, what in connection.execute(select(table.via, table.what).where(whose & table.status.not_in(lost))):
        found.setdefault(msgspec.json.decode(what, type=Alert).id, set()).add(via)
    return found


def told(connection: Connection, person: str, since: datetime) -> list[Kept]:
    """Mentions of severity low or more that were decided since then, and told by some alert."""
    asks = {"whose": person, "since": micros(since)}
    return [kept_of(row) for row in asked.mappings(connection, _told(), asks)]


@cache
def _told() -> Select[Any]:
    table = schema.mention.c
    lately = (table.person == bindparam("whose")) & (table.decided_at >= bindparam("since"))
    return fitting(lately & (table.severity > 0) & table.alert.is_not(None))


def deliveries(connection: Connection, alert: str) -> list[Delivery]:
    """All by which an alert goes to somebody, its updates among them."""
    table = schema.delivery.c
    return outbox.deliveries(connection, (table.id > f"{alert}:") & (table.id < f"{alert};"))
