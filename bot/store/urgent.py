"""Urgent alerts: how often each went out, and whether somebody acknowledged it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, select, update

from bot.model.alert import Alert
from bot.model.delivery import Delivery
from bot.model.noun import Noun
from bot.store import schema
from bot.store.rows import among, insert, micros, moment, storable, upsert


class Urgent(Noun, frozen=True, kw_only=True):
    """One of them."""

    alert: str
    person: str
    at: datetime
    step: int
    told_at: datetime
    seen_at: datetime | None = None
    seen_by: str = ""
    ended_at: datetime | None = None
    """When the last round was over."""


def begin(connection: Connection, deliveries: Sequence[Delivery]) -> None:
    """Those among what is planned wait to be acknowledged from now on, each once."""
    alerts = {one.what.id: one for one in deliveries if isinstance(one.what, Alert) and one.what.pressing}
    rows = [
        {
            "alert": alert,
            "person": one.person,
            "at": micros(one.what.at),
            "step": 1,
            "told_at": micros(one.what.at),
            "seen_by": "",
        }
        for alert, one in alerts.items()
        if isinstance(one.what, Alert)
    ]
    upsert(connection, schema.urgent, rows, change=("person",))  # one that is there goes on as it stands


def waiting(connection: Connection, person: str) -> list[Urgent]:
    """Those that nobody acknowledged yet and that are to go on, the latest at the end."""
    table = schema.urgent.c
    return _found(connection, (table.person == person) & table.seen_at.is_(None) & table.ended_at.is_(None))


def unanswered(connection: Connection, person: str, since: datetime) -> list[Urgent]:
    """Those that nobody has acknowledged, and whose last round ended since then."""
    table = schema.urgent.c
    over = table.seen_at.is_(None) & (table.ended_at >= micros(since))
    return _found(connection, (table.person == person) & over)


def of(connection: Connection, alert: str) -> Urgent | None:
    """The one with this id."""
    return next(iter(_found(connection, schema.urgent.c.alert == storable(alert))), None)


def unseen(connection: Connection, person: str, until: datetime) -> list[Urgent]:
    """Those planned up to then that nobody acknowledged."""
    table = schema.urgent.c
    return _found(connection, (table.person == person) & table.seen_at.is_(None) & (table.at <= micros(until)))


def see(connection: Connection, alerts: Sequence[str], by: str, now: datetime) -> None:
    """Note that somebody acknowledged them."""
    _change(connection, alerts, {"seen_at": micros(now), "seen_by": by})


def went_on(connection: Connection, alerts: Sequence[str], now: datetime) -> None:
    """Note that they went out once more."""
    _change(connection, alerts, {"step": schema.urgent.c.step + 1, "told_at": micros(now)})


def put_off(connection: Connection, alerts: Sequence[str], now: datetime) -> None:
    """Wait for them once more: they are still on their way."""
    _change(connection, alerts, {"told_at": micros(now)})


def hurry(connection: Connection, alerts: Sequence[str]) -> None:
    """Let them go on as soon as may be."""
    _change(connection, alerts, {"told_at": 0})


def end(connection: Connection, alerts: Sequence[str], now: datetime) -> None:
    """Note that the last round is over."""
    _change(connection, alerts, {"ended_at": micros(now)})


def mint(connection: Connection, one: Urgent, via: str, digest: bytes, now: datetime) -> None:
    """Keep the digest of a token by which whoever reads that channel may acknowledge it."""
    row = {"digest": digest, "person": one.person, "alert": one.alert, "via": via, "at": micros(now)}
    insert(connection, schema.token, [row])


def by_token(connection: Connection, digest: bytes) -> tuple[str, str]:
    """The alert that a token is about, and the channel on which it went out; empty where there is none."""
    table = schema.token.c
    found = connection.execute(select(table.alert, table.via).where(table.digest == digest)).first()
    return (str(found.alert), str(found.via)) if found else ("", "")


def forget(connection: Connection, before: datetime) -> None:
    """Let go of what was planned before then, with its tokens."""
    table = schema.urgent.c
    old = select(table.alert).where(table.at < micros(before))
    connection.execute(delete(schema.token).where(schema.token.c.alert.in_(old)))
    connection.execute(delete(schema.urgent).where(table.at < micros(before)))


def _change(connection: Connection, alerts: Sequence[str], values: dict[str, Any]) -> None:
    if alerts:
        which = among(connection, schema.urgent.c.alert, alerts)
        connection.execute(update(schema.urgent).where(which).values(values))


def _found(connection: Connection, where: ColumnElement[bool]) -> list[Urgent]:
    table = schema.urgent
    query: Select[Any] = select(table).where(where).order_by(table.c.at, table.c.alert)
    return [
        Urgent(
            alert=row["alert"],
            person=row["person"],
            at=moment(row["at"]),
            step=row["step"],
            told_at=moment(row["told_at"]),
            seen_at=moment(row["seen_at"]) if row["seen_at"] is not None else None,
            seen_by=row["seen_by"],
            ended_at=moment(row["ended_at"]) if row["ended_at"] is not None else None,
        )
        for row in connection.execute(query).mappings()
    ]
