"""How values stand in rows: moments as microseconds, nouns as JSON, event times packed."""

from array import array
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from operator import itemgetter
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Dialect,
    Insert,
    LargeBinary,
    RowMapping,
    Table,
    Text,
    Update,
    and_,
    bindparam,
    func,
    literal,
    select,
    type_coerce,
    update,
)
from sqlalchemy.types import NullType

from bot.model.noun import EPOCH, micros, utc
from bot.store import driver
from bot.store.columns import Base64, Hex, part, stored

__all__ = [
    "Row",
    "among",
    "as_stored",
    "by_person",
    "change",
    "insert",
    "insert_columns",
    "listed",
    "listing",
    "meant",
    "micros",
    "moment",
    "pack",
    "place",
    "says",
    "storable",
    "unpack",
    "upsert",
    "written",
]


def moment(value: int) -> datetime:
    """The inverse of `micros`."""
    return EPOCH + timedelta(microseconds=value)


@lru_cache(maxsize=64)
def written(at: int) -> str:
    """A moment as it was sealed; many entries share one. What is none was never sealed."""
    try:
        return utc(moment(at))
    except (TypeError, OverflowError):
        return repr(at)


def pack(values: Sequence[int]) -> bytes:
    """Event times (microseconds) as int64."""
    return array("q", values).tobytes()


def unpack(packed: bytes) -> tuple[int, ...]:
    """The inverse of `pack`."""
    values = array("q")
    values.frombytes(packed)
    return tuple(values)


def place(uri: str) -> str:
    """What mentions are found by: 120 bits of the SHA-256 of their URI, in 20 letters, whatever the length of it."""
    return urlsafe_b64encode(sha256(uri.encode(errors="surrogatepass")).digest()[:15]).decode()


def storable(value: str) -> str:
    """Text that every database takes: U+FFFD, one for one, for NUL and lone surrogates."""
    if "\x00" in value or not value.isprintable():
        return "".join("\ufffd" if char == "\x00" or "\ud800" <= char <= "\udfff" else char for char in value)
    return value


def insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert all, in one call; all rows have the same columns."""
    if rows:
        _each(connection, _inserting(_dialect(connection), table, tuple(rows[0])), rows)


def insert_columns(connection: Connection, table: Table, columns: Mapping[str, Iterable[Any]]) -> None:
    """As `insert`, of values that stand by column, which takes a tenth less time; all of one length."""
    sql, names, changes = _inserting(_dialect(connection), table, tuple(columns))
    ready = {name: map(changes[name], column) if name in changes else column for name, column in columns.items()}
    rows = list(zip(*(ready[name] for name in names or columns), strict=True))
    if rows and names:
        driver.run_each(connection, sql, rows)
    elif rows:
        connection.exec_driver_sql(sql, [dict(zip(columns, row, strict=True)) for row in rows])


def upsert(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], change: tuple[str, ...] = ()
) -> None:
    """Insert each, or change these columns (all, if none is named) where its primary key is there already.

    All rows have the same columns.
    """
    if rows:
        columns = tuple(rows[0])
        _each(connection, _upserting(_dialect(connection), table, columns, change or columns), rows)


def change(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], found_by: tuple[str, ...]) -> None:
    """Change rows that are there, each found by these of its columns; all rows have the same columns."""
    if rows:
        _each(connection, _changing(_dialect(connection), table, tuple(rows[0]), found_by), rows)


class Statement(NamedTuple):
    """How rows are written."""

    sql: str
    names: tuple[str, ...] | None
    """Of the parameters, where they go by position."""
    changes: Mapping[str, Callable[[Any], Any]]
    """What makes a value of a column ready for the driver, where anything must."""


@lru_cache(maxsize=64)
def _inserting(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> Statement:
    return _compiled(dialect, table, table.insert().values(dict.fromkeys(columns)))


@lru_cache(maxsize=64)
def _upserting(dialect: Dialect, table: Table, columns: tuple[str, ...], change: tuple[str, ...]) -> Statement:
    statement = driver.inserting(dialect.name, table).values(dict.fromkeys(columns))
    keys = [column.name for column in table.primary_key]
    changed = {name: statement.excluded[name] for name in change if name not in keys}
    return _compiled(dialect, table, statement.on_conflict_do_update(index_elements=keys, set_=changed))


@lru_cache(maxsize=64)
def _changing(dialect: Dialect, table: Table, columns: tuple[str, ...], found_by: tuple[str, ...]) -> Statement:
    row = and_(*(table.c[name] == bindparam(name) for name in found_by))
    changes: dict[str, Any] = {name: bindparam(name) for name in columns if name not in found_by}
    return _compiled(dialect, table, update(table).where(row).values(**changes))


def _dialect(connection: Connection) -> Dialect:
    return driver.DIALECT if connection.dialect.name == "sqlite" else connection.dialect


def _compiled(dialect: Dialect, table: Table, statement: Insert | Update) -> Statement:
    compiled = statement.compile(dialect=dialect)
    names = getattr(compiled, "positiontup", None)
    changes = {name: change for name in compiled.params if (change := stored(table.c[name].type))}
    return Statement(str(compiled), tuple(names) if names else None, changes)


def _each(connection: Connection, statement: Statement, rows: Sequence[Mapping[str, Any]]) -> None:
    """Execute for each row, past SQLAlchemy's work on every single parameter: our values hardly need any."""
    sql, names, changes = statement
    if names:
        columns = (_column(rows, name, changes.get(name)) for name in names)
        driver.run_each(connection, sql, list(zip(*columns, strict=True)))
    else:
        ready = [{**row, **{name: change(row[name]) for name, change in changes.items()}} for row in rows]
        connection.exec_driver_sql(sql, ready)


