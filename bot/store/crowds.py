"""Who came lately, in blocks in the order of arrival; the posts they came to; and what a person's hours are used to."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final

import numpy as np
from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    Insert,
    Select,
    bindparam,
    delete,
    func,
    select,
    union,
    update,
)

from bot.signals.surprise import Hour
from bot.signals.visits import HOSTILE, PACKED, flagged, hostile, unordered
from bot.store import asked, driver, schema
from bot.store.rows import Row, among, micros, upsert

BLOCK: Final = 64
"""Visits of one row, which then fits on a page."""
BLOCKS: Final = 1_024
"""Rows that are looked through at most, the last to arrive."""
OLDEST: Final = 32
"""Rows that are looked at when old ones are let go, more than one transaction adds."""


def lately(connection: Connection, person: str, since: int, until: int) -> bytes:
    """Visits to the person about this span of time (seconds), one after the other in the order of arrival."""
    blocks = asked.scalars(connection, _lately(), {"person": person, "since": since, "until": until})
    return b"".join(reversed(blocks))


def hurting(connection: Connection, person: str, since: int, until: int) -> int:
    """How many hostile visits lie about this span of time."""
    return int(asked.scalar(connection, _hurting(), {"person": person, "since": since, "until": until}) or 0)


def keep(connection: Connection, person: str, visits: bytes, now: datetime, before: datetime) -> None:
    """Keep these too; when that begins a block, let go of the blocks that arrived before a moment, and of the posts."""
    last = next(iter(asked.mappings(connection, _last(), {"person": person})), None)
    rows = list(_blocks(person, visits, micros(now), last))
    upsert(connection, schema.crowd, rows)
    if last is None or rows[-1]["number"] > last["number"]:
        for one in (_old_blocks(), _old_posts()):
            asked.change(connection, one, {"whose": person, "before": micros(before)})


def name(connection: Connection, person: str, posts: Mapping[int, str], now: datetime) -> None:
    """Remember the URIs of these digests."""
    rows = [{"person": person, "digest": key, "uri": uri, "at": micros(now)} for key, uri in posts.items()]
    upsert(connection, schema.thread, rows, change=("uri",))


def uris(connection: Connection, person: str, digests: Collection[int]) -> dict[int, str]:
    """The URIs of these digests, as far as they are remembered."""
    table = schema.thread
    query = select(table.c.digest, table.c.uri).where((table.c.person == person) & table.c.digest.in_(digests))
    return {row.digest: row.uri for row in connection.execute(query)}


def add(connection: Connection, person: str, hours: Mapping[int, Hour]) -> None:
    """Count these too."""
    rows = [{"person": person, "hour": number, **hour._asdict()} for number, hour in hours.items()]
    for row in rows:
        asked.change(connection, _adding(connection.dialect.name), row)


def hours(connection: Connection, person: str, since: int, until: int) -> dict[int, Hour]:
    """What the hours from `since` to before `until` brought, by their number, and the first that ever brought any."""
    rows = asked.rows(connection, _hours(), {"person": person, "since": since, "until": until})
    return {number: Hour(authors, mentions, hurt) for number, authors, mentions, hurt in rows}


def forget(connection: Connection, person: str, authors: Collection[int], uris: Collection[str]) -> None:
    """Let go of what these authors brought, and of posts of these URIs."""
    table, thread = schema.crowd, schema.thread
    for row in connection.execute(select(table).where(table.c.person == person)).mappings().all():
        visits = unordered(row["visits"])
        left = visits[~np.isin(visits["author"], np.array(list(authors), dtype="<u8"))]
        if len(left) < len(visits):
            hurt = int(flagged(left, HOSTILE).sum())
            where = (table.c.person == person) & (table.c.number == row["number"])
            connection.execute(update(table).where(where).values(visits=left.tobytes(), hostile=hurt))
    named = (thread.c.person == person) & among(connection, thread.c.uri, list(uris))
    connection.execute(delete(thread).where(named))


# What is asked with each transaction is built once: that takes several times as long as the answer.


def _about() -> ColumnElement[bool]:
    table = schema.crowd
    since, until = table.c.last_at >= bindparam("since"), table.c.first_at <= bindparam("until")
    return (table.c.person == bindparam("person")) & since & until


@cache
def _lately() -> Select[Any]:
    table = schema.crowd
    return select(table.c.visits).where(_about()).order_by(table.c.number.desc()).limit(BLOCKS)


@cache
def _hurting() -> Select[Any]:
    return select(func.sum(schema.crowd.c.hostile)).where(_about())


@cache
def _last() -> Select[Any]:
    table = schema.crowd
    return select(table).where(table.c.person == bindparam("person")).order_by(table.c.number.desc()).limit(1)


@cache
def _old_blocks() -> Delete:
    table, whose = schema.crowd, schema.crowd.c.person == bindparam("whose")
    oldest = select(table.c.number).where(whose).order_by(table.c.number).limit(OLDEST)
    return delete(table).where(whose & table.c.number.in_(oldest) & (table.c.kept_at < bindparam("before")))


@cache
def _old_posts() -> Delete:
    thread, raid = schema.thread, schema.raid
    named = union(*(select(one).where(raid.c.person == bindparam("whose")) for one in (raid.c.root, raid.c.origin)))
    old = (thread.c.at < bindparam("before")) & thread.c.digest.not_in(named)
    return delete(thread).where((thread.c.person == bindparam("whose")) & old)


@cache
def _adding(dialect: str) -> Insert:
    table = schema.tide
    named: dict[str, Any] = {column.name: bindparam(column.name) for column in table.c}
    statement = driver.inserting(dialect, table).values(named)
    more = {one: table.c[one] + statement.excluded[one] for one in Hour._fields}
    return statement.on_conflict_do_update(index_elements=["person", "hour"], set_=more)


@cache
def _hours() -> Select[Any]:
    table = schema.tide
    whose = table.c.person == bindparam("person")
    first = select(func.min(table.c.hour)).where(whose).scalar_subquery()
    asked = ((table.c.hour >= bindparam("since")) & (table.c.hour < bindparam("until"))) | (table.c.hour == first)
    return select(table.c.hour, table.c.authors, table.c.mentions, table.c.hostile).where(whose & asked)


def _blocks(person: str, visits: bytes, now: int, last: Row | None) -> Iterator[dict[str, Any]]:
    """The last block as far as there is room in it, and those after it."""
    number, packed = (last["number"], last["visits"]) if last else (0, b"")
    if len(packed) >= BLOCK * PACKED.size:
        number, packed = number + 1, b""
    while visits:
        room = BLOCK * PACKED.size - len(packed)
        packed, visits = packed + visits[:room], visits[room:]
        at = unordered(packed)["at"]
        yield {
            "person": person,
            "number": number,
            "first_at": int(at.min()),
            "last_at": int(at.max()),
            "kept_at": now,
            "hostile": hostile(packed),
            "visits": packed,
        }
        number, packed = number + 1, b""
