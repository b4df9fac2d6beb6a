"""A secret in a file of its own that only the person may read."""

import re
import unicodedata
from itertools import count
from pathlib import Path
from typing import Final

from bot.config.fresh import make_folder, write_fresh

FOLDER: Final = "secrets"
OTHERS: Final = 0o077


def keep_secret(folder: Path, name: str, value: str) -> str:
    """Write a secret below the folder, never over another; its path from there. The folder is closed to others."""
    place = folder / FOLDER
    make_folder(place)
    if place.stat().st_mode & OTHERS:
        place.chmod(0o700)
    for number in count(1):
        path = place / (_plain(name) if number == 1 else f"{_plain(name)}-{number}")
        try:
            write_fresh(path, f"{value}\n")
        except FileExistsError:
            continue
        return f"{FOLDER}/{path.name}"
    raise AssertionError


def _plain(name: str) -> str:
    """A name that every file system takes."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-") or "secret"
