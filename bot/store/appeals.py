"""Who is listed and objects: their words are wrapped, and found again by a word that only they know."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, func, select

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


class Appeal(Noun, frozen=True, kw_only=True):
    """One objection."""

    id: str
    """Hex SHA-256 of the word."""
    person: str
    list: str
    entity: Entity
    box: bytes
    """What they wrote, wrapped."""
    standing: Standing = Standing.OPEN
    answer: bytes = b""
    """What was answered, wrapped."""
    by: str = ""
    at: datetime
    settled_at: datetime | None = None


def put(connection: Connection, one: Appeal) -> None:
    """Write how it stands."""
    row = {
        "id": one.id,
        "person": one.person,
        "list": one.list,
        "kind": one.entity.kind.value,
        "key": one.entity.key,
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
    """A person's that stand so, who waits longest first."""
    table = given.appeal.c
    where = (table.person == person) & table.standing.in_([one.value for one in some])
    query = select(given.appeal).where(where).order_by(table.at, table.id).limit(most)
    return [_appeal(row) for row in connection.execute(query).mappings()]


def waiting(connection: Connection, person: str, list_: str = "", entity: Entity | None = None) -> int:
    """How many wait: of a person, of one of their lists, or there of one account."""
    table = given.appeal.c
    where = (table.person == person) & (table.standing == Standing.OPEN.value)
    where = where & (table.list == list_) if list_ else where
    where = where & (table.kind == entity.kind.value) & (table.key == entity.key) if entity else where
    return int(connection.scalar(select(func.count()).select_from(given.appeal).where(where)) or 0)


def _appeal(row: Row) -> Appeal:
    settled_at = row["settled_at"]
    return Appeal(
        id=row["id"],
        person=row["person"],
        list=row["list"],
        entity=Entity(kind=Kind(row["kind"]), key=row["key"]),
        box=bytes(row["box"]),
        standing=Standing(row["standing"]),
        answer=bytes(row["answer"]),
        by=row["by"],
        at=moment(row["at"]),
        settled_at=None if settled_at is None else moment(settled_at),
    )
