"""Bringing the tables of an earlier release to this one's, by Alembic; imported only where that is to be done."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

import bot
from bot.errors import ConfigError
from bot.store.database import Store


def upgrade(store: Store, current: str | None) -> None:
    """Go on from `current`, or from the beginning. Raises ConfigError where it is of a later release than this one."""
    config = alembic_config()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if current is not None and current not in known:
        raise ConfigError(f"database: it is of a later release (schema {current}); upgrade Rempart before using it")
    config.attributes["engine"] = store.engine
    command.upgrade(config, "head")


def alembic_config() -> Config:
    """Where the scripts are."""
    config = Config()
    config.set_main_option("script_location", str(_scripts()).replace("%", "%%"))
    return config


def _scripts() -> Path:
    """`migrations/` of the source tree, or its copy inside an installed package."""
    package = Path(bot.__file__).parent
    inside = package / "store" / "migrations"
    return inside if inside.is_dir() else package.parent / "migrations"
