"""What stands in the database, found and counted for people who look; some of it takes longer the more is stored."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from bot.model.action import Order
from bot.model.alert import Alert
from bot.model.decision import Hold
from bot.model.delivery import Delivery, Status, Task
from bot.model.noun import Noun
from bot.model.reason import Severity
from bot.store import asked, outbox, read, schema
from bot.store.mentioned import WAITING
from bot.store.rows import Row, micros, moment, says


class Observed(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """What one rule would have done, had it not been told to observe."""

    rule: str
    action: str
    count: int
    people: int


class Custody(Noun, frozen=True, kw_only=True):
    """An exhibit, without its content."""

    id: str
    person: str
    what: str
    """`mention`, `captured`, `aside`, `event`, `medium`, …"""
    at: datetime
    size: int


def referred(connection: Connection, ref: str) -> list[read.Kept]:
    """The mentions that somebody means by a URI, or by the id of an exhibit, an alert, or a delivery."""
    if ref == WAITING:  # no alert has this id: it stands in the rows of all that wait for one
        return []
    table = schema.mention
    found = read.mention(connection, ref) or read.kept(connection, (table.c.exhibit == ref) | (table.c.alert == ref))
    if found:
        return found
    one = outbox.delivery(connection, ref)
    about = () if one is None else (one.what.uri,) if isinstance(one.what, Order) else one.what.about
    return [kept for uri in about for kept in read.mention(connection, uri) if one and kept.person == one.person]


def alert(connection: Connection, ref: str) -> Alert | None:
    """The latest that was planned under the id of an alert."""
    found = outbox.deliveries(connection, _under(connection, ref))
    alerts = [one.what for one in found if isinstance(one.what, Alert)]
    return alerts[-1] if alerts else None


def _under(connection: Connection, alert: str) -> ColumnElement[bool]:
    """Deliveries whose ids begin with that of an alert; by their order where it is that of their signs, as on SQLite,
    whose LIKE looks through all of them. PostgreSQL may order them otherwise, and goes by its index where it does not.
    """
    id_ = schema.delivery.c.id
    if connection.dialect.name == "sqlite":
        return (id_ >= f"{alert}:") & (id_ < f"{alert};")
    return id_.startswith(f"{alert}:", autoescape=True)


def custody(connection: Connection, exhibit: str) -> Custody | None:
    """What an exhibit is."""
    table = schema.exhibit
    query = select(table.c.id, table.c.person, table.c.what, table.c.at, table.c.size).where(table.c.id == exhibit)
    row = connection.execute(query).mappings().first()
    return None if row is None else Custody(**(dict(row) | {"at": moment(row["at"])}))


def captures(connection: Connection, person: str, delivery: str) -> list[tuple[str, str]]:
    """What was taken into custody before a delivery: (what, exhibit), as the person's chain says."""
    lines = _taken(connection, person, delivery, "captured")
    return [(str(line["what"]), str(line["exhibit"])) for line in lines]


def mediums(connection: Connection, person: str, delivery: str) -> list[str]:
    """The names of the media that were taken with a delivery, as the person's chain says."""
    return [str(line["medium"]) for line in _taken(connection, person, delivery, "medium")]


def _taken(connection: Connection, person: str, delivery: str, event: str) -> list[dict[str, str | int]]:
    table = schema.entry
    query = select(table.c.payload).where((table.c.person == person) & (table.c.event == event))
    found = connection.scalars(query.where(says(connection, table.c.payload, "delivery", delivery)))
    return [line for line in found if line.get("delivery") == delivery]


def severities(connection: Connection, person: str, since: datetime) -> dict[Severity, int]:
    """How many mentions were judged since then, by severity; versions of one count each."""
    table = schema.mention
    query = (
        select(table.c.severity, func.count())
        .where((table.c.person == person) & (table.c.decided_at > micros(since)))
        .group_by(table.c.severity)
    )
    found = {Severity(severity): int(count) for severity, count in connection.execute(query)}
    return {severity: found.get(severity, 0) for severity in Severity}


def statuses(connection: Connection, person: str) -> dict[Task, Counter[Status]]:
    """How many deliveries stand how, by what they are for."""
    table = schema.delivery
    query = select(table.c.task, table.c.status, func.count()).where(table.c.person == person)
    found: dict[Task, Counter[Status]] = {task: Counter() for task in Task}
    for task, status, count in connection.execute(query.group_by(table.c.task, table.c.status)):
        found[Task(task)][Status(status)] = int(count)
    return found


def observed(connection: Connection, person: str) -> list[Observed]:
    """The actions that were held because the person's shield only observes, however they stand now; most first."""
    table = schema.delivery.c
    count, people = func.count(), func.count(table.subject.distinct())
    held = (table.person == person) & (table.task == Task.ACT.value) & (table.hold == Hold.OBSERVE.value)
    query = select(table.rule, table.kind, count, people).where(held).group_by(table.rule, table.kind)
    rows = connection.execute(query.order_by(count.desc(), table.rule, table.kind))
    return [Observed(rule=rule, action=kind, count=int(n), people=int(whom)) for rule, kind, n, whom in rows]


def asides(connection: Connection) -> dict[str, int]:
    """How much was set aside, by the person it seems to concern, empty for nobody."""
    query = select(schema.aside.c.person, func.count()).group_by(schema.aside.c.person)
    return {person: int(count) for person, count in connection.execute(query)}


def heard(connection: Connection, sources: Collection[str]) -> dict[str, datetime]:
    """When something of each source was last kept; those of which nothing was yet are left out."""
    return {row["source"]: moment(row["at"]) for row in cursors(connection) if row["source"] in sources}


def of_rule(connection: Connection, rule: str) -> list[Delivery]:
    """Everything that a rule ever asked for, however it stands."""
    return outbox.deliveries(connection, schema.delivery.c.rule == rule)


def cursors(connection: Connection) -> list[Row]:
    """All cursors: source, value, at."""
    return [*asked.mappings(connection, _cursors())]


@cache
def _cursors() -> Select[Any]:
    return select(schema.cursor).order_by(schema.cursor.c.source)
