"""What is remembered; each function within one transaction of its caller. Costs do not grow with what is stored."""

import json
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from itertools import chain as joined
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select, union

from bot.evidence.chain import GENESIS, Entry
from bot.evidence.exhibit import Sealed, unseal
from bot.evidence.master import MasterKey
from bot.model.mention import Hidden
from bot.model.noun import Noun
from bot.model.reason import Severity
from bot.store import asked, schema
from bot.store.mentioned import UNTOLD, told_by
from bot.store.rows import Row, as_stored, by_person, listed, listing, meant, moment, place, written

PAGE = 250
"""Entries of a chain that are read at once: few, so that they are verified while the processor has them at hand."""


class Kept(Noun, frozen=True, kw_only=True):
    """A mention as the store knows it; its content stands in the exhibit."""

    person: str
    uri: str
    version: int
    platform: str
    author: str
    kind: str
    received_at: datetime
    decided_at: datetime
    severity: Severity
    reasons: tuple[str, ...]
    rules: tuple[str, ...]
    review: bool
    exhibit: str
    alert: str | None
    hidden: Hidden | None = None


def cursor(connection: Connection, source: str) -> str | None:
    """How far a source has been read."""
    found: str | None = asked.scalar(connection, _cursor(), {"its": source})
    return found


@cache
def _cursor() -> Select[Any]:
    return select(schema.cursor.c.value).where(schema.cursor.c.source == bindparam("its"))


def versions(connection: Connection, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], dict[str, int]]:
    """For each (person, uri): the revisions that are known, with their version numbers."""
    table = schema.mention
    found: dict[tuple[str, str], dict[str, int]] = {}
    for person, uris in by_person(keys).items():
        about = listing(connection, table.c.place, [place(uri) for uri in uris])
        query = _versions(connection.dialect.name)
        for uri, revision, version in asked.rows(connection, query, {"whose": person, "listed": about}):
            found.setdefault((person, uri), {})[revision] = version
    return found


@cache
def _versions(dialect: str) -> Select[Any]:
    table = schema.mention.c
    about = (table.person == bindparam("whose")) & listed(dialect, table.place)
    return select(table.uri, table.revision, table.version).where(about)


def kept(connection: Connection, where: ColumnElement[bool]) -> list[Kept]:
    """Mentions that fit, in the order in which they were decided."""
    return [kept_of(row) for row in connection.execute(fitting(where)).mappings()]


def latest(connection: Connection, person: str, author: str, most: int) -> list[Kept]:
    """What an author wrote that is kept, the latest first."""
    table = schema.mention.c
    whose = (table.person == person) & (table.author == author)
    query = select(schema.mention).where(whose).order_by(table.decided_at.desc()).limit(most)
    return [kept_of(row) for row in connection.execute(query).mappings()]


def fitting(where: ColumnElement[bool]) -> Select[Any]:
    """What asks for whole mentions, in the order in which they were decided."""
    table = schema.mention
    return select(table).where(where).order_by(table.c.decided_at, table.c.uri, table.c.version)


def mention(connection: Connection, uri: str) -> list[Kept]:
    """All versions of a mention, for every person it addresses."""
    return [kept_of(row) for row in asked.mappings(connection, _mention(), {"at": place(uri), "its": uri})]


@cache
def _mention() -> Select[Any]:
    table = schema.mention.c
    return fitting((table.place == bindparam("at")) & (table.uri == bindparam("its")))


def untold(connection: Connection, person: str, least: Severity = Severity.LOW) -> list[Kept]:
    """Mentions of this severity or more that no alert has told yet."""
    asks = {"whose": person, "least": int(least)}
    return [kept_of(row) for row in asked.mappings(connection, _untold(), asks)]


@cache
def _untold() -> Select[Any]:
    table = schema.mention.c
    return fitting(UNTOLD & (table.person == bindparam("whose")) & (table.severity >= bindparam("least")))


def content(connection: Connection, master: MasterKey, exhibit: str) -> bytes:
    """Open an exhibit. Raises KeyMissing where its key was destroyed."""
    return unseal(sealed(connection, exhibit), master)


def sealed(connection: Connection, exhibit: str) -> Sealed:
    """An exhibit as it stands; `wrapped` is empty where its key was destroyed."""
    box, key = schema.exhibit, schema.exhibit_key
    query = select(box, key.c.wrapped).outerjoin(key, box.c.id == key.c.id).where(box.c.id == exhibit)
    row = connection.execute(query).mappings().one()
    return _sealed(row)


