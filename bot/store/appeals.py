"""Who is listed and objects: their words are wrapped, and found again by a word that only they know."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, literal, select, tuple_

from bot.blocklists.entity import Entity, Kind
from bot.model.noun import Noun
from bot.store import given
from bot.store.rows import Row, micros, moment, upsert


class Standing(StrEnum):
    """What became of it."""

    OPEN = "open"
    UPHELD = "upheld"
    """They were right, and stand in the list no more."""
    DECLINED = "declined"


TOGETHER: Final = 100
"""Appeals about one entry that are heard at once, who waits longest first; then come the next."""


class Appeal(Noun, frozen=True, kw_only=True):
    """One objection."""

    id: str
    """Hex SHA-256 of the word."""
    person: str
    list: str
    entity: Entity
    asker: str = ""
    """Pseudonym of the address that sent it, while it is open."""
    box: bytes
    """What they wrote, wrapped."""
    standing: Standing = Standing.OPEN
    answer: bytes = b""
    """What was answered, wrapped."""
    by: str = ""
    at: datetime
    settled_at: datetime | None = None


class Question(NamedTuple):
    """All that waits about one entry: one question, however many sent it."""

    last: Appeal
    """The last that is heard now."""
    number: int


def put(connection: Connection, one: Appeal) -> None:
    """Write how it stands."""
    row = {
        "id": one.id,
        "person": one.person,
        "list": one.list,
        "kind": one.entity.kind.value,
        "key": one.entity.key,
        "asker": one.asker,
        "box": one.box,
        "standing": one.standing.value,
        "answer": one.answer,
        "by": one.by,
        "at": micros(one.at),
        "settled_at": None if one.settled_at is None else micros(one.settled_at),
    }
    upsert(connection, given.appeal, [row])


def appeal(connection: Connection, id_: str) -> Appeal | None:
    """One of them."""
    row = connection.execute(select(given.appeal).where(given.appeal.c.id == id_)).mappings().first()
    return None if row is None else _appeal(row)


def of_person(connection: Connection, person: str, some: Sequence[Standing], most: int) -> list[Appeal]:
    """A person's that stand so, the latest first."""
    table = given.appeal.c
    where = (table.person == person) & table.standing.in_([one.value for one in some])
    query = select(given.appeal).where(where).order_by(table.at.desc(), table.id).limit(most)
    return [_appeal(row) for row in connection.execute(query).mappings()]


def waiting(connection: Connection, person: str, list_: str = "") -> int:
    """How many entries wait for an answer: of a person, or of one of their lists."""
    grouped = _grouped(person)
    grouped = grouped.where(given.appeal.c.list == list_) if list_ else grouped
    return int(connection.scalar(select(func.count()).select_from(grouped.subquery())) or 0)


def questions(connection: Connection, person: str, most: int) -> list[Question]:
    """What waits, each entry once, who waits longest first."""
    found = []
    for list_, kind, key, number in connection.execute(_grouped(person).order_by(_FIRST).limit(most)).all():
        table, entity = given.appeal, Entity(kind=Kind(kind), key=key)
        query = select(table).where(_about(list_, entity)).order_by(table.c.at, table.c.id)
        row = connection.execute(query.offset(min(number, TOGETHER) - 1).limit(1)).mappings().one()
        found.append(Question(_appeal(row), number))
    return found


def together(connection: Connection, upto: Appeal) -> list[Appeal]:
    """What waits about the same entry, up to this one."""
    table = given.appeal
    before = tuple_(table.c.at, table.c.id) <= tuple_(literal(micros(upto.at)), literal(upto.id))
    query = select(table).where(_about(upto.list, upto.entity) & before).order_by(table.c.at, table.c.id)
    return [_appeal(row) for row in connection.execute(query).mappings()]


def about(connection: Connection, list_: str, entity: Entity) -> list[Appeal]:
    """All that waits about an entry."""
    query = select(given.appeal).where(_about(list_, entity)).order_by(given.appeal.c.at, given.appeal.c.id)
    return [_appeal(row) for row in connection.execute(query).mappings()]


def beginning_so(connection: Connection, person: str, id_: str) -> list[str]:
    """The ids, two at most, of what waits and begins so."""
    table = given.appeal.c
    where = (table.person == person) & (table.standing == Standing.OPEN.value)
    query = select(table.id).where(where & table.id.startswith(id_, autoescape=True)).limit(2)
    return list(connection.scalars(query))


def sent(connection: Connection, list_: str, asker: str) -> list[Entity]:
    """About whom one address has sent what waits in a list, each as often as it did."""
    table = given.appeal.c
    query = select(table.kind, table.key).where((table.list == list_) & (table.asker == asker))
    return [Entity(kind=Kind(kind), key=key) for kind, key in connection.execute(query)]


def count(connection: Connection, list_: str) -> int:
    """How many wait in a list."""
    table = given.appeal.c
    where = (table.list == list_) & (table.standing == Standing.OPEN.value)
    return int(connection.scalar(select(func.count()).select_from(given.appeal).where(where)) or 0)


_FIRST: Final = func.min(given.appeal.c.at)


def _grouped(person: str) -> Select[Any]:
    table = given.appeal.c
    where = (table.person == person) & (table.standing == Standing.OPEN.value)
    return (
        select(table.list, table.kind, table.key, func.count()).where(where).group_by(table.list, table.kind, table.key)
    )


def _about(list_: str, entity: Entity) -> ColumnElement[bool]:
    table = given.appeal.c
    same = (table.kind == entity.kind.value) & (table.key == entity.key)
    return (table.list == list_) & (table.standing == Standing.OPEN.value) & same


def _appeal(row: Row) -> Appeal:
    settled_at = row["settled_at"]
    return Appeal(
        id=row["id"],
        person=row["person"],
        list=row["list"],
        entity=Entity(kind=Kind(row["kind"]), key=row["key"]),
        asker=row["asker"],
        box=bytes(row["box"]),
        standing=Standing(row["standing"]),
        answer=bytes(row["answer"]),
        by=row["by"],
        at=moment(row["at"]),
        settled_at=None if settled_at is None else moment(settled_at),
    )
