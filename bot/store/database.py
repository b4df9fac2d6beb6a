"""The database: transactions with one writer, and the thread in which they run."""

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import structlog
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import QueuePool

from bot.errors import ConfigError
from bot.evidence.master import MasterKey

P = ParamSpec("P")
T = TypeVar("T")

log = structlog.get_logger(__name__)

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "temp_store=MEMORY",
    "cache_size=-16000",  # 16 MB for pages that indexes touch again and again
    "wal_autocheckpoint=4000",  # pages, 16 MB: a raid's pages are copied back once, not with every batch
)
STORAGE_WAIT = 2.0
"""Seconds between two tries while the database is locked, full or away."""
TOO_LARGE = "54"
"""PostgreSQL's class of errors for what is too large for it: an index takes no text of more than 2.7 kB, say."""
WRITER_LOCK = 0x72656D70
"""PostgreSQL advisory lock of whoever writes, so that chains have one writer at a time there too."""
RUN_LOCK = 0x72656D71
"""PostgreSQL advisory lock of the one running shield."""
PATIENCE = 5
"""Tries, a tenth of a second apart, to get the lock of the running shield: who only asks for it holds it an instant."""


class Store:
    """One database. `writing` and `reading` are for any thread; `run` calls in the store's own thread."""

    def __init__(self, url: str, master: MasterKey) -> None:
        """Open it; nothing is read or written yet. Raises ConfigError where the URL cannot be used."""
        self.master = master
        self.url = _parsed(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = self._engine()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")

    def writing(self) -> AbstractContextManager[Connection]:
        """One transaction, alone in writing from its first statement; all of it is kept, durably, or nothing."""
        return self._transaction("BEGIN IMMEDIATE" if self.sqlite else f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")

    def reading(self) -> AbstractContextManager[Connection]:
        """A view of the database as it stands; never waits for a writer."""
        one_view = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
        return self._transaction("BEGIN" if self.sqlite else one_view)

    @contextmanager
    def _transaction(self, first: str) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            connection.exec_driver_sql(first)
            yield connection
            connection.commit()

    async def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call in the store's thread, so that the event loop goes on."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: call(*args, **kwargs))

    async def run_durably(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As `run`; while the database is locked, full or away, again and again until it is not."""
        while True:
            try:
                return await self.run(call, *args, **kwargs)
            except OperationalError as error:
                if not passing(error):
                    raise
                log.error("database unavailable", error=type(error.orig).__name__)  # noqa: TRY400 - the name says it
            await asyncio.sleep(STORAGE_WAIT)

    def close(self) -> None:
        """Give the connections back."""
        self._thread.shutdown(wait=True)
        self.engine.dispose()

    @contextmanager
    def only_runner(self) -> Iterator[None]:
        """Hold the right to run the shield on this database. Raises ConfigError while another process has it."""
        with _file_lock(self._lock_file) if self.sqlite else _server_lock(self.engine):
            yield

    def runs(self) -> bool:
        """Whether a shield is at work on this database now, in whatever process."""
        return _file_locked(self._lock_file) if self.sqlite else _server_locked(self.engine)

    @property
    def _lock_file(self) -> Path:
        return Path(f"{self.url.database}.lock")

    def _engine(self) -> Engine:
        if not self.sqlite:
            return create_engine(self.url, pool_pre_ping=True)
        engine = create_engine(self.url, poolclass=QueuePool, connect_args={"timeout": 30, "check_same_thread": False})
        event.listen(engine, "connect", _configure_sqlite)
        return engine


class PassingStore(Store):
    """A store that is thrown away when its process ends, in a file of SQLite: nothing in it waits for the disk."""

    def _engine(self) -> Engine:
        engine = super()._engine()
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
        return engine


def passing(error: Exception) -> bool:
    """Whether the database is at fault, for a while, and not what was to be written."""
    if not isinstance(error, OperationalError):
        return False
    return not str(getattr(error.orig, "sqlstate", None) or "").startswith(TOO_LARGE)


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
        parsed.get_dialect()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise ConfigError(
            "database: not a database URL; write sqlite:///rempart.db or postgresql+psycopg://…"
        ) from error
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        raise ConfigError(
            "database: only SQLite and PostgreSQL are known; write sqlite:///rempart.db or postgresql+psycopg://…"
        )
    return parsed


def _configure_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


@contextmanager
def _file_lock(path: Path) -> Iterator[None]:
    import fcntl  # noqa: PLC0415 - POSIX only, and so is a shield on SQLite

    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _gets(descriptor, fcntl.LOCK_EX):
            raise _second_runner()
        yield
    finally:
        os.close(descriptor)


def _file_locked(path: Path) -> bool:
    import fcntl  # noqa: PLC0415 - as above

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
    import fcntl  # noqa: PLC0415 - as above

    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _server_lock(engine: Engine) -> Iterator[None]:
    with engine.connect() as connection:
        if not connection.scalar(text(f"SELECT pg_try_advisory_lock({RUN_LOCK})")):
            raise _second_runner()
        connection.commit()
        try:
            yield
        finally:
            connection.execute(text(f"SELECT pg_advisory_unlock({RUN_LOCK})"))


def _server_locked(engine: Engine) -> bool:
    held = text(
        "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = 0 AND objsubid = 1 "
        "AND objid = :lock AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
    )
    with engine.connect() as connection:
        return bool(connection.scalar(held, {"lock": RUN_LOCK}))


def _second_runner() -> ConfigError:
    return ConfigError(
        "database: another `rempart run` is at work on it; stop that one first, or give this one its own database"
    )
