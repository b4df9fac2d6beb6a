"""The database: transactions with one writer, and the thread in which they run."""

import asyncio
import shutil
from binascii import a2b_base64
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import structlog
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import QueuePool

from bot.errors import ConfigError
from bot.evidence.master import MasterKey
from bot.store import driver
from bot.store.runner import Right, file_held, file_right, server_held, server_right

P = ParamSpec("P")
T = TypeVar("T")

log = structlog.get_logger(__name__)

PRAGMAS = (
    "page_size=8192",  # of a file that is made now: rows of 0.5 kB fill pages of 4 kB less well
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "temp_store=MEMORY",
    "secure_delete=ON",  # what is deleted or moved is overwritten: no page keeps a copy of what was erased
    "cache_size=-16000",  # 16 MB for pages that indexes touch again and again
    "wal_autocheckpoint=2000",  # pages, 16 MB: a raid's pages are copied back once, not with every batch
)
PASSING = ("synchronous=OFF", "secure_delete=OFF")
"""What holds beside PRAGMAS where nothing is kept."""
CONNECTING = {"timeout": 30, "check_same_thread": False, "cached_statements": 1000}
"""Seconds to wait for another writer; statements that a connection keeps ready, more than there are."""
SCARCE = 200_000_000
"""Bytes left on the disk of the database below which somebody is told; a raid with its media takes as much."""
STORAGE_WAIT = 2.0
"""Seconds between two tries while the database is locked, full or away."""
TOO_LARGE = "54"
"""PostgreSQL's class of errors for what is too large for it: an index takes no text of more than 2.7 kB, say."""
WRITER_LOCK = 0x72656D70
"""PostgreSQL advisory lock of whoever writes, so that chains have one writer at a time there too."""


class Store:
    """One database. `writing` and `reading` are for any thread; `run` calls in the store's own thread."""

    def __init__(self, url: str, master: MasterKey) -> None:
        """Open it; nothing is read or written yet. Raises ConfigError where the URL cannot be used."""
        self.master = master
        self.instruments: dict[str, int] = {}
        """By person, the entry of the chain that tells of the instrument at work (bot/custody/instrument.py)."""
        self.followed: Mapping[str, Any] = {}
        """By person, whom the lists that they follow may name (bot/handling/listed.py)."""
        self.written = 0
        """Transactions that wrote something, of this store: where nobody else writes, nothing changes in between."""
        self.url = _parsed(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = self._engine()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, alone in writing from its first statement; all of it is kept, durably, or nothing."""
        first = "BEGIN IMMEDIATE" if self.sqlite else f"SELECT pg_advisory_xact_lock({WRITER_LOCK})"
        with self._transaction(first) as connection:
            yield connection
        self.written += 1

    def reading(self) -> AbstractContextManager[Connection]:
        """A view of the database as it stands; never waits for a writer."""
        one_view = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
        return self._transaction("BEGIN" if self.sqlite else one_view)

    @contextmanager
    def _transaction(self, first: str) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            if self.sqlite:
                connection.begin()  # to SQLAlchemy; the statement is what begins it
                driver.run(connection, first)
            else:
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

    def only_runner(self) -> AbstractContextManager[Right]:
        """Hold the right to run the shield on this database. Raises ConfigError while another process has it."""
        return file_right(self._lock_file) if self.sqlite else server_right(self.engine)

    def runs(self) -> bool:
        """Whether a shield is at work on this database now, in whatever process."""
        return file_held(self._lock_file) if self.sqlite else server_held(self.engine)

    def room(self) -> int | None:
        """Bytes that are left on the disk of the database; None where that is a server's affair."""
        if not self.sqlite:
            return None
        return shutil.disk_usage(Path(str(self.url.database)).resolve().parent).free

    @property
    def _lock_file(self) -> Path:
        return Path(f"{self.url.database}.lock")

    def _engine(self) -> Engine:
        if not self.sqlite:
            return create_engine(self.url, pool_pre_ping=True)
        engine = create_engine(self.url, poolclass=QueuePool, connect_args=CONNECTING)
        event.listen(engine, "connect", _configure_sqlite)
        return engine


class PassingStore(Store):
    """A store that is thrown away when its process ends, in a file of SQLite: nothing in it waits for the disk."""

    def __init__(self, url: str, master: MasterKey) -> None:
        """As `Store`; the URL is that of a file."""
        super().__init__(url, master)
        self._held: Connection | None = None
        """What most transactions share, one after the other."""

    def _engine(self) -> Engine:
        engine = super()._engine()
        event.listen(engine, "connect", _let_pass)
        return engine

    @contextmanager
    def _transaction(self, first: str) -> Iterator[Connection]:
        if self._held is None:
            self._held = self.engine.connect()
        if self._held.in_transaction():  # one within another, or in another thread
            with super()._transaction(first) as connection:
                yield connection
            return
        with self._held.begin():
            driver.run(self._held, first)
            yield self._held

    def close(self) -> None:
        """Give the connections back."""
        if self._held is not None:
            self._held.close()
        super().close()

    async def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call at once: whoever plays a scenario waits for nothing else."""
        await asyncio.sleep(0)
        return call(*args, **kwargs)


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


def _let_pass(connection: Any, _record: Any) -> None:
    for pragma in PASSING:
        connection.execute(f"PRAGMA {pragma}")


def _configure_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    connection.create_function("from_base64", 1, a2b_base64, deterministic=True)  # bytes in JSON (rows.listed)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
