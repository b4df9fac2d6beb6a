"""Bringing a database to the schema of this release, from empty or from any earlier release."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DatabaseError

import bot
from bot.errors import ConfigError
from bot.store.database import Store
from bot.store.schema import metadata


def migrate(store: Store) -> None:
    """Make or upgrade the tables. Raises ConfigError where the database is of a later release than this one."""
    config = _alembic()
    head = ScriptDirectory.from_config(config).get_current_head()
    with _reached(store) as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        if current == head:
            return
        if current is None and not inspect(connection).get_table_names():
            _make(store, ScriptDirectory.from_config(config), head or "base")
            return
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if current is not None and current not in known:
        raise ConfigError(f"database: it is of a later release (schema {current}); upgrade Rempart before using it")
    config.attributes["engine"] = store.engine
    command.upgrade(config, "head")


def _make(store: Store, scripts: ScriptDirectory, head: str) -> None:
    """All tables with the number of their release, or none: a half-made schema would never start again."""
    with store.writing() as connection:
        metadata.create_all(connection)
        MigrationContext.configure(connection).stamp(scripts, head)


def require_current(store: Store) -> None:
    """Make sure that the database is there and of this release, and create nothing. Raises ConfigError."""
    file = Path(store.url.database or "")
    if store.sqlite and not file.is_file():
        raise ConfigError(f"database: there is none yet at {file}; start `rempart run`, which makes it")
    head = ScriptDirectory.from_config(_alembic()).get_current_head()
    with _reached(store) as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current is None:
        raise ConfigError(
            "database: there is nothing of Rempart in it yet; start `rempart run`, which makes its tables"
        )
    if current != head:
        raise ConfigError(
            f"database: it is of another release (schema {current}, this release has {head}); "
            "start `rempart run` of the newer release, and use that release here too"
        )


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


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_scripts()).replace("%", "%%"))
    return config


def _scripts() -> Path:
    """`migrations/` of the source tree, or its copy inside an installed package."""
    package = Path(bot.__file__).parent
    inside = package / "store" / "migrations"
    return inside if inside.is_dir() else package.parent / "migrations"
