"""The outbox: deliveries as they stand, what is due, and how each ended."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, Connection, case, func, select, update

from bot.model.action import SHELTERS, Order, Prior, kind_of
from bot.model.alert import Alert
from bot.model.decision import Hold
from bot.model.delivery import BESIDE, Delivery, Status, Task
from bot.model.reason import Severity
from bot.store import schema
from bot.store.rows import Row, among, insert, micros, moment, storable

RAISED: Final = tuple(str(one.__struct_config__.tag) for one in SHELTERS)
"""What aims at nobody, and weighs on no budget."""


def plan(connection: Connection, deliveries: Sequence[Delivery]) -> None:
    """Put deliveries into the outbox."""
    insert(connection, schema.delivery, [row(one) for one in deliveries])


def settle(connection: Connection, one: Delivery) -> None:
    """Write how a delivery stands now."""
    table = schema.delivery
    connection.execute(
        update(table)
        .where(table.c.id == one.id)
        .values(
            status=one.status.value,
            hold=one.hold.value if one.hold else None,
            due_at=micros(one.due_at),
            attempts=one.attempts,
            prior=_json(one.prior),
            receipt=one.receipt,
            trouble=storable(one.trouble)[:300],
            cause=one.cause,
        )
    )


def reword(connection: Connection, one: Delivery) -> None:
    """Write how a delivery stands now, with what it says."""
    table = schema.delivery
    what = msgspec.json.encode(one.what).decode()
    connection.execute(update(table).where(table.c.id == one.id).values(what=what))
    settle(connection, one)


def spent(connection: Connection, person: str, first: datetime, last: datetime) -> list[tuple[datetime, Severity]]:
    """Automatic actions on somebody planned because of mentions from `first` to `last`, by event time."""
    table = schema.delivery
    automatic = (table.c.task == Task.ACT.value) & table.c.hold.is_(None) & table.c.kind.not_in(RAISED)
    within = table.c.happened_at.between(micros(first), micros(last))
    query = select(table.c.happened_at, table.c.severity).where((table.c.person == person) & automatic & within)
    return [(moment(at), Severity(severity)) for at, severity in connection.execute(query)]


def alerts_since(
    connection: Connection, person: str, since: datetime, kinds: Sequence[str]
) -> list[tuple[str, datetime, Severity]]:
    """Alerts of these kinds planned since then: (alert id, when, severity), each once, oldest first."""
    table = schema.delivery
    query = (
        select(table.c.what)
        .where((table.c.person == person) & (table.c.task == Task.ALERT.value) & (table.c.planned_at > micros(since)))
        .where(table.c.kind.in_(kinds))
        .order_by(table.c.planned_at, table.c.id)
    )
    found = {}
    for (what,) in connection.execute(query):
        alert = msgspec.json.decode(what, type=Alert)
        found[alert.id] = (alert.id, alert.at, alert.severity)
    return list(found.values())


def due(connection: Connection, now: datetime, limit: int, busy: Collection[str] = ()) -> list[Delivery]:
    """What is to be performed now, worst first, but for those that go by a way which is busy."""
    table = schema.delivery
    planned = (table.c.status == Status.PLANNED.value) & (table.c.due_at <= micros(now))
    lane = table.c.via + case((table.c.task == Task.FOLLOW_UP.value, BESIDE), else_="")
    return deliveries(connection, planned & lane.not_in(busy), limit=limit)


def next_due(connection: Connection) -> datetime | None:
    """When the next planned delivery is due."""
    table = schema.delivery
    value = connection.scalar(select(func.min(table.c.due_at)).where(table.c.status == Status.PLANNED.value))
    return None if value is None else moment(value)


def deliveries(connection: Connection, where: ColumnElement[bool], limit: int = 10_000) -> list[Delivery]:
    """Deliveries that fit, worst first."""
    table = schema.delivery
    query = select(table).where(where).order_by(table.c.severity.desc(), table.c.due_at, table.c.id).limit(limit)
    return [delivery_of(row) for row in connection.execute(query).mappings()]


def with_status(connection: Connection, *status: Status) -> list[Delivery]:
    """Deliveries that stand so."""
    return deliveries(connection, schema.delivery.c.status.in_([one.value for one in status]))


def delivery(connection: Connection, id_: str) -> Delivery | None:
    """One delivery."""
    return next(iter(deliveries(connection, schema.delivery.c.id == id_)), None)


def known(connection: Connection, ids: Sequence[str]) -> dict[str, Delivery]:
    """Those of these that are there, by their ids."""
    table = schema.delivery
    rows = connection.execute(select(table).where(among(connection, table.c.id, ids))).mappings()
    return {row["id"]: delivery_of(row) for row in rows}


def about(connection: Connection, uri: str, person: str | None = None) -> list[Delivery]:
    """All deliveries because of a mention."""
    where = schema.delivery.c.uri == uri
    return deliveries(connection, where if person is None else where & (schema.delivery.c.person == person))


def about_each(connection: Connection, person: str, uris: Sequence[str]) -> dict[str, list[Delivery]]:
    """All deliveries because of each of these mentions of a person, by URI; none are left out."""
    table = schema.delivery
    where = (table.c.person == person) & among(connection, table.c.uri, uris)
    query = select(table).where(where).order_by(table.c.severity.desc(), table.c.due_at, table.c.id)
    found: dict[str, list[Delivery]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row["uri"], []).append(delivery_of(row))
    return found


def on_subject(connection: Connection, person: str, subject: str) -> list[Delivery]:
    """All deliveries that act on an author."""
    return deliveries(connection, (schema.delivery.c.person == person) & (schema.delivery.c.subject == subject))


def by_rule(connection: Connection, rule: str, since: datetime) -> list[Delivery]:
    """What a rule did since then."""
    table = schema.delivery
    done = (table.c.task == Task.ACT.value) & (table.c.rule == rule) & (table.c.planned_at >= micros(since))
    return deliveries(connection, done)


def row(one: Delivery) -> dict[str, Any]:
    """A delivery as it stands in its row."""
    about = one.what
    planned = about.decided_at if isinstance(about, Order) else about.at
    return {
        "id": one.id,
        "person": one.person,
        "task": one.task.value,
        "kind": kind_of(about.action) if isinstance(about, Order) else about.kind.value,
        "via": one.via,
        "uri": about.uri if isinstance(about, Order) else (about.about[0] if about.about else ""),
        "subject": about.subject if isinstance(about, Order) else "",
        "rule": about.rule if isinstance(about, Order) else "",
        "severity": int(about.severity),
        "planned_at": micros(planned),
        "happened_at": micros(about.received_at if isinstance(about, Order) else about.at),
        "due_at": micros(one.due_at),
        "status": one.status.value,
        "hold": one.hold.value if one.hold else None,
        "attempts": one.attempts,
        "what": msgspec.json.encode(about).decode(),
        "prior": _json(one.prior),
        "receipt": one.receipt,
        "trouble": one.trouble,
        "cause": one.cause,
    }


def delivery_of(row: Row | Mapping[str, Any]) -> Delivery:
    """The delivery that stands in a row."""
    kind: Any = Alert if row["task"] == Task.ALERT.value else Order
    return Delivery(
        id=row["id"],
        person=row["person"],
        task=Task(row["task"]),
        via=row["via"],
        what=msgspec.json.decode(row["what"], type=kind),
        due_at=moment(row["due_at"]),
        status=Status(row["status"]),
        attempts=row["attempts"],
        hold=Hold(row["hold"]) if row["hold"] else None,
        prior=msgspec.json.decode(row["prior"], type=Prior) if row["prior"] else None,
        receipt=row["receipt"],
        trouble=row["trouble"],
        cause=row["cause"],
    )


def _json(prior: Prior | None) -> str | None:
    return None if prior is None else msgspec.json.encode(prior).decode()


def waiting(connection: Connection, person: str, first: datetime, last: datetime) -> int:
    """How many actions because of mentions from `first` to `last`, by event time, wait for a human."""
    table = schema.delivery
    held = (table.c.task == Task.ACT.value) & (table.c.status == Status.HELD.value)
    within = table.c.happened_at.between(micros(first), micros(last))
    query = select(func.count()).select_from(table).where((table.c.person == person) & held & within)
    return int(connection.scalar(query) or 0)
