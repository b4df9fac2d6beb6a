"""What a shield did for a person by itself, between two moments, rule by rule."""

from datetime import datetime
from typing import Final, get_args

from sqlalchemy import ColumnElement, Connection, func, select

from bot.model.action import SHELTERS, Action, kinds
from bot.model.delivery import Delivery, Status, Task
from bot.model.measure import Measure
from bot.model.noun import micros
from bot.store import outbox, schema

KINDS: Final = kinds((*get_args(Action), *SHELTERS, *get_args(Measure)))
"""Of all actions; the index by which deliveries are found begins with their kind."""


def between(connection: Connection, person: str, first: datetime, last: datetime, rule: str = "") -> list[Delivery]:
    """What was planned then: by one rule, or by any."""
    where = _planned(person, first) & (schema.delivery.c.planned_at < micros(last))
    return outbox.deliveries(connection, where & (schema.delivery.c.rule == rule) if rule else where)


def counted(connection: Connection, person: str, since: datetime) -> dict[str, dict[Status, int]]:
    """By rule, how many actions stand how."""
    table = schema.delivery.c
    query = select(table.rule, table.status, func.count()).where(_planned(person, since))
    found: dict[str, dict[Status, int]] = {}
    for rule, status, count in connection.execute(query.group_by(table.rule, table.status)):
        found.setdefault(rule, {})[Status(status)] = count
    return found


def _planned(person: str, since: datetime) -> ColumnElement[bool]:
    table = schema.delivery.c
    return (
        (table.person == person)
        & table.kind.in_(KINDS)
        & (table.planned_at >= micros(since))
        & (table.task == Task.ACT.value)
    )
