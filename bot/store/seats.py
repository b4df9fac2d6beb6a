"""Seats, sessions and one-time links as rows."""

import json
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update

from bot.model.noun import EPOCH
from bot.model.seat import Grant, Role, Seat, Session
from bot.store import doors
from bot.store.rows import Row, micros, moment, upsert


def put(connection: Connection, one: Seat) -> None:
    """Write a seat as it stands now."""
    row = {
        "id": one.id,
        "person": one.person,
        "name": one.name,
        "role": one.role.value,
        "also": json.dumps(sorted(one.also)),
        "language": one.language,
        "until": _micros(one.until),
        "resting_until": _micros(one.resting_until),
        "by": one.by,
        "at": micros(one.at or EPOCH),
        "handed_at": _micros(one.handed_at),
        "revoked_at": _micros(one.revoked_at),
    }
    upsert(connection, doors.seat, [row])


def seat(connection: Connection, id_: str) -> Seat | None:
    """One seat, whether it holds or not."""
    row = connection.execute(select(doors.seat).where(doors.seat.c.id == id_)).mappings().first()
    return None if row is None else _seat(row)


def every(connection: Connection, person: str) -> list[Seat]:
    """All seats beside a person, the first first, those that ended too."""
    table = doors.seat
    query = select(table).where(table.c.person == person).order_by(table.c.at, table.c.id)
    return [_seat(row) for row in connection.execute(query).mappings()]


def begin(connection: Connection, one: Session) -> None:
    """Write down that somebody came in."""
    row = {"id": one.id, "seat": one.seat, "agent": one.agent, "began": micros(one.began), "seen": micros(one.seen)}
    upsert(connection, doors.session, [row])


def session(connection: Connection, id_: str) -> Session | None:
    """One session."""
    row = connection.execute(select(doors.session).where(doors.session.c.id == id_)).mappings().first()
    return None if row is None else _session(row)


def sessions(connection: Connection, seats: Collection[str]) -> list[Session]:
    """All sessions of these seats, the latest seen first."""
    table = doors.session
    query = select(table).where(table.c.seat.in_(seats)).order_by(table.c.seen.desc(), table.c.id)
    return [_session(row) for row in connection.execute(query).mappings()]


def seen(connection: Connection, id_: str, at: datetime) -> None:
    """Write down that a session is still used."""
    connection.execute(update(doors.session).where(doors.session.c.id == id_).values(seen=micros(at)))


def end(connection: Connection, id_: str) -> bool:
    """End a session; whether there was one."""
    return bool(connection.execute(delete(doors.session).where(doors.session.c.id == id_)).rowcount)


def shut(connection: Connection, seat: str) -> None:
    """End all sessions of a seat, and all links and keys by which it could be entered."""
    for table in (doors.session, doors.entrance, doors.passkey):
        connection.execute(delete(table).where(table.c.seat == seat))


def open_entrance(connection: Connection, id_: str, seat: str, until: datetime) -> None:
    """Write down a one-time link; those that nobody used in time go."""
    upsert(connection, doors.entrance, [{"id": id_, "seat": seat, "until": micros(until)}])


def entrance(connection: Connection, id_: str, now: datetime) -> str | None:
    """The seat to which a one-time link leads."""
    table = doors.entrance
    query = select(table.c.seat).where((table.c.id == id_) & (table.c.until > micros(now)))
    found: str | None = connection.scalar(query)
    return found


def use_entrance(connection: Connection, id_: str, now: datetime) -> str | None:
    """As `entrance`; it leads nowhere after that, nor do others whose time is over."""
    found = entrance(connection, id_, now)
    table = doors.entrance
    connection.execute(delete(table).where((table.c.id == id_) | (table.c.until <= micros(now))))
    return found


def glanced(connection: Connection, seat: str, day: int, count: int = 1) -> None:
    """Count what somebody read on a day since 1970 UTC."""
    table = doors.glance
    before = connection.scalar(select(table.c.count).where((table.c.seat == seat) & (table.c.day == day))) or 0
    upsert(connection, table, [{"seat": seat, "day": day, "count": before + count}])


def readings(connection: Connection, seats: Collection[str], since: int) -> dict[str, int]:
    """How much each of these seats has read since a day."""
    table = doors.glance
    query = select(table.c.seat, func.sum(table.c.count)).where(table.c.seat.in_(seats) & (table.c.day >= since))
    return {seat: int(count) for seat, count in connection.execute(query.group_by(table.c.seat))}


def _micros(at: datetime | None) -> int | None:
    return None if at is None else micros(at)


def _moment(value: int | None) -> datetime | None:
    return None if value is None else moment(value)


def _seat(row: Row) -> Seat:
    return Seat(
        id=row["id"],
        person=row["person"],
        name=row["name"],
        role=Role(row["role"]),
        also=frozenset(map(Grant, json.loads(row["also"]))),
        language=row["language"],
        until=_moment(row["until"]),
        resting_until=_moment(row["resting_until"]),
        by=row["by"],
        at=moment(row["at"]),
        handed_at=_moment(row["handed_at"]),
        revoked_at=_moment(row["revoked_at"]),
    )


def _session(row: Row) -> Session:
    return Session(
        id=row["id"],
        seat=row["seat"],
        agent=row["agent"],
        began=moment(row["began"]),
        seen=moment(row["seen"]),
    )
