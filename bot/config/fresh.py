"""Files written whole or not at all: new ones, never over one that is there, and one that takes its own place."""

import os
from contextlib import suppress
from errno import ENOTDIR
from pathlib import Path
from secrets import token_hex
from typing import Final

from bot.errors import ConfigError

MINE: Final = 0o600
"""The mode of what nobody else may read."""


def write_fresh(path: Path, text: str) -> None:
    """Write a new file of mode 600, in folders of mode 700 where they have to be made. FileExistsError if it is there.

    A crash leaves the whole file or none.
    """
    make_folder(path.parent)
    beside = _beside(path, text)
    try:
        os.link(beside, path)
    finally:
        beside.unlink()
    settle(path.parent)


def make_folder(path: Path) -> None:
    """Make a folder of mode 700 where there is none. NotADirectoryError where something else is there."""
    if not path.is_dir():
        if path.exists():
            raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR), str(path))
        path.mkdir(mode=0o700, parents=True, exist_ok=True)


def replace(path: Path, before: bytes, after: bytes) -> None:
    """Put other bytes into a file, which keeps its owner and mode; what a link leads to is written, not the link.

    Raises ConfigError where somebody else has written to it since `before` was read.
    """
    place = path.resolve()
    known = place.stat()
    beside = _beside(place, after.decode(), known.st_mode & 0o7777)
    try:
        with suppress(PermissionError):  # not ours to give: then it is ours already, or the folder's group reads it
            os.chown(beside, known.st_uid, known.st_gid)
        if place.read_bytes() != before:
            raise ConfigError(f"{path}: was changed by somebody else just now; try again")
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)
    settle(place.parent)


def settle(folder: Path) -> None:
    """See that the names are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _beside(path: Path, text: str, mode: int = MINE) -> Path:
    """The text in a file of its own beside the path, and on the disk."""
    beside = path.with_name(f".{path.name}.{token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MINE)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        os.fchmod(descriptor, mode)
        file.write(text)
        file.flush()
        os.fsync(descriptor)
    return beside
