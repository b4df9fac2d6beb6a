"""When nothing is done automatically; within one transaction of its caller."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select, update

from bot.store import asked, schema
from bot.store.rows import micros, moment


def pause(connection: Connection, person: str, until: datetime | None) -> None:
    """Let nothing be done automatically until then; None ends the pause."""
    value = None if until is None else micros(until)
    connection.execute(update(schema.person).where(schema.person.c.name == person).values(paused_until=value))


def paused_until(connection: Connection, person: str) -> datetime | None:
    """Until when nothing is done automatically."""
    value = asked.scalar(connection, _paused(), {"whose": person})
    return None if value is None else moment(value)


def paused(connection: Connection, person: str, now: datetime) -> bool:
    """Whether nothing is done automatically now."""
    until = paused_until(connection, person)
    return until is not None and until > now


@cache
def _paused() -> Select[Any]:
    return select(schema.person.c.paused_until).where(schema.person.c.name == bindparam("whose"))
