"""How much of what came in a while, counted from indexes: for pictures."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from bot.model.delivery import Status, Task
from bot.model.noun import Noun
from bot.store import asked, schema
from bot.store.rows import micros

HARD = ("mute", "block")
MILD = ("hide_reply", "detach_quote", "dismiss", "report")
"""Kinds of actions, all of which may be held."""


class Count(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """What came in a while."""

    mentions: int
    muted: int
    held: int


def count(connection: Connection, person: str, first: datetime, last: datetime) -> Count:
    """What came from `first` until before `last`, by the moment at which it was judged."""
    within = {"whose": person, "first": micros(first), "last": micros(last)}
    done = within | {"kinds": HARD}
    return Count(
        mentions=int(asked.scalar(connection, _mentions(), within) or 0),
        muted=int(asked.scalar(connection, _muted(), done) or 0),
        held=int(asked.scalar(connection, _held(), within | {"kinds": (*HARD, *MILD)}) or 0)
        + int(asked.scalar(connection, _review(), within) or 0),
    )


def supported(connection: Connection, person: str, since: datetime) -> dict[str, int]:
    """What was written in support of a person since then, by its kind."""
    table = schema.support
    query = select(table.c.kind, func.count()).where((table.c.person == person) & (table.c.at >= micros(since)))
    return {kind: int(n) for kind, n in connection.execute(query.group_by(table.c.kind))}


@cache
def _mentions() -> Select[Any]:
    table = schema.mention.c
    return select(func.count()).where((table.person == bindparam("whose")) & _between(table.decided_at))


@cache
def _review() -> Select[Any]:
    table = schema.mention.c
    return select(func.count()).where((table.person == bindparam("whose")) & _between(table.decided_at) & table.review)


@cache
def _muted() -> Select[Any]:
    table = schema.delivery.c
    return _deliveries().where(table.status.in_((Status.DONE.value, Status.UNDONE.value)))


@cache
def _held() -> Select[Any]:
    return _deliveries().where(schema.delivery.c.hold.is_not(None))


def _deliveries() -> Select[Any]:
    table = schema.delivery.c
    whose = (table.person == bindparam("whose")) & table.kind.in_(bindparam("kinds", expanding=True))
    return select(func.count()).where(whose & _between(table.planned_at) & (table.task == Task.ACT.value))


def _between(column: Any) -> Any:
    return (column >= bindparam("first")) & (column < bindparam("last"))