def _column(rows: Sequence[Mapping[str, Any]], name: str, change: Callable[[Any], Any] | None) -> Iterable[Any]:
    values = map(itemgetter(name), rows)
    return map(change, values) if change else values


def among(connection: Connection, column: ColumnElement[str], values: Sequence[str]) -> ColumnElement[bool]:
    """`column IN values` as one parameter, whatever their number."""
    return listed(connection.dialect.name, column, literal(listing(connection, column, values)))


def listed(dialect: str, column: ColumnElement[str], values: ColumnElement[Any] | None = None) -> ColumnElement[bool]:
    """`column IN` what `listing` gives, for statements that are made once: each making takes longer than to execute."""
    values = bindparam("listed") if values is None else values
    bare = isinstance(column.type, Hex | Base64)
    if dialect == "sqlite":
        each = func.json_each(values).table_valued("value").c.value
        return column.in_(select(func.from_base64(each) if bare else each))
    return column == func.any(type_coerce(values, ARRAY(LargeBinary if bare else Text)))


def listing(connection: Connection, column: ColumnElement[str], values: Sequence[str]) -> Any:
    """The parameter `listed` of a statement that has `listed(column)`."""
    change = stored(column.type)
    ready = list(map(change, values)) if change else list(values)
    return msgspec.json.encode(ready).decode() if connection.dialect.name == "sqlite" else ready


def by_person(keys: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Keys (person, anything) by person, each once."""
    found: dict[str, list[str]] = {}
    for person, key in dict.fromkeys(keys):
        found.setdefault(person, []).append(key)
    return found


def as_stored(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column whose values come as they stand: SQLAlchemy takes long to ask our types about each of a million rows."""
    return type_coerce(column, NullType())


def meant(connection: Connection, column: ColumnElement[Any]) -> Callable[[Any], Any]:
    """What such a value of the column means, by our type of it."""
    told = column.type.result_processor(connection.dialect, None)
    return told or (lambda value: value)


def says(connection: Connection, payload: ColumnElement[Any], key: str, value: str) -> ColumnElement[bool]:
    """Whether what an entry says may hold this; the bytes can be there by chance, so look at what is found."""
    sought = literal(part(key, value), LargeBinary)
    if connection.dialect.name == "sqlite":
        return func.instr(payload, sought) > 0
    return func.position(sought.op("IN")(payload)) > 0


Row = RowMapping | Mapping[str, Any]
