"""Statements that are made once and asked often: SQLAlchemy writes them, and SQLite answers past it (store/driver).

A statement is known by itself, so ask only with what a `@cache`d function gives: any other is prepared each time anew.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from sqlalchemy import BindParameter, CompoundSelect, Connection, LargeBinary, Select, TextClause, UpdateBase
from sqlalchemy.types import TypeEngine

from bot.store import driver

Values = Mapping[str, Any]
"""Of the parameters of a statement, by their names."""
Process = Callable[[Any], Any]
Statement = Select[Any] | CompoundSelect[Any] | UpdateBase | TextClause
NONE: Final[Values] = MappingProxyType({})
_LIST: Final = re.compile(r"__\[POSTCOMPILE_(\w+)\]")


class Ready(NamedTuple):
    """A statement as SQLite takes it."""

    sql: str
    """Lists have no place for each of their values yet."""
    names: tuple[str, ...]
    """Of the parameters, in order."""
    known: Values
    """What stands in the statement itself, ready for the driver."""
    changes: Mapping[str, Process]
    """What makes a value ready for the driver, where anything must."""
    lists: frozenset[str]
    means: tuple[tuple[int, Process], ...]
    """What makes a value of a column what it means, where anything must; by their places."""


def rows(connection: Connection, statement: Statement, asked: Values = NONE) -> list[tuple[Any, ...]]:
    """All that it finds."""
    if connection.dialect.name != "sqlite":
        return [tuple(row) for row in connection.execute(statement, asked)]
    return _asked(connection, statement, asked)[0]


def mappings(connection: Connection, statement: Statement, asked: Values = NONE) -> list[dict[str, Any]]:
    """The same, by the names of the columns."""
    if connection.dialect.name != "sqlite":
        return [dict(row) for row in connection.execute(statement, asked).mappings()]
    found, names = _asked(connection, statement, asked)
    return [dict(zip(names, row, strict=True)) for row in found]


def scalars(connection: Connection, statement: Statement, asked: Values = NONE) -> list[Any]:
    """The first column."""
    return [row[0] for row in rows(connection, statement, asked)]


def scalar(connection: Connection, statement: Statement, asked: Values = NONE) -> Any:
    """The first column of the first row; None where there is no row."""
    return next(iter(scalars(connection, statement, asked)), None)


def change(connection: Connection, statement: Statement, asked: Values = NONE) -> int:
    """How many rows it changed."""
    if connection.dialect.name != "sqlite":
        return int(connection.execute(statement, asked).rowcount)
    sql, values = _filled(_ready(statement), asked)
    return driver.run(connection, sql, values).rowcount


def _asked(
    connection: Connection, statement: Statement, asked: Values
) -> tuple[list[tuple[Any, ...]], tuple[str, ...]]:
    ready = _ready(statement)
    sql, values = _filled(ready, asked)
    cursor = driver.run(connection, sql, values)
    found: list[tuple[Any, ...]] = cursor.fetchall()
    if ready.means:
        found = [_meant(row, ready.means) for row in found]
    return found, tuple(column[0] for column in cursor.description)


def _meant(row: tuple[Any, ...], means: tuple[tuple[int, Process], ...]) -> tuple[Any, ...]:
    changed = list(row)
    for place, meant in means:
        changed[place] = meant(changed[place])
    return tuple(changed)


def _filled(ready: Ready, asked: Values) -> tuple[str, list[Any]]:
    """The statement, and what stands in each of its places."""
    values: list[Any] = []
    for name in ready.names:
        if name not in asked:
            value = ready.known[name]
        elif name not in ready.changes:
            value = asked[name]
        elif name in ready.lists:
            value = list(map(ready.changes[name], asked[name]))
        else:
            value = ready.changes[name](asked[name])
        values += value if name in ready.lists else [value]
    if not ready.lists:
        return ready.sql, values
    lengths = {name: len(asked[name] if name in asked else ready.known[name]) for name in ready.lists}
    return _LIST.sub(lambda found: ", ".join("?" * lengths[found[1]]), ready.sql), values


@lru_cache(maxsize=512)
def _ready(statement: Statement) -> Ready:
    compiled = statement.compile(dialect=driver.DIALECT)
    names = tuple(compiled.positiontup or ())
    binds = {name: compiled.binds[name] for name in names}
    changes = {name: change for name, bind in binds.items() if (change := _change(bind.type))}
    lists = frozenset(name for name, bind in binds.items() if bind.expanding)
    known = {name: _ready_value(bind, changes.get(name)) for name, bind in binds.items() if not bind.required}
    columns = statement.selected_columns if isinstance(statement, Select | CompoundSelect) else ()
    told = (column.type.dialect_impl(driver.DIALECT).result_processor(driver.DIALECT, None) for column in columns)
    means = tuple((place, meant) for place, meant in enumerate(told) if meant)
    return Ready(str(compiled), names, known, changes, lists, means)


def _change(kind: TypeEngine[Any]) -> Process | None:
    """What makes a value of this kind ready for the driver, which takes bytes as they are."""
    return None if type(kind) is LargeBinary else kind.dialect_impl(driver.DIALECT).bind_processor(driver.DIALECT)


def _ready_value(bind: BindParameter[Any], change: Process | None) -> Any:
    value: Any = bind.effective_value
    if change is None:
        return value
    return list(map(change, value)) if bind.expanding else change(value)
