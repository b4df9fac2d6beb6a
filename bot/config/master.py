"""The file of the master key: made at the first run, and refused where others could read it."""

import os
import stat
from contextlib import suppress
from pathlib import Path
from secrets import token_bytes
from typing import Final

from bot.config.fresh import settle, write_fresh
from bot.errors import ConfigError
from bot.evidence.master import PAPER, from_paper

LENGTH: Final = 32
NEXT: Final = ".next"
"""What the name of a key has at its end while it is about to take the place of another …"""
OLD: Final = ".old"
"""… and when another took its place, until that is proven to open everything."""
OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def load_or_make_master_key(path: Path) -> bytes:
    """The 32 bytes of the master key; made at random, mode 600, where there is no file yet. Raises ConfigError."""
    try:
        if not path.exists():
            _make(path)
    except OSError as error:
        raise ConfigError(
            f"{path}: the master key cannot be made here ({error.strerror}); make the folder writable for the user "
            'that runs Rempart, or name another place: master_key = "/var/lib/rempart/rempart.key"'
        ) from error
    return load_master_key(path)


def load_master_key(path: Path) -> bytes:
    """The 32 bytes of the master key. Raises ConfigError where the file is missing, open to others, or no key."""
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise ConfigError(f'{path}: the master key must be a file; name one: master_key = "rempart.key"')
        if mode & OTHERS:
            raise ConfigError(f"{path}: others on this machine may read the master key; run: chmod 600 {path}")
        written = path.read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        raise ConfigError(
            f"{path}: the master key is not there; restore its backup (`rempart run` makes one at its first run)"
        ) from error
    except OSError as error:
        raise ConfigError(
            f"{path}: the master key cannot be read ({error.strerror}); run Rempart as the user that made it"
        ) from error
    except UnicodeDecodeError:
        written = ""
    return _decoded(path, written)


def beside(path: Path, end: str) -> Path:
    """The file of the key that comes after, or came before."""
    return path.with_name(path.name + end)


def make_next(path: Path) -> bytes:
    """Another key, beside the one at the path; what an interrupted rotation left there, and no database uses, goes.

    To be called by who alone may work on the database, and has opened it with the key at the path.
    """
    fresh = beside(path, NEXT)
    fresh.unlink(missing_ok=True)
    _make(fresh)
    return load_master_key(fresh)


def adopt(path: Path) -> None:
    """Put the next key into the place of the one at the path, which is kept as the old one. May be repeated."""
    with suppress(FileExistsError):
        os.link(path, beside(path, OLD))
    with suppress(FileNotFoundError):  # another process was first
        beside(path, NEXT).replace(path)
    settle(path.parent)


def _decoded(path: Path, written: str) -> bytes:
    paper = next((line for line in written.splitlines() if line.startswith(PAPER)), "")
    try:
        key = from_paper(paper) if paper else bytes.fromhex(written)
    except ValueError:
        key = b""
    if len(key) != LENGTH:
        raise ConfigError(f"{path}: this is no master key ({2 * LENGTH} hexadecimal digits); restore its backup")
    return key


def _make(path: Path) -> None:
    """Write a new key, whole or not at all."""
    with suppress(FileExistsError):  # another process was first: its key is the one
        write_fresh(path, f"{token_bytes(LENGTH).hex()}\n")
