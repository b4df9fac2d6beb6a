"""Copying one person's trail into a file, as long work; whoever asks for it must have been agreed with before."""

from datetime import UTC, datetime
from typing import Final

from bot.config import Config
from bot.config.fresh import make_folder
from bot.model.noun import Noun
from bot.store import read
from bot.store.database import Store
from bot.trail.copying import write_trail
from bot.working.telling import Telling

FOLDER: Final = "exports"
"""Beside the master key: who may read the one may read the other."""


class Exported(Noun, frozen=True, kw_only=True):
    """What came of it."""

    file: str


def export(config: Config, store: Store, person: str, telling: Telling) -> Exported:
    """A zip file with everything of the trail, contents too, and with what verifies it."""
    now = datetime.now(UTC)
    folder = config.master_key.parent / FOLDER
    make_folder(folder)
    file = folder / f"trail-{now:%Y%m%dT%H%M%S%fZ}.zip"
    with store.reading() as connection:
        telling.total = sum(read.count(connection, what, {"person": person}) for what in ("entry", "exhibit"))
    write_trail(store, person, file, now, telling.advance)
    file.chmod(0o600)
    return Exported(file=f"{FOLDER}/{file.name}")
