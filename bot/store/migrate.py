"""Bringing a database to the schema of this release, from empty or from any earlier release."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

import bot
from bot.errors import ConfigError
from bot.store.database import Store
from bot.store.schema import metadata


def migrate(store: Store) -> None:
    """Make or upgrade the tables. Raises ConfigError where the database is of a later release than this one."""
    config = _alembic()
    head = ScriptDirectory.from_config(config).get_current_head()
    with store.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        if current == head:
            return
        if current is None and not inspect(connection).get_table_names():
            metadata.create_all(connection)
            connection.commit()
            MigrationContext.configure(connection).stamp(ScriptDirectory.from_config(config), head or "base")
            connection.commit()
            return
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if current is not None and current not in known:
        raise ConfigError(f"database: it is of a later release (schema {current}); upgrade Rempart before using it")
    config.attributes["engine"] = store.engine
    command.upgrade(config, "head")


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_scripts()).replace("%", "%%"))
    return config


def _scripts() -> Path:
    """`migrations/` of the source tree, or its copy inside an installed package."""
    package = Path(bot.__file__).parent
    inside = package / "store" / "migrations"
    return inside if inside.is_dir() else package.parent / "migrations"
