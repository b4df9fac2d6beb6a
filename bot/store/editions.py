"""The versions of lists, and what in a list has had its time."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, Connection, func, select, tuple_

from bot.blocklists.change import Change
from bot.blocklists.entity import Entity, Kind
from bot.blocklists.subscription import Edition, Outcome
from bot.store import given
from bot.store.lists import STANDS
from bot.store.rows import Row, micros, moment, upsert


def put(connection: Connection, one: Edition) -> None:
    """Write a version as it stands."""
    upsert(connection, given.edition, [_row(one)])


def edition(connection: Connection, list_: str, version: int) -> Edition | None:
    """One of them."""
    table = given.edition
    query = select(table).where((table.c.list == list_) & (table.c.version == version))
    row = connection.execute(query).mappings().first()
    return None if row is None else edition_of(row)


def latest(connection: Connection, list_: str, before: int, most: int) -> list[Edition]:
    """The versions before one, the newest first; all where it is 0."""
    table = given.edition
    query = select(table).where(table.c.list == list_).order_by(table.c.version.desc()).limit(most)
    if before:
        query = query.where(table.c.version < before)
    return [edition_of(row) for row in connection.execute(query).mappings()]


def expired(connection: Connection, list_: str, now: datetime, most: int) -> list[Entity]:
    """What stands in a list beyond its time."""
    table = given.listing.c
    over = (table.expires_at <= micros(now)) & table.type.in_(STANDS)
    query = select(table.kind, table.key).where((table.list == list_) & over).order_by(table.expires_at).limit(most)
    return [Entity(kind=Kind(kind), key=key) for kind, key in connection.execute(query)]


def to_review(connection: Connection, list_: str, now: datetime) -> int:
    """How many entries somebody should look at again."""
    table = given.listing.c
    due = (table.review_at <= micros(now)) & table.type.in_(STANDS)
    return int(connection.scalar(select(func.count()).where((table.list == list_) & due)) or 0)


def total(connection: Connection, list_: str) -> int:
    """Of how many a list ever said something."""
    return int(connection.scalar(select(func.count()).where(given.listing.c.list == list_)) or 0)


def logged(connection: Connection, list_: str) -> int:
    """How many changes its log has."""
    query = select(func.sum(given.edition.c.changes)).where(given.edition.c.list == list_)
    return int(connection.scalar(query) or 0)


def last_page(connection: Connection, list_: str, size: int) -> str:
    """The change after which the last page of a log begins; empty where there is one page only."""
    table, most = given.change.c, logged(connection, list_)
    begins = (most - 1) // size * size
    query = select(table.id).where(table.list == list_).order_by(table.id.desc())
    return str(connection.scalar(query.offset(most - begins).limit(1)) or "") if begins > 0 else ""


def published(connection: Connection, most: int) -> list[str]:
    """The names of the lists that everybody may see."""
    table = given.blocklist.c
    where = (table.origin == "own") & (table.version > 0) & table.closed_at.is_(None)
    return list(connection.scalars(select(table.slug).where(where).order_by(table.slug).limit(most)))


def followers(connection: Connection, list_: str) -> int:
    """For how many accounts of others a list is carried out."""
    table = given.follower.c
    where = (table.list == list_) & (table.own == "") & table.phase.in_(["joining", "active", "paused"])
    return int(connection.scalar(select(func.count()).where(where)) or 0)


def as_of(connection: Connection, list_: str, version: int) -> Iterator[Change]:
    """The log up to a version, the oldest first."""
    table = given.change.c
    query = select(table.noun).where((table.list == list_) & (table.version <= version)).order_by(table.id)
    for noun in connection.scalars(query, execution_options={"yield_per": 500}):
        yield msgspec.json.decode(noun, type=Change)


def turned(connection: Connection, list_: str, version: int) -> dict[Entity, Change | None]:
    """Of whom a list said anything after a version, and its last word on each up to it; None where it had none."""
    table = given.change.c
    later = select(table.kind, table.key).where((table.list == list_) & (table.version > version)).distinct()
    found: dict[Entity, Change | None] = {
        Entity(kind=Kind(kind), key=key): None for kind, key in connection.execute(later)
    }
    upto = (table.list == list_) & (table.version <= version) & tuple_(table.kind, table.key).in_(later)
    for noun in connection.scalars(select(table.noun).where(upto).order_by(table.id)):
        change = msgspec.json.decode(noun, type=Change)
        found[change.entity] = change
    return found


def settled(connection: Connection, list_: str, version: int) -> list[Entity]:
    """Of whom a version had the last word, be it that it took them off."""
    last = (given.change.c.list == list_) & (given.change.c.version == version)
    query = select(given.change.c.kind, given.change.c.key).select_from(_JOINED).where(last)
    return [Entity(kind=Kind(kind), key=key) for kind, key in connection.execute(query.order_by(given.change.c.id))]


def changed(connection: Connection, list_: str, version: int, most: int) -> Iterator[tuple[str, Entity]]:
    """Of whom a version said something that nothing has changed since: the id of each change and whom it is about."""
    log = given.change.c
    query = select(log.id, log.kind, log.key).select_from(_JOINED).where(_latest(list_, version)).order_by(log.id)
    for id_, kind, key in connection.execute(query.limit(most)):
        yield id_, Entity(kind=Kind(kind), key=key)


def count_changed(connection: Connection, list_: str, version: int) -> int:
    """How much that is."""
    query = select(func.count()).select_from(_JOINED).where(_latest(list_, version))
    return int(connection.scalar(query) or 0)


_JOINED: Final = given.listing.join(
    given.change, (given.listing.c.list == given.change.c.list) & (given.listing.c.change == given.change.c.id)
)


def _latest(list_: str, version: int) -> ColumnElement[bool]:
    stands = given.listing.c.type.in_(STANDS)
    return (given.change.c.list == list_) & (given.change.c.version == version) & stands


def _row(one: Edition) -> dict[str, Any]:
    """As it is written."""
    return msgspec.structs.asdict(one) | {"standing": one.standing.value, "at": micros(one.at)}


def edition_of(row: Row) -> Edition:
    """The inverse."""
    values = {name: row[name] for name in Edition.__struct_fields__ if name not in {"at", "standing"}}
    return Edition(**values, at=moment(row["at"]), standing=Outcome(row["standing"]))
