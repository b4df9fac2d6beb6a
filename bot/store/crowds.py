"""Who came lately, in blocks in the order of arrival; the posts they came to; and what a person's hours are used to."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import numpy as np
from sqlalchemy import ColumnElement, Connection, delete, func, select, union, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.signals.surprise import Hour
from bot.signals.visits import HOSTILE, PACKED, VISIT, flagged, hostile
from bot.store import schema
from bot.store.rows import Row, among, micros, upsert

BLOCK: Final = 64
"""Visits of one row, which then fits on a page."""
BLOCKS: Final = 1_024
"""Rows that are looked through at most, the last to arrive."""
OLDEST: Final = 32
"""Rows that are looked at when old ones are let go, more than one transaction adds."""


def lately(connection: Connection, person: str, since: int, until: int) -> bytes:
    """Visits to the person about this span of time (seconds), one after the other."""
    table = schema.crowd
    query = select(table.c.visits).where(_about(person, since, until)).order_by(table.c.number.desc()).limit(BLOCKS)
    return b"".join(connection.scalars(query))


def hurting(connection: Connection, person: str, since: int, until: int) -> int:
    """How many hostile visits lie about this span of time."""
    total = select(func.sum(schema.crowd.c.hostile)).where(_about(person, since, until))
    return int(connection.scalar(total) or 0)


def keep(connection: Connection, person: str, visits: bytes, now: datetime, before: datetime) -> None:
    """Keep these too; when that begins a block, let go of the blocks that arrived before a moment, and of the posts."""
    table = schema.crowd
    query = select(table).where(table.c.person == person).order_by(table.c.number.desc()).limit(1)
    last = connection.execute(query).mappings().first()
    rows = list(_blocks(person, visits, micros(now), last))
    upsert(connection, table, rows)
    if last is None or rows[-1]["number"] > last["number"]:
        oldest = select(table.c.number).where(table.c.person == person).order_by(table.c.number).limit(OLDEST)
        old = table.c.number.in_(oldest) & (table.c.kept_at < micros(before))
        connection.execute(delete(table).where((table.c.person == person) & old))
        thread, raid = schema.thread, schema.raid
        named = union(*(select(one).where(raid.c.person == person) for one in (raid.c.root, raid.c.origin)))
        old = (thread.c.at < micros(before)) & thread.c.digest.not_in(named)
        connection.execute(delete(thread).where((thread.c.person == person) & old))


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
    table = schema.tide
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    rows = [{"person": person, "hour": number, **hour._asdict()} for number, hour in hours.items()]
    statement = make(table)
    more = {one: table.c[one] + statement.excluded[one] for one in Hour._fields}
    if rows:
        connection.execute(statement.on_conflict_do_update(index_elements=["person", "hour"], set_=more), rows)


def hours(connection: Connection, person: str, since: int, until: int) -> dict[int, Hour]:
    """What the hours from `since` to before `until` brought, by their number, and the first that ever brought any."""
    table = schema.tide
    whose = table.c.person == person
    first = select(func.min(table.c.hour)).where(whose).scalar_subquery()
    asked = ((table.c.hour >= since) & (table.c.hour < until)) | (table.c.hour == first)
    query = select(table.c.hour, table.c.authors, table.c.mentions, table.c.hostile).where(whose & asked)
    return {number: Hour(authors, mentions, hurt) for number, authors, mentions, hurt in connection.execute(query)}


def forget(connection: Connection, person: str, authors: Collection[int], uris: Collection[str]) -> None:
    """Let go of what these authors brought, and of posts of these URIs."""
    table, thread = schema.crowd, schema.thread
    for row in connection.execute(select(table).where(table.c.person == person)).mappings().all():
        visits = np.frombuffer(row["visits"], dtype=VISIT)
        left = visits[~np.isin(visits["author"], np.array(list(authors), dtype="<u8"))]
        if len(left) < len(visits):
            hurt = int(flagged(left, HOSTILE).sum())
            where = (table.c.person == person) & (table.c.number == row["number"])
            connection.execute(update(table).where(where).values(visits=left.tobytes(), hostile=hurt))
    named = (thread.c.person == person) & among(connection, thread.c.uri, list(uris))
    connection.execute(delete(thread).where(named))


def _about(person: str, since: int, until: int) -> ColumnElement[bool]:
    table = schema.crowd
    return (table.c.person == person) & (table.c.last_at >= since) & (table.c.first_at <= until)


def _blocks(person: str, visits: bytes, now: int, last: Row | None) -> Iterator[dict[str, Any]]:
    """The last block as far as there is room in it, and those after it."""
    number, packed = (last["number"], last["visits"]) if last else (0, b"")
    if len(packed) >= BLOCK * PACKED.size:
        number, packed = number + 1, b""
    while visits:
        room = BLOCK * PACKED.size - len(packed)
        packed, visits = packed + visits[:room], visits[room:]
        at = np.frombuffer(packed, dtype=VISIT)["at"]
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
