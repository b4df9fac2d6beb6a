"""The right to run the shield on a database: one process at a time has it."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from bot.errors import ConfigError

RUN_LOCK = 0x72656D71
"""PostgreSQL advisory lock of the one running shield."""
PATIENCE = 5
"""Tries, a tenth of a second apart, to get a file's lock: who only asks for it holds it an instant."""


class Right(Protocol):
    """The right, while it is held."""

    def confirm(self) -> None:
        """Make sure that it is still ours. ConfigError where somebody else has it meanwhile; OperationalError while
        the database is away.
        """


class _FileRight:
    """A lock on a file beside the database: it lasts as long as the process."""

    def confirm(self) -> None:
        """It cannot be lost."""


class _ServerRight:
    """A lock that a PostgreSQL server holds for a session, and forgets when the session or the server ends."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._session = self._taken()

    def confirm(self) -> None:
        """As `Right`: where the session is gone, the lock is taken again in a new one."""
        try:
            self._session.execute(text("SELECT 1"))
            self._session.commit()
        except DBAPIError:
            self._session.close()
            self._session = self._taken()

    def release(self) -> None:
        """Give it back; the server has done so itself where the session is gone."""
        if not self._session.closed:
            with suppress(DBAPIError):
                self._session.execute(text(f"SELECT pg_advisory_unlock({RUN_LOCK})"))
            self._session.close()

    def _taken(self) -> Connection:
        session = self._engine.connect()
        if not session.scalar(text(f"SELECT pg_try_advisory_lock({RUN_LOCK})")):
            session.close()
            raise _second()
        session.commit()
        return session


@contextmanager
def server_right(engine: Engine) -> Iterator[Right]:
    """On PostgreSQL. ConfigError while another process has it."""
    right = _ServerRight(engine)
    try:
        yield right
    finally:
        right.release()


def server_held(engine: Engine) -> bool:
    """Whether anybody has it, on PostgreSQL."""
    held = text(
        "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = 0 AND objsubid = 1 "
        "AND objid = :lock AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
    )
    with engine.connect() as connection:
        return bool(connection.scalar(held, {"lock": RUN_LOCK}))


@contextmanager
def file_right(path: Path) -> Iterator[Right]:
    """On SQLite. ConfigError while another process has it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _gets(descriptor, fcntl.LOCK_EX):
            raise _second()
        yield _FileRight()
    finally:
        os.close(descriptor)


def file_held(path: Path) -> bool:
    """Whether anybody has it, on SQLite."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        return not _locks(descriptor, fcntl.LOCK_SH)
    finally:
        os.close(descriptor)


def _gets(descriptor: int, how: int) -> bool:
    """Take the lock, waiting a little for who only asks."""
    for _ in range(PATIENCE):
        if _locks(descriptor, how):
            return True
        time.sleep(0.1)
    return False


def _locks(descriptor: int, how: int) -> bool:
    """Take the lock, if nobody else has it."""
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _second() -> ConfigError:
    return ConfigError(
        "database: another `rempart run` is at work on it; stop that one first, or give this one its own database"
    )
