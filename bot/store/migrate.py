"""Bringing a database to the schema of this release, from empty or from any earlier release."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select
from sqlalchemy.exc import DatabaseError

from bot.errors import ConfigError
from bot.store.database import Store
from bot.store.schema import metadata

RELEASE = "0011"
"""The schema of this release: the number of the newest script in `migrations/`. Known here, since Alembic weighs 11 MB
that a shield which has nothing to migrate need not carry."""
VERSION = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))
"""Alembic's own table."""


def migrate(store: Store) -> None:
    """Make or upgrade the tables. Raises ConfigError where the database is of a later release than this one."""
    with _reached(store) as connection:
        current = _current(connection)
        empty = current is None and not inspect(connection).get_table_names()
    if current == RELEASE:
        return
    if empty:
        _make(store)
        return
    from bot.store.upgrade import upgrade  # noqa: PLC0415 - see RELEASE

    upgrade(store, current)


def require_current(store: Store) -> None:
    """Make sure that the database is there and of this release, and create nothing. Raises ConfigError."""
    file = Path(store.url.database or "")
    if store.sqlite and not file.is_file():
        raise ConfigError(f"database: there is none yet at {file}; start `rempart run`, which makes it")
    with _reached(store) as connection:
        current = _current(connection)
    if current is None:
        raise ConfigError(
            "database: there is nothing of Rempart in it yet; start `rempart run`, which makes its tables"
        )
    if current != RELEASE:
        raise ConfigError(
            f"database: it is of another release (schema {current}, this release has {RELEASE}); "
            "start `rempart run` of the newer release, and use that release here too"
        )


def _current(connection: Connection) -> str | None:
    """The release that made the tables, or upgraded them last."""
    if not inspect(connection).has_table(VERSION.name):
        return None
    return connection.scalar(select(VERSION.c.version_num))


def _make(store: Store) -> None:
    """All tables with the number of their release, or none: a half-made schema would never start again."""
    with store.writing() as connection:
        metadata.create_all(connection)
        _sign(connection)


def _sign(connection: Connection) -> None:
    VERSION.create(connection)
    connection.execute(VERSION.insert().values(version_num=RELEASE))


@contextmanager
def _reached(store: Store) -> Iterator[Connection]:
    """A connection to a database that may be away or none at all: then ConfigError, without the password."""
    try:
        connection = store.engine.connect()
    except DatabaseError as error:
        lines = str(error.orig).replace(store.url.password or "\0", "•••").splitlines()
        raise ConfigError(f"database: cannot be opened ({lines[0] if lines else type(error).__name__})") from error
    with connection:
        yield connection
