"""Who was told what: alerts with the channels that they reached, and the mentions that they told."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Select, bindparam, select

from bot.model.alert import Alert, AlertKind
from bot.model.delivery import Delivery, Status, Task
from bot.model.reason import Severity
from bot.store import asked, outbox, read, schema
from bot.store.mentioned import WAITING
from bot.store.read import Kept, fitting, kept_of
from bot.store.rows import among, micros, place
from bot.store.urgent import Urgent

LOST: Final = (Status.CANCELLED, Status.REFUSED, Status.FAILED)
NIGHT: Final = "night"
"""Why a delivery is cancelled whose mention another one tells in the morning."""
RINGING: Final = (AlertKind.MENTION.value, AlertKind.UPDATE.value, AlertKind.DIGEST.value)


def reached(connection: Connection, person: str, since: datetime) -> dict[str, set[str]]:
    """Alerts planned since then, by their ids, each with the channels on which they, or others instead of them, went or
    will go.
    """
    table = schema.delivery.c
    whose = (table.person == person) & (table.task == Task.ALERT.value) & (table.planned_at >= micros(since))
    query = select(table.via, table.what, table.status, table.cause).where(whose)
    found: dict[str, set[str]] = {}
    for via, what, status, cause in connection.execute(query):
        channels = found.setdefault(msgspec.json.decode(what, type=Alert).id, set())
        if Status(status) not in LOST or cause == NIGHT:
            channels.add(via)
    return found


def put_off(connection: Connection, person: str, via: str, now: datetime) -> list[Delivery]:
    """Alerts about mentions that wait for the quiet hours of a channel to end, in the order in which they came."""
    table = schema.delivery.c
    whose = (table.person == person) & (table.via == via) & (table.task == Task.ALERT.value)
    about = table.uri != ""
    waits = about & (table.status == Status.PLANNED.value) & (table.attempts == 0) & (table.due_at > micros(now))
    single = (
        table.kind.in_(RINGING) & (table.severity >= int(Severity.MEDIUM)) & (table.severity < int(Severity.URGENT))
    )
    found = outbox.deliveries(connection, whose & waits & single)
    return sorted(found, key=lambda one: (one.what.at if isinstance(one.what, Alert) else now, one.id))


def latest(connection: Connection, person: str, uris: Sequence[str]) -> list[Kept]:
    """The latest versions of these mentions."""
    table = schema.mention
    places = among(connection, table.c.place, [place(uri) for uri in uris])
    found = {one.uri: one for one in read.kept(connection, (table.c.person == person) & places)}
    return list(found.values())


def told(connection: Connection, person: str, since: datetime) -> list[Kept]:
    """Mentions of severity low or more that were decided since then, and told by some alert."""
    asks = {"whose": person, "since": micros(since)}
    return [kept_of(row) for row in asked.mappings(connection, _told(), asks)]


@cache
def _told() -> Select[Any]:
    table = schema.mention.c
    lately = (table.person == bindparam("whose")) & (table.decided_at >= bindparam("since"))
    return fitting(lately & (table.severity > 0) & (table.alert != WAITING))


def deliveries(connection: Connection, one: Urgent) -> list[Delivery]:
    """All by which an urgent alert goes to somebody, its updates among them."""
    table = schema.delivery.c
    since = (
        (table.person == one.person)
        & table.kind.in_([kind.value for kind in AlertKind])
        & (table.planned_at >= micros(one.at))
    )
    return outbox.deliveries(connection, since & table.id.startswith(f"{one.alert}:", autoescape=True))
