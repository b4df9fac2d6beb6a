"""Where a dossier is made: a folder of our own beside its place; what a crash left there goes first."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from shutil import rmtree
from typing import Final

from bot.errors import ConfigError

BEGINS: Final = ".rempart-dossier-"
LOCK: Final = "lock"


@contextmanager
def staged(place: Path) -> Iterator[Path]:
    """A folder on the same disk as `place`, for its owner alone. Raises ConfigError where `place` is taken."""
    require_free(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    sweep(place.parent)
    folder = place.parent / f"{BEGINS}{token_hex(4)}"
    folder.mkdir(mode=0o700)
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)
        os.close(descriptor)


def require_free(place: Path) -> None:
    """Make sure that nothing is written over. Raises ConfigError."""
    if place.exists():
        raise ConfigError(f"{place}: it is there already; name another place")


def sweep(folder: Path) -> None:
    """Let go of what whoever was killed left in the middle; nobody who is at work is disturbed."""
    for left in folder.glob(f"{BEGINS}*"):
        if not _at_work(left):
            rmtree(left, ignore_errors=True)


def _at_work(folder: Path) -> bool:
    try:
        descriptor = os.open(folder / LOCK, os.O_RDWR)
    except OSError:  # killed before it was made; or just gone
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
