"""Raids as they are remembered, and what was written in support of a person."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, Update, bindparam, delete, func, select, update

from bot.model.raid import Raid
from bot.signals.visits import digest
from bot.store import asked, schema
from bot.store.mentioned import UNTOLD
from bot.store.rows import Row, among, listed, listing, micros, moment, place, upsert


def every(connection: Connection, person: str) -> list[Raid]:
    """All raids on a person, in the order in which they were recognised."""
    return [_raid(row) for row in asked.mappings(connection, _every(), {"person": person})]


def ongoing(connection: Connection) -> list[Raid]:
    """Those that last, of all people."""
    return [_raid(row) for row in asked.mappings(connection, _ongoing())]


@cache
def _ongoing() -> Select[Any]:
    return _raids().where(schema.raid.c.ended_at.is_(None))


@cache
def _every() -> Select[Any]:
    """Built once, since it is asked with each transaction."""
    return _raids().where(schema.raid.c.person == bindparam("person"))


def _raids() -> Select[Any]:
    table, root, origin = schema.raid, schema.thread.alias(), schema.thread.alias()
    joined = table.outerjoin(root, (root.c.person == table.c.person) & (root.c.digest == table.c.root)).outerjoin(
        origin, (origin.c.person == table.c.person) & (origin.c.digest == table.c.origin)
    )
    own = (column for column in table.c if column.name not in {"root", "origin"})
    query = select(*own, root.c.uri.label("root"), origin.c.uri.label("origin")).select_from(joined)
    return query.order_by(table.c.person, table.c.number)


def put(connection: Connection, raids: Iterable[Raid]) -> None:
    """Remember them as they stand."""
    upsert(connection, schema.raid, [_row(one) for one in raids])


def drop(connection: Connection, person: str, numbers: Collection[int]) -> None:
    """Forget those that were parts of another."""
    table = schema.raid
    connection.execute(delete(table).where((table.c.person == person) & table.c.number.in_(numbers)))


def told_before(connection: Connection, raid: Raid) -> None:
    """Note that the raid's alert tells what strangers wrote in it until now, where that waits for a digest."""
    table, relation = schema.mention, schema.relation
    near = select(relation.c.account).where(
        (relation.c.person == raid.person) & (relation.c.following.is_(True) | relation.c.trusted.is_(True))
    )
    strange = ~among(connection, table.c.author, list(connection.scalars(near)))
    within = (table.c.person == raid.person) & (table.c.received_at >= micros(raid.since))
    connection.execute(update(table).where(UNTOLD, within, strange).values(alert=raid.alert))


def told(connection: Connection, raid: Raid, uris: Sequence[str]) -> None:
    """Note that the raid's alert tells of these posts, where no other alert does."""
    places = listing(connection, schema.mention.c.place, [place(uri) for uri in uris])
    asks = {"whose": raid.person, "listed": places, "by": raid.alert}
    asked.change(connection, _telling(connection.dialect.name), asks)


@cache
def _telling(dialect: str) -> Update:
    table = schema.mention
    these = (table.c.person == bindparam("whose")) & listed(dialect, table.c.place)
    return update(table).where(UNTOLD, these).values(alert=bindparam("by"))


class Seen(NamedTuple):
    """What stands in the rows of a raid's mentions: one count for each of these values together."""

    slot: int
    """Microseconds since 1970 UTC at which the ten minutes begin."""
    severity: int
    hidden: str
    gone: bool
    mentions: int


def seen(connection: Connection, raid: Raid, width: int) -> list[Seen]:
    """How many mentions the raid brought, of what severity, hidden from the person or not, gone by now or not."""
    table = schema.mention
    slot = (table.c.received_at - table.c.received_at % width).label("slot")
    hidden, gone = func.coalesce(table.c.hidden, "").label("why"), table.c.deleted_at.is_not(None).label("lost")
    within = table.c.received_at.between(micros(raid.since), micros(raid.until) + 999_999)
    query = select(slot, table.c.severity, hidden, gone, func.count()).where((table.c.person == raid.person) & within)
    rows = connection.execute(query.group_by("slot", table.c.severity, "why", "lost"))
    return sorted(Seen(int(at), severity, why, bool(lost), count) for at, severity, why, lost, count in rows)


class Kindness(NamedTuple):
    """One thing that was written in support."""

    person: str
    uri: str
    author: str
    kind: str
    at: datetime


def thank(connection: Connection, kind: Sequence[Kindness]) -> None:
    """Keep what was written in support, each post once."""
    rows = [
        {
            "person": one.person,
            "place": place(one.uri),
            "author": one.author,
            "kind": one.kind,
            "at": micros(one.at),
            "told": False,
        }
        for one in kind
    ]
    upsert(connection, schema.support, rows, change=("kind",))


def untold(connection: Connection, person: str) -> list[tuple[str, str, datetime, str]]:
    """Support that no digest has told: kind, exhibit of the post, when, author; the earliest first."""
    found = asked.rows(connection, _untold(), {"whose": person})
    return [(kind, exhibit, moment(at), author) for kind, exhibit, at, author in found]


@cache
def _untold() -> Select[Any]:
    table, mention = schema.support, schema.mention
    both = table.join(mention, (table.c.place == mention.c.place) & (table.c.person == mention.c.person))
    query = select(table.c.kind, mention.c.exhibit, table.c.at, table.c.author).select_from(both)
    where = (table.c.person == bindparam("whose")) & table.c.told.is_(False) & (mention.c.version == 1)
    return query.where(where).order_by(table.c.at, table.c.place)


def thanked(connection: Connection, person: str) -> None:
    """Note that a digest has told all of it."""
    table = schema.support
    connection.execute(update(table).where((table.c.person == person) & table.c.told.is_(False)).values(told=True))


def forget(connection: Connection, person: str, uris: Sequence[str]) -> None:
    """Let go of what was written in support in posts of these URIs."""
    table = schema.support
    places = among(connection, table.c.place, [place(uri) for uri in uris])
    connection.execute(delete(table).where((table.c.person == person) & places))


def _row(one: Raid) -> dict[str, Any]:
    return {
        "person": one.person,
        "number": one.number,
        "since": micros(one.since),
        "until": micros(one.until),
        "rest": one.rest,
        "authors": one.authors,
        "hostile": one.hostile,
        "supporters": one.supporters,
        "mentions": one.mentions,
        "root": digest(one.root),
        "origin": digest(one.origin),
        "alert": one.alert,
        "told": one.told,
        "ended_at": micros(one.ended_at) if one.ended_at else None,
    }


def _raid(row: Row) -> Raid:
    ended = row["ended_at"]
    plain = (
        "person",
        "number",
        "rest",
        "authors",
        "hostile",
        "supporters",
        "mentions",
        "root",
        "origin",
        "alert",
        "told",
    )
    return Raid(
        **{name: row[name] for name in plain},
        since=moment(row["since"]),
        until=moment(row["until"]),
        ended_at=None if ended is None else moment(ended),
    )
