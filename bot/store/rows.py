"""How values stand in rows: moments as microseconds, nouns as JSON, event times packed."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Dialect, Insert, RowMapping, Table, Text, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.model.noun import EPOCH, micros

__all__ = ["Row", "among", "insert", "micros", "moment", "pack", "storable", "unpack", "upsert"]


def moment(value: int) -> datetime:
    """The inverse of `micros`."""
    return EPOCH + timedelta(microseconds=value)


def pack(values: Sequence[int]) -> bytes:
    """Event times (microseconds) as int64."""
    return array("q", values).tobytes()


def unpack(packed: bytes) -> tuple[int, ...]:
    """The inverse of `pack`."""
    values = array("q")
    values.frombytes(packed)
    return tuple(values)


def storable(value: str) -> str:
    """Text that every database takes: U+FFFD, one for one, for NUL and lone surrogates."""
    if "\x00" in value or not value.isprintable():
        return "".join("\ufffd" if char == "\x00" or "\ud800" <= char <= "\udfff" else char for char in value)
    return value


def insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert all, in one call; all rows have the same columns."""
    if rows:
        _each(connection, _inserting(connection.dialect, table, tuple(rows[0])), rows)


def upsert(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], change: tuple[str, ...] = ()
) -> None:
    """Insert each, or change these columns (all, if none is named) where its primary key is there already.

    All rows have the same columns.
    """
    if rows:
        columns = tuple(rows[0])
        _each(connection, _upserting(connection.dialect, table, columns, change or columns), rows)


Pick = Callable[[Mapping[str, Any]], tuple[Any, ...]]
Statement = tuple[str, Pick | None]
"""SQL, and what puts its parameters in order where they go by position."""


@lru_cache(maxsize=64)
def _inserting(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> Statement:
    return _compiled(dialect, table.insert().values(dict.fromkeys(columns)))


@lru_cache(maxsize=64)
def _upserting(dialect: Dialect, table: Table, columns: tuple[str, ...], change: tuple[str, ...]) -> Statement:
    make = sqlite.insert if dialect.name == "sqlite" else postgresql.insert
    statement = make(table).values(dict.fromkeys(columns))
    keys = [column.name for column in table.primary_key]
    changed = {name: statement.excluded[name] for name in change if name not in keys}
    return _compiled(dialect, statement.on_conflict_do_update(index_elements=keys, set_=changed))


def _compiled(dialect: Dialect, statement: Insert) -> Statement:
    compiled = statement.compile(dialect=dialect)
    names = getattr(compiled, "positiontup", None)
    return str(compiled), _picking(tuple(names)) if names else None


def _picking(names: tuple[str, ...]) -> Pick:
    (first, *others) = names
    return itemgetter(first, *others) if others else lambda row: (row[first],)


def _each(connection: Connection, statement: Statement, rows: Sequence[Mapping[str, Any]]) -> None:
    """Execute for each row, past SQLAlchemy's work on every single parameter: our values need none."""
    sql, names = statement
    connection.exec_driver_sql(sql, [names(row) for row in rows] if names else list(rows))


def among(connection: Connection, column: ColumnElement[str], values: Sequence[str]) -> ColumnElement[bool]:
    """`column IN values` as one parameter, whatever their number."""
    if connection.dialect.name == "sqlite":
        listed = func.json_each(msgspec.json.encode(values).decode()).table_valued("value")
        return column.in_(select(listed.c.value))
    return column == func.any(literal(list(values), postgresql.ARRAY(Text)))


Row = RowMapping
