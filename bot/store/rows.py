"""How values stand in rows: moments as microseconds, nouns as JSON, event times packed."""

from array import array
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, Table
from sqlalchemy.dialects import postgresql, sqlite

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """Microseconds since 1970 UTC."""
    return (moment - EPOCH) // MICROSECOND


def moment(value: int) -> datetime:
    """The inverse of `micros`."""
    return EPOCH + timedelta(microseconds=value)


def pack(moments: Sequence[datetime]) -> bytes:
    """Event times as int64."""
    return array("q", map(micros, moments)).tobytes()


def unpack(packed: bytes) -> tuple[datetime, ...]:
    """The inverse of `pack`."""
    values = array("q")
    values.frombytes(packed)
    return tuple(map(moment, values))


def storable(value: str) -> str:
    """Text that every database takes: U+FFFD, one for one, for NUL and lone surrogates."""
    if "\x00" in value or not value.isprintable():
        return "".join("\ufffd" if char == "\x00" or "\ud800" <= char <= "\udfff" else char for char in value)
    return value


def insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert all, in one call."""
    if rows:
        connection.execute(table.insert(), list(rows))


def upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert each, or change its columns where its primary key is there already; all rows have the same columns."""
    if not rows:
        return
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = make(table)
    keys = [column.name for column in table.primary_key]
    changed = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed), list(rows))


Row = RowMapping
