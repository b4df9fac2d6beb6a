"""SQLite asked past SQLAlchemy, whose work on one statement takes ten times as long as the answer."""

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

DIALECT: Final[Dialect] = sqlite.dialect()
"""For which statements are written once for all databases: each engine has a dialect of its own."""
Values = Sequence[Any]
"""Of the parameters of a statement, by their places."""


def inserting(dialect: str, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """The INSERT of this database that can say what becomes of a row that is there already: `on_conflict_do_update`."""
    if dialect == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - 3 MB, for those who have it

    return postgresql.insert(table)


def run(connection: Connection, sql: str, values: Values = ()) -> sqlite3.Cursor:
    """Execute within the transaction of a connection to SQLite. Raises what SQLAlchemy raises: OperationalError, …"""
    try:
        return _raw(connection).execute(sql, values)
    except sqlite3.Error as error:
        raise _wrapped(connection, sql, values, error) from error


def run_each(connection: Connection, sql: str, rows: Sequence[Values]) -> None:
    """As `run`, for each of these."""
    try:
        _raw(connection).executemany(sql, rows)
    except sqlite3.Error as error:
        raise _wrapped(connection, sql, rows, error) from error


def _raw(connection: Connection) -> sqlite3.Connection:
    return cast(sqlite3.Connection, connection.connection.dbapi_connection)


def _wrapped(connection: Connection, sql: str, values: Values, error: sqlite3.Error) -> BaseException:
    return DBAPIError.instance(sql, values, error, sqlite3.Error, dialect=connection.dialect)
