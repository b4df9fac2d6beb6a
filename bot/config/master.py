"""The file of the master key: made at the first run, and refused where others could read it."""

import os
import stat
from contextlib import suppress
from pathlib import Path
from secrets import token_bytes, token_hex
from typing import Final

from bot.errors import ConfigError

LENGTH: Final = 32
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
        written = path.read_text(encoding="ascii").strip()
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


def _decoded(path: Path, written: str) -> bytes:
    try:
        key = bytes.fromhex(written)
    except ValueError:
        key = b""
    if len(key) != LENGTH:
        raise ConfigError(f"{path}: this is no master key ({2 * LENGTH} hexadecimal digits); restore its backup")
    return key


def _make(path: Path) -> None:
    """Write a new key beside the path and link it there: whole or not at all, and never over another one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"{token_bytes(LENGTH).hex()}\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process was first: its key is the one
            os.link(beside, path)
    finally:
        beside.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
