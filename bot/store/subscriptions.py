"""Lists of others as rows: where they come from, what waits, what became of each version, whom nothing is done to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, select, true

from bot.blocklists.blocklist import Blocklist, Origin
from bot.blocklists.entity import Entity, Kind
from bot.blocklists.subscription import Edition, Outcome, Subscription
from bot.store import editions, given, lists
from bot.store.rows import Row, micros, moment, upsert

MOMENTS = ("checked_at", "good_at", "due_at")


def put(connection: Connection, one: Subscription) -> None:
    """Write a subscription as it stands now."""
    row = msgspec.structs.asdict(one)
    upsert(connection, given.subscription, [row | {name: _micros(row[name]) for name in MOMENTS}])


def of_list(connection: Connection, list_: str) -> Subscription | None:
    """Where a list comes from."""
    row = connection.execute(select(given.subscription).where(given.subscription.c.list == list_)).mappings().first()
    return None if row is None else _subscription(row)


def due(connection: Connection, people: Sequence[str], now: datetime, most: int) -> list[Subscription]:
    """Those that are to be looked at now, the longest due first."""
    table, lists = given.subscription, given.blocklist
    here = table.c.person.in_(people) & (table.c.due_at <= micros(now)) & lists.c.closed_at.is_(None)
    query = select(table).join(lists, lists.c.id == table.c.list).where(here).order_by(table.c.due_at).limit(most)
    return [_subscription(row) for row in connection.execute(query).mappings()]


def applied(connection: Connection, person: str) -> list[Blocklist]:
    """The lists of others that a person follows and of which a version holds."""
    found = lists.every(connection, person)
    return [one for one in found if one.origin is Origin.FOREIGN and one.version > 0]


def accepted(connection: Connection, list_: str) -> Edition | None:
    """The last version of a list that held and was not undone."""
    return _accepted(connection, list_, true())


def agreed(connection: Connection, list_: str, author: str) -> int:
    """The last version that a person accepted, and not the author of what is taken by itself; 0: there is none."""
    found = _accepted(connection, list_, given.edition.c.by != author)
    return found.version if found else 0


def size(connection: Connection, list_: str, version: int) -> int:
    """How many entries a version has; 0 where there is none."""
    found = editions.edition(connection, list_, version)
    return found.entries if found else 0


class Exempt(NamedTuple):
    """Somebody about whom no list does anything, or one list does not."""

    person: str
    list: str
    """Empty: all of them."""
    entity: Entity
    why: str
    by: str
    at: datetime
    found: str = ""
    """Their DID, where they are named otherwise and it was asked for."""


def exempt(connection: Connection, one: Exempt) -> None:
    """Let lists do nothing about somebody, for good."""
    key = {"person": one.person, "list": one.list, "kind": one.entity.kind.value, "key": one.entity.key}
    upsert(connection, given.exempt, [key | {"why": one.why, "by": one.by, "at": micros(one.at), "found": one.found}])


def include(connection: Connection, person: str, list_: str, entity: Entity) -> bool:
    """Take that back; whether it was so."""
    table = given.exempt.c
    same = (table.kind == entity.kind.value) & (table.key == entity.key)
    whose = (table.person == person) & (table.list == list_)
    return bool(connection.execute(delete(given.exempt).where(whose & same)).rowcount)


def exempted(connection: Connection, person: str, list_: str) -> list[Exempt]:
    """About whom one list does nothing, or none does; the latest first."""
    table = given.exempt.c
    query = select(given.exempt).where((table.person == person) & table.list.in_(["", list_]))
    rows = connection.execute(query.order_by(table.at.desc(), table.key)).mappings()
    return [
        Exempt(
            row["person"],
            row["list"],
            Entity(kind=Kind(row["kind"]), key=row["key"]),
            row["why"],
            row["by"],
            moment(row["at"]),
            row["found"],
        )
        for row in rows
    ]


def drop(connection: Connection, list_: str) -> None:
    """End a subscription: nothing is fetched any more, and nothing of what it said is kept."""
    for table in (given.subscription, given.listing, given.change, given.edition, given.exempt):
        connection.execute(delete(table).where(table.c.list == list_))


def free(connection: Connection, slug: str) -> bool:
    """Whether no list has this name."""
    return connection.scalar(select(given.blocklist.c.id).where(given.blocklist.c.slug == slug)) is None


def _accepted(connection: Connection, list_: str, which: ColumnElement[bool]) -> Edition | None:
    table = given.edition
    held = (table.c.list == list_) & (table.c.standing == Outcome.ACCEPTED.value) & which
    row = connection.execute(select(table).where(held).order_by(table.c.version.desc()).limit(1)).mappings().first()
    return None if row is None else editions.edition_of(row)


def _micros(at: Any) -> int | None:
    return None if at is None else micros(at)


def _moment(at: Any) -> datetime | None:
    return None if at is None else moment(at)


def _subscription(row: Row) -> Subscription:
    values = {name: row[name] for name in ("list", "person", "source", "form", "etag", "cursor", "trouble")}
    return Subscription(
        **values,
        checked_at=_moment(row["checked_at"]),
        good_at=_moment(row["good_at"]),
        due_at=moment(row["due_at"]),
        held=bytes(row["held"]),
    )
