"""Who may come into a list of one's own, and what was done that puts somebody forward."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, func, select, tuple_, update

from bot.blocklists.change import Change
from bot.blocklists.entity import Entity
from bot.blocklists.entity import Kind as Sort
from bot.model.delivery import Delivery, Status, Task
from bot.model.noun import Noun
from bot.model.reason import Severity
from bot.store import given, schema
from bot.store.outbox import delivery_of
from bot.store.rows import Row, among, micros, moment, storable, upsert

KINDS: Final = ("mute", "block")
AT_ONCE: Final = 500


class Standing(StrEnum):
    """How it stands with somebody who may come into a list."""

    HELD = "held"
    """Something speaks against it: a human must say it again."""
    CHOSEN = "chosen"
    """Comes with the next version."""
    LEFT = "left"
    """A human said no; no rule puts them forward again."""


class Candidate(Noun, frozen=True, kw_only=True):
    """One of them, and what would be published of them."""

    id: str
    """Random; names them where no name is shown."""
    list: str
    person: str
    entity: Entity
    account: str
    """`Account.key` where it is known; else the entity's own."""
    change: Change
    """Without an id: it gets one when it is published."""
    standing: Standing
    grounds: tuple[str, ...] = ()
    """What holds them back."""
    stamp: str = ""
    """The draft that was proposed with them in it."""
    by: str
    at: datetime


def put(connection: Connection, some: Sequence[Candidate]) -> None:
    """Write how it stands with these."""
    upsert(connection, given.candidate, [_row(one) for one in some])


def by_id(connection: Connection, list_: str, id_: str) -> Candidate | None:
    """The one whom a page named so."""
    return next(iter(_found(connection, (given.candidate.c.id == id_) & (given.candidate.c.list == list_))), None)


def known(connection: Connection, list_: str, entity: Entity) -> bool:
    """Whether somebody was put forward before."""
    return bool(_found(connection, _these(list_, [entity])))


def accounts(connection: Connection, list_: str) -> set[str]:
    """The accounts that were put forward, and do not stand in the list yet."""
    return set(connection.scalars(select(given.candidate.c.account).where(given.candidate.c.list == list_)))


def standing(
    connection: Connection, list_: str, how: Standing, after: tuple[int, str] = (0, ""), most: int = AT_ONCE
) -> list[Candidate]:
    """Those with whom it stands so, who came first first, from a place (microseconds, key) on."""
    table = given.candidate.c
    where = (table.list == list_) & (table.standing == how.value) & (tuple_(table.at, table.key) > after)
    query = select(given.candidate).where(where).order_by(table.at, table.key).limit(most)
    return [_candidate(row) for row in connection.execute(query).mappings()]


def chosen(connection: Connection, list_: str, stamp: str = "") -> Iterator[Candidate]:
    """All that are chosen, or of them those of a draft."""
    table = given.candidate.c
    where = (table.list == list_) & (table.standing == Standing.CHOSEN.value)
    yield from _found(connection, where & (table.stamp == stamp) if stamp else where)


def counts(connection: Connection, list_: str) -> dict[Standing, int]:
    """With how many it stands how."""
    table = given.candidate.c
    query = select(table.standing, func.count()).where(table.list == list_).group_by(table.standing)
    found = {Standing(how): int(count) for how, count in connection.execute(query)}
    return {how: found.get(how, 0) for how in Standing}


def waiting(connection: Connection, person: str) -> int:
    """How many wait for a human, in all of a person's lists."""
    table = given.candidate.c
    held = (table.person == person) & (table.standing == Standing.HELD.value)
    return int(connection.scalar(select(func.count()).select_from(given.candidate).where(held)) or 0)


def stamp(connection: Connection, list_: str, name: str) -> None:
    """Let all that are chosen now be in the draft of this name, and nobody else."""
    table = given.candidate
    of_list = table.c.list == list_
    connection.execute(update(table).where(of_list & (table.c.stamp != "")).values(stamp=""))
    connection.execute(update(table).where(of_list & (table.c.standing == Standing.CHOSEN.value)).values(stamp=name))


def remove(connection: Connection, list_: str, entities: Sequence[Entity]) -> None:
    """Let go of these: they stand in the list now."""
    for start in range(0, len(entities), AT_ONCE):
        connection.execute(delete(given.candidate).where(_these(list_, entities[start : start + AT_ONCE])))


def clear(connection: Connection, list_: str) -> None:
    """Let go of all who may have come into a list: nobody will."""
    connection.execute(delete(given.candidate).where(given.candidate.c.list == list_))


def forget(connection: Connection, person: str, accounts: Collection[str]) -> None:
    """Let go of what was to be said of these accounts."""
    table = given.candidate
    connection.execute(
        delete(table).where((table.c.person == person) & among(connection, table.c.account, [*accounts]))
    )


def acted(
    connection: Connection, person: str, rules: Sequence[str], least: Severity, since: datetime
) -> Iterator[Delivery]:
    """Mutes and blocks that stand, by these rules and for so much: of each account the latest."""
    table = schema.delivery
    done = (table.c.task == Task.ACT.value) & (table.c.status == Status.DONE.value) & table.c.kind.in_(KINDS)
    meant = among(connection, table.c.rule, rules) & (table.c.severity >= int(least))
    where = (table.c.person == person) & (table.c.planned_at >= micros(since)) & done & meant
    query = select(table).where(where).order_by(table.c.subject, table.c.planned_at.desc(), table.c.id)
    last = ""
    for row in connection.execute(query, execution_options={"yield_per": AT_ONCE}).mappings():
        if row["subject"] != last:
            last = row["subject"]
            yield delivery_of(row)


def _found(connection: Connection, where: ColumnElement[bool]) -> list[Candidate]:
    query = select(given.candidate).where(where).order_by(given.candidate.c.at, given.candidate.c.key)
    return [_candidate(row) for row in connection.execute(query).mappings()]


def _these(list_: str, entities: Sequence[Entity]) -> ColumnElement[bool]:
    table = given.candidate.c
    return (table.list == list_) & tuple_(table.kind, table.key).in_([(one.kind.value, one.key) for one in entities])


def _row(one: Candidate) -> dict[str, Any]:
    return {
        "list": one.list,
        "id": one.id,
        "kind": one.entity.kind.value,
        "key": one.entity.key,
        "person": one.person,
        "account": one.account,
        "standing": one.standing.value,
        "grounds": " ".join(one.grounds),
        "noun": storable(msgspec.json.encode(one.change).decode()),
        "stamp": one.stamp,
        "by": one.by,
        "at": micros(one.at),
    }


def _candidate(row: Row) -> Candidate:
    return Candidate(
        id=row["id"],
        list=row["list"],
        person=row["person"],
        entity=Entity(kind=Sort(row["kind"]), key=row["key"]),
        account=row["account"],
        change=msgspec.json.decode(row["noun"], type=Change),
        standing=Standing(row["standing"]),
        grounds=tuple(row["grounds"].split()),
        stamp=row["stamp"],
        by=row["by"],
        at=moment(row["at"]),
    )