def several(connection: Connection, exhibits: Collection[str]) -> list[Sealed]:
    """As `sealed`, those of these that are there."""
    return [_sealed(row) for row in asked.mappings(connection, _several(), {"ids": list(exhibits)})]


@cache
def _several() -> Select[Any]:
    box, key = schema.exhibit, schema.exhibit_key
    sealed = select(box, key.c.wrapped).outerjoin(key, box.c.id == key.c.id)
    return sealed.where(box.c.id.in_(bindparam("ids", expanding=True)))


def _sealed(row: Row) -> Sealed:
    """An exhibit; where somebody put in by hand what is no box, no key and no size, what does not open."""
    return Sealed(
        id=row["id"],
        box=_bytes(row["box"]),
        wrapped=_bytes(row["wrapped"]),
        digest=row["digest"],
        size=row["size"] if isinstance(row["size"], int) else -1,
    )


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else repr(value).encode() if value else b""


def exhibits(connection: Connection, person: str) -> Generator[Sealed, None, None]:
    """All exhibits of a person, one by one."""
    box, key = schema.exhibit, schema.exhibit_key
    query = select(box, key.c.wrapped).outerjoin(key, box.c.id == key.c.id).where(box.c.person == person)
    with connection.execute(query, execution_options={"yield_per": 500}) as found:
        for row in found.mappings():
            yield _sealed(row)


def people(connection: Connection) -> list[str]:
    """Everybody of whom there is a chain or an exhibit, whether their row is still there or not."""
    names = (schema.person.c.name, schema.entry.c.person, schema.exhibit.c.person)
    return sorted({name for name in connection.scalars(union(*map(select, names))) if name and isinstance(name, str)})


def chain(connection: Connection, person: str, upto: int | None = None) -> Iterator[Entry]:
    """The person's chain from its beginning, or up to an entry, one by one; each with the seal of the row before."""
    return joined.from_iterable(pages(connection, person, upto))


def pages(connection: Connection, person: str, upto: int | None = None) -> Iterator[list[Entry]]:
    """The same, some entries at a time, which costs less where there are a million; no page is empty."""
    table = schema.entry.c
    columns = table.number, table.at, table.event, table.payload, table.seal
    whose = table.person == person  # and no more, where all is asked for: a number put in by hand may be a text
    within = whose if upto is None else whose & (table.number <= upto)
    query = select(*map(as_stored, columns)).where(within).order_by("number")
    named, said, digits = (meant(connection, column) for column in (table.event, table.payload, table.seal))
    rows = connection.execute(query, execution_options={"yield_per": PAGE})
    previous = GENESIS.seal
    for page in rows.partitions():
        yield [
            Entry(
                person=person,
                number=number if number.__class__ is int else -1,  # put in by hand, as SQLite lets anybody
                at=written(at),
                event=named(event),
                payload=said(payload),
                previous=previous,
                seal=(previous := digits(seal)),
            )
            for number, at, event, payload, seal in page
        ]


def count(connection: Connection, what: str, where: Mapping[str, str] | None = None) -> int:
    """How many rows of a table have these values."""
    table = schema.metadata.tables[what]
    query = select(func.count()).select_from(table)
    for name, value in (where or {}).items():
        query = query.where(table.c[name] == value)
    return int(connection.scalar(query) or 0)


def get(connection: Connection, master: MasterKey, name: str) -> bytes | None:
    """A small secret that was put under a name."""
    box = asked.scalar(connection, _secret(), {"its": name})
    return None if box is None else master.unwrap(f"safe:{name}", box)


@cache
def _secret() -> Select[Any]:
    return select(schema.safe.c.box).where(schema.safe.c.name == bindparam("its"))


def kept_of(row: Row | Mapping[str, Any]) -> Kept:
    """The mention that stands in a row."""
    return Kept(
        person=row["person"],
        uri=row["uri"],
        version=row["version"],
        platform=row["platform"],
        author=row["author"],
        kind=row["kind"],
        received_at=moment(row["received_at"]),
        decided_at=moment(row["decided_at"]),
        severity=Severity(row["severity"]),
        reasons=tuple(json.loads(row["reasons"])),
        rules=tuple(json.loads(row["rules"])),
        review=bool(row["review"]),
        exhibit=row["exhibit"],
        alert=told_by(row["alert"]),
        hidden=Hidden(row["hidden"]) if row["hidden"] else None,
    )
