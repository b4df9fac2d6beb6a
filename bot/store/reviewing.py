"""Mentions that were held for a human, and what people said of them."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select

from bot.model.noun import Noun
from bot.store import asked, doors, schema
from bot.store.rows import micros, place, upsert

MOST: Final = 10_000
"""Up to which it is counted how many wait: beyond it, a number is of no more use."""


class Said(Noun, frozen=True, kw_only=True):
    """What somebody said of a mention that was held."""

    person: str
    uri: str
    version: int
    said: str
    """`agreed`, `harmless`, `muted`, `later`, `handed`"""
    to: str = ""
    until: datetime | None = None
    by: str
    at: datetime


def waiting(connection: Connection, person: str, now: datetime) -> int:
    """How many wait, up to MOST."""
    found = asked.scalar(connection, _waiting(), {"whose": person, "now": micros(now), "most": MOST})
    return int(found or 0)


@cache
def _waiting() -> Select[Any]:
    table = schema.mention.c
    open_ = select(table.place).where((table.person == bindparam("whose")) & unsaid())
    return select(func.count()).select_from(open_.limit(bindparam("most")).subquery())


def unsaid() -> ColumnElement[bool]:
    """Of mentions: that they are held, and nobody said anything of them for good; `now` is a parameter."""
    table, said = schema.mention.c, doors.reviewed.c
    same = (said.person == table.person) & (said.place == table.place) & (said.version == table.version)
    settled = select(said.place).where(same & (said.until.is_(None) | (said.until > bindparam("now"))))
    return table.review & ~settled.exists()


def say(connection: Connection, some: Sequence[Said]) -> None:
    """Write what somebody said."""
    rows = [
        {
            "person": one.person,
            "place": place(one.uri),
            "version": one.version,
            "said": one.said,
            "to": one.to,
            "until": None if one.until is None else micros(one.until),
            "by": one.by,
            "at": micros(one.at),
        }
        for one in some
    ]
    upsert(connection, doors.reviewed, rows)
