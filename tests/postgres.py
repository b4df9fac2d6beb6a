"""A throw-away PostgreSQL server on loopback, and the database each store test gets: SQLite first, then PostgreSQL.

Its tables are made once and copied: to make them takes a tenth of a second on PostgreSQL.
"""

import os
import random
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from bot.evidence.master import MasterKey
from bot.store.database import Store
from bot.store.migrate import migrate
from tests.tally import count_database, left_out

CURE = "install PostgreSQL's server (Debian: sudo apt-get install postgresql)"
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "unix_socket_directories": "",
    "listen_addresses": "127.0.0.1",
    "dynamic_shared_memory_type": "mmap",
    "log_min_messages": "fatal",
}
# The server lives as long as this shell's standard input, which the test run holds open: it dies with the run, however
# that ends, and its data with it.
UNTIL_THE_RUN_ENDS = 'folder=$1; shift; "$@" & cat >/dev/null; kill -QUIT $!; wait; rm -rf "$folder"'


def programs() -> Path | None:
    """The folder of PostgreSQL's newest server programs on this machine, wherever Debian or the PATH has them."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    found = sorted(debian, key=lambda path: float(path.parts[-3]), reverse=True)
    on_path = shutil.which("initdb")
    if not found and on_path:
        found = [Path(on_path).resolve()]
    return found[0].parent if found else None


def unprivileged() -> dict[str, object]:
    """What subprocess needs to run PostgreSQL, which refuses root, as somebody else when we are root."""
    if os.getuid() != 0:
        return {}
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    somebody = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": somebody.pw_uid, "group": somebody.pw_gid, "extra_groups": []}


def roomy_folder() -> Path:
    """A new folder, in memory when there is a gigabyte: every commit is a write."""
    memory = Path("/dev/shm")
    in_memory = memory.is_dir() and shutil.disk_usage(memory).free > 1_000_000_000
    return Path(tempfile.mkdtemp(prefix="rempart-postgres-", dir=memory if in_memory else None))


def free_port() -> int:
    """One below those that the system gives to connections: another test's could take it before the server does."""
    while True:
        port = random.randrange(15_000, 32_000)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


@dataclass
class Server:
    """One PostgreSQL server; `base` is postgresql://…:port without a database."""

    base: str
    made: int = field(default=0)

    def run(self, statement: str) -> None:
        with psycopg.connect(f"{self.base}/postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """The URL of a copy of this database, an empty one, dropped afterwards whoever is still connected to it."""
        self.made += 1
        name = f"test_{self.made}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        try:
            yield f"{self.base}/{name}"
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")


def wait_for(server: Server, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            return server.run("SELECT 1")
        except psycopg.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)


@contextmanager
def running_server(bin_folder: Path) -> Iterator[Server]:
    """A fresh server on a free port; everything of it is gone afterwards."""
    folder, somebody = roomy_folder(), unprivileged()
    if somebody:
        os.chown(folder, somebody["user"], somebody["group"])
    # a session of its own: Ctrl-C ends the run, and the run's end ends the server
    around = {"cwd": folder, "env": {"PATH": os.defpath}, "start_new_session": True, **somebody}
    data, port = folder / "data", free_port()
    init = ["-U", "rempart", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"]
    subprocess.run([bin_folder / "initdb", "-D", data, *init], check=True, stdout=subprocess.DEVNULL, **around)
    settings = [word for name, value in FAST.items() for word in ("-c", f"{name}={value}")]
    command = [bin_folder / "postgres", "-D", data, "-p", str(port), *settings]
    shell = ["sh", "-c", UNTIL_THE_RUN_ENDS, "sh", folder, *command]
    with subprocess.Popen(shell, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, **around) as process:
        server = Server(f"postgresql://rempart@127.0.0.1:{port}")
        wait_for(server)
        yield server
        process.stdin.close()
        process.wait(10)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """One PostgreSQL server for the whole run."""
    bin_folder = programs()
    if bin_folder is None:
        left_out("what needs a PostgreSQL server", CURE)
    with running_server(bin_folder) as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: Server) -> Iterator[str]:
    """An empty PostgreSQL database of this test's own, as SQLAlchemy writes it."""
    with postgres_server.database() as url:
        yield spelt(url)


def spelt(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def make(url: str) -> None:
    """The tables of this release."""
    store = Store(url, MasterKey(bytes(32)))
    migrate(store)
    store.close()


@pytest.fixture(scope="session")
def made_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of SQLite in which nothing but the tables is."""
    file = tmp_path_factory.mktemp("made") / "rempart.db"
    make(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def made_on_server(postgres_server: Server) -> Iterator[str]:
    """The name of one of PostgreSQL in which nothing but the tables is."""
    with postgres_server.database() as url:
        make(spelt(url))
        yield url.rpartition("/")[2]


@pytest.fixture
def postgres_copy(postgres_server: Server, made_on_server: str) -> Iterator[str]:
    with postgres_server.database(made_on_server) as url:
        yield spelt(url)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> str:
    """Which: the test runs once on SQLite and once on PostgreSQL."""
    count_database(request.node, request.param)
    return str(request.param)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> str:
    """A database with the tables of this release and nothing in them."""
    if database == "postgres":
        return str(request.getfixturevalue("postgres_copy"))
    file = shutil.copy(request.getfixturevalue("made_file"), tmp_path / "rempart.db")
    return f"sqlite:///{file}"


@pytest.fixture
def empty_url(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> str:
    """A database without any table, for what makes or upgrades them."""
    return (
        str(request.getfixturevalue("postgres_url"))
        if database == "postgres"
        else f"sqlite:///{tmp_path / 'rempart.db'}"
    )
