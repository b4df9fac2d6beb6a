"""The outbox: deliveries as they stand, what is due, and how each ended."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, bindparam, case, func, select

from bot.model.action import SHELTERS, Order, Prior, kind_of
from bot.model.alert import Alert
from bot.model.decision import Hold
from bot.model.delivery import BESIDE, Delivery, Status, Task
from bot.model.reason import Severity
from bot.store import asked, schema, urgent
from bot.store.rows import Row, among, change, insert, micros, moment, storable

RAISED: Final = tuple(str(one.__struct_config__.tag) for one in SHELTERS)
"""What aims at nobody, and weighs on no budget."""
MOST: Final = 10_000
"""Deliveries that are read at once."""


def plan(connection: Connection, deliveries: Sequence[Delivery]) -> None:
    """Put deliveries into the outbox; the urgent alerts among them wait to be acknowledged."""
    insert(connection, schema.delivery, [row(one) for one in deliveries])
    urgent.begin(connection, deliveries)


def settle(connection: Connection, one: Delivery) -> None:
    """Write how a delivery stands now."""
    change(connection, schema.delivery, [_standing(one)], ("id",))


def reword(connection: Connection, one: Delivery) -> None:
    """Write how a delivery stands now, with what it says."""
    said = {"what": msgspec.json.encode(one.what).decode()}
    change(connection, schema.delivery, [_standing(one) | said], ("id",))


def _standing(one: Delivery) -> dict[str, Any]:
    return {
        "id": one.id,
        "status": one.status.value,
        "hold": one.hold.value if one.hold else None,
        "due_at": micros(one.due_at),
        "attempts": one.attempts,
        "prior": _json(one.prior),
        "receipt": one.receipt,
        "trouble": storable(one.trouble)[:300],
        "cause": one.cause,
    }


def spent(connection: Connection, person: str, first: datetime, last: datetime) -> list[tuple[datetime, Severity]]:
    """Automatic actions on somebody planned because of mentions from `first` to `last`, by event time."""
    asks = {"whose": person, "first": micros(first), "last": micros(last)}
    return [(moment(at), Severity(severity)) for at, severity in asked.rows(connection, _spent(), asks)]


@cache
def _spent() -> Select[Any]:
    table = schema.delivery.c
    automatic = (table.task == Task.ACT.value) & table.hold.is_(None) & table.kind.not_in(RAISED)
    within = table.happened_at.between(bindparam("first"), bindparam("last"))
    whose = table.person == bindparam("whose")
    return select(table.happened_at, table.severity).where(whose & automatic & within)


def alerts_since(
    connection: Connection, person: str, since: datetime, kinds: Sequence[str]
) -> list[tuple[str, datetime, Severity]]:
    """Alerts of these kinds planned since then: (alert id, when, severity), each once, oldest first."""
    found = {}
    asks = {"whose": person, "since": micros(since), "kinds": kinds}
    for (what,) in asked.rows(connection, _alerts(), asks):
        alert = msgspec.json.decode(what, type=Alert)
        found[alert.id] = (alert.id, alert.at, alert.severity)
    return list(found.values())


@cache
def _alerts() -> Select[Any]:
    table = schema.delivery.c
    whose = (table.person == bindparam("whose")) & (table.task == Task.ALERT.value)
    later = (table.planned_at > bindparam("since")) & table.kind.in_(bindparam("kinds", expanding=True))
    return select(table.what).where(whose & later).order_by(table.planned_at, table.id)


def due(connection: Connection, now: datetime, limit: int, busy: Collection[str] = ()) -> list[Delivery]:
    """What is to be performed now, worst first, but for those that go by a way which is busy."""
    asks = {"now": micros(now), "busy": list(busy), "most": limit}
    return [delivery_of(row) for row in asked.mappings(connection, _due(), asks)]


@cache
def _due() -> Select[Any]:
    table = schema.delivery.c
    planned = (table.status == Status.PLANNED.value) & (table.due_at <= bindparam("now"))
    lane = table.via + case((table.task == Task.FOLLOW_UP.value, BESIDE), else_="")
    return _fitting(planned & lane.not_in(bindparam("busy", expanding=True))).limit(bindparam("most"))


def next_due(connection: Connection) -> datetime | None:
    """When the next planned delivery is due."""
    value = asked.scalar(connection, _next_due())
    return None if value is None else moment(value)


@cache
def _next_due() -> Select[Any]:
    return select(func.min(schema.delivery.c.due_at)).where(schema.delivery.c.status == Status.PLANNED.value)


def deliveries(connection: Connection, where: ColumnElement[bool], limit: int = MOST) -> list[Delivery]:
    """Deliveries that fit, worst first."""
    return [delivery_of(row) for row in connection.execute(_fitting(where).limit(limit)).mappings()]


def _fitting(where: ColumnElement[bool]) -> Select[Any]:
    table = schema.delivery
    return select(table).where(where).order_by(table.c.severity.desc(), table.c.due_at, table.c.id)


def with_status(connection: Connection, *status: Status) -> list[Delivery]:
    """Deliveries that stand so."""
    return deliveries(connection, schema.delivery.c.status.in_([one.value for one in status]))


def delivery(connection: Connection, id_: str) -> Delivery | None:
    """One delivery."""
    return next(map(delivery_of, asked.mappings(connection, _delivery(), {"its": id_})), None)


@cache
def _delivery() -> Select[Any]:
    return select(schema.delivery).where(schema.delivery.c.id == bindparam("its"))


def known(connection: Connection, ids: Sequence[str]) -> dict[str, Delivery]:
    """Those of these that are there, by their ids."""
    table = schema.delivery
    rows = connection.execute(select(table).where(among(connection, table.c.id, ids))).mappings()
    return {row["id"]: delivery_of(row) for row in rows}


def about(connection: Connection, uri: str, person: str | None = None) -> list[Delivery]:
    """All deliveries because of a mention."""
    found = asked.mappings(connection, _about(), {"its": uri, "most": MOST})
    return [delivery_of(row) for row in found if person in {None, row["person"]}]


@cache
def _about() -> Select[Any]:
    return _fitting(schema.delivery.c.uri == bindparam("its")).limit(bindparam("most"))


def about_each(connection: Connection, person: str, uris: Sequence[str]) -> dict[str, list[Delivery]]:
    """All deliveries because of each of these mentions of a person, by URI; none are left out."""
    table = schema.delivery
    where = (table.c.person == person) & among(connection, table.c.uri, uris)
    found: dict[str, list[Delivery]] = {}
    for row in connection.execute(_fitting(where)).mappings():
        found.setdefault(row["uri"], []).append(delivery_of(row))
    return found


def on_subject(connection: Connection, person: str, subject: str) -> list[Delivery]:
    """All deliveries that act on an author."""
    asks = {"whose": person, "who": subject}
    return [delivery_of(row) for row in asked.mappings(connection, _on_subject(), asks)]


@cache
def _on_subject() -> Select[Any]:
    table = schema.delivery.c
    return _fitting((table.person == bindparam("whose")) & (table.subject == bindparam("who"))).limit(MOST)


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
