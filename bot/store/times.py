"""What stands under moments of our own clock, for when that was set back."""

from datetime import datetime

from sqlalchemy import Connection, func, select, update

from bot.model.delivery import Status
from bot.store import schema
from bot.store.rows import micros, moment

LAST = 100
"""Entries at the end of a chain among which the latest time is looked for."""


def latest(connection: Connection, person: str) -> datetime | None:
    """The latest time that the last entries of a person's chain bear; None where there are none."""
    table = schema.entry
    mine = select(table.c.at).where(table.c.person == person).order_by(table.c.number.desc()).limit(LAST).subquery()
    at = connection.scalar(select(func.max(mine.c.at)))
    return None if at is None else moment(at)


def hasten(connection: Connection, now: datetime, until: datetime) -> None:
    """Let what falls due until then fall due now: by the clock of before it was due already."""
    table = schema.delivery
    planned = table.c.status == Status.PLANNED.value
    where = planned & (table.c.due_at > micros(now)) & (table.c.due_at <= micros(until))
    connection.execute(update(table).where(where).values(due_at=micros(now)))
