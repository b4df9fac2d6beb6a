"""The master key is replaced by another: all secrets are wrapped anew, and at no moment does neither key open them.

The new key stands beside the old one until the database is under it; then it takes its place, and the old one stays
until everything was opened with the new one. Who comes in between finds by trying which of them is the key.
"""

from datetime import datetime
from pathlib import Path

from bot.config import master as file
from bot.erasure.plan import Erasure
from bot.errors import ConfigError
from bot.evidence.master import MasterKey
from bot.model.noun import Noun
from bot.store import dump, rewrap, write
from bot.store.database import Store
from bot.store.shred import MARK

EVENT = "master:rotated"


class Rotated(Noun, frozen=True, kw_only=True):
    """What was done."""

    key: str
    """The id of the new key."""
    changed: int
    closed: int
    """Secrets that neither key opened; they were altered before."""


def opened(store: Store, path: Path) -> MasterKey:
    """The key of this database, where a rotation may have been interrupted; ConfigError as `load_master_key`."""
    old = MasterKey(file.load_master_key(path))
    if not file.beside(path, file.NEXT).exists():
        return old
    new = MasterKey(file.load_master_key(file.beside(path, file.NEXT)))
    with store.reading() as connection:
        if not rewrap.opens(connection, new):
            return old
    file.adopt(path)
    return new


def rotate(store: Store, path: Path, keys: Path, by: str, now: datetime) -> Rotated:
    """Replace the key. Raises ConfigError while a shield is at work on the database."""
    with store.only_runner():
        store.master = opened(store, path)  # another rotation may have ended since the database was opened
        settle(store, path, keys, now)
        old, new = store.master, MasterKey(file.make_next(path))
        with store.writing() as connection:
            done = rewrap.rewrap(connection, old, new)
            if done.closed and not done.changed:
                raise ConfigError(
                    f"{path}: this master key opens nothing here, so it is not replaced; restore its backup"
                )
            for person in dump.people(connection):
                line = {"key": new.id, "replaces": old.id, "by": by}
                write.append(connection, person, [(now, EVENT, line)])
            write.advance(connection, {MARK: now.isoformat()}, now)
        file.adopt(path)
        store.master = new
        closed = settle(store, path, keys, now)
    return Rotated(key=new.id, changed=done.changed, closed=closed)


def settle(store: Store, path: Path, keys: Path, now: datetime) -> int:
    """Open everything with the new key, and then let the old one go, and what was wrapped under it; how much neither
    opened. Nothing is done where no rotation was begun.
    """
    before = file.beside(path, file.OLD)
    closed = 0
    if before.exists():
        with store.writing() as connection:
            closed = rewrap.rewrap(connection, MasterKey(file.load_master_key(before)), store.master).closed
    Erasure(store, keys).finish(now)
    before.unlink(missing_ok=True)
    return closed
