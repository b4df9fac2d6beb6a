"""Passkeys as rows."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from bot.model.seat import Passkey
from bot.store import doors
from bot.store.rows import Row, insert, micros, moment


def add(connection: Connection, one: Passkey) -> None:
    """Write a new one down."""
    row = {
        "id": one.id,
        "seat": one.seat,
        "key": one.key,
        "counter": one.counter,
        "name": one.name,
        "at": micros(one.at),
        "used_at": None,
    }
    insert(connection, doors.passkey, [row])


def passkey(connection: Connection, id_: str) -> Passkey | None:
    """One of them."""
    row = connection.execute(select(doors.passkey).where(doors.passkey.c.id == id_)).mappings().first()
    return None if row is None else _passkey(row)


def every(connection: Connection, seats: Collection[str]) -> list[Passkey]:
    """All of these seats, the first first."""
    table = doors.passkey
    query = select(table).where(table.c.seat.in_(seats)).order_by(table.c.at, table.c.id)
    return [_passkey(row) for row in connection.execute(query).mappings()]


def used(connection: Connection, id_: str, counter: int, at: datetime) -> None:
    """Write down that it signed, and how often it says that it did."""
    table = doors.passkey
    connection.execute(update(table).where(table.c.id == id_).values(counter=counter, used_at=micros(at)))


def remove(connection: Connection, id_: str) -> None:
    """Let go of one."""
    connection.execute(delete(doors.passkey).where(doors.passkey.c.id == id_))


def _passkey(row: Row) -> Passkey:
    return Passkey(
        id=row["id"],
        seat=row["seat"],
        key=row["key"],
        counter=row["counter"],
        name=row["name"],
        at=moment(row["at"]),
        used_at=None if row["used_at"] is None else moment(row["used_at"]),
    )
