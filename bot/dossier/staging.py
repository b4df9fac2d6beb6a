"""Where a dossier is made: in a folder of ours beside the configuration; at its place lies what may be read there."""

import fcntl
import os
import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import Final, NamedTuple

from bot.errors import ConfigError

FOLDER: Final = "exports"
BEGINS: Final = ".rempart-dossier-"


class Where(NamedTuple):
    """Where a dossier goes, and where it is made."""

    place: Path
    """A folder, or a file of this name with its ending: on a stick, in a folder that others see."""
    ours: Path
    """A folder: nothing in clear lies outside of it."""


def ours(config: Path) -> Path:
    """The folder in which dossiers are made, by the file of the configuration."""
    return config.parent / FOLDER


@contextmanager
def staged(within: Path) -> Iterator[Path]:
    """A folder within one of ours, for its owner alone, gone when it is left; what a crash left there goes first.

    From now on nothing that this process or those that it begins have in memory is written out if they crash. Raises
    ConfigError where nothing can be written there.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    with suppress(OSError):
        within.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _usable(within):
        raise ConfigError(f"{within}: nothing can be written there, and a dossier is made there before it leaves")
    with _room(within) as folder:
        yield folder


@contextmanager
def brought(ready: Path, final: Path) -> Iterator[Path]:
    """What is ready, on the disk of its place, whole and written through: to be renamed. ConfigError where it is taken.

    Between two disks it is copied, so that it must be such that anybody may read it.
    """
    require_free(final)
    final.parent.mkdir(parents=True, exist_ok=True)
    with _room(final.parent) as folder:
        there = folder / final.name
        shutil.move(ready, there)
        for path in (*there.rglob("*"), there):
            _write_through(path)
        yield there
        _write_through(final.parent)


def require_free(place: Path) -> None:
    """Make sure that nothing is written over. Raises ConfigError."""
    if place.exists():
        raise ConfigError(f"{place}: it is there already; name another place")


def sweep(within: Path) -> None:
    """Let go of what whoever was killed left in the middle; nobody who is at work is disturbed."""
    if _usable(within):
        with _alone(within):
            _sweep(within)


def _usable(within: Path) -> bool:
    return within.is_dir() and os.access(within, os.R_OK | os.W_OK | os.X_OK)


@contextmanager
def _room(within: Path) -> Iterator[Path]:
    with _alone(within):
        _sweep(within)
        folder = within / f"{BEGINS}{token_hex(4)}"
        folder.mkdir(mode=0o700)
        lock = _lock(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


@contextmanager
def _alone(within: Path) -> Iterator[None]:
    """Nobody else begins a folder there meanwhile, which would be taken for one that was left."""
    lock = _lock(within)
    try:
        yield
    finally:
        os.close(lock)


def _lock(folder: Path) -> int:
    descriptor = os.open(folder, os.O_RDONLY)
    with suppress(OSError):  # a share that knows no locks: there nobody sweeps either
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    return descriptor


def _sweep(within: Path) -> None:
    for left in within.glob(f"{BEGINS}*"):
        if not _at_work(left):
            shutil.rmtree(left, ignore_errors=True)


def _at_work(folder: Path) -> bool:
    """Whether somebody is, or it cannot be told."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:  # just gone
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def _write_through(path: Path) -> None:
    """To the disk, before a name or an entry says that it is there."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError:
        if not path.is_dir():  # which some file systems cannot
            raise
    finally:
        os.close(descriptor)
