"""The ground the other tests stand on."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, func, inspect, select

from bot.store.schema import metadata


def test_what_makes_tables_starts_from_an_empty_database(empty_url):
    engine = create_engine(empty_url)
    with engine.begin() as connection:
        assert inspect(connection).get_table_names() == []
        connection.exec_driver_sql("CREATE TABLE left_behind (id INTEGER PRIMARY KEY)")
    engine.dispose()


@pytest.mark.parametrize("again", [1, 2])
def test_every_store_test_starts_from_tables_as_they_are_made_with_nothing_in_them(database_url, again):
    engine = create_engine(database_url)
    with engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        counted = {
            name: connection.execute(select(func.count()).select_from(one)).scalar()
            for name, one in metadata.tables.items()
        }
        assert set(counted.values()) == {0}
        connection.exec_driver_sql("INSERT INTO cursor (source, value, at) VALUES ('left behind', '1', 0)")
        connection.exec_driver_sql("CREATE TABLE left_behind (id INTEGER PRIMARY KEY)")
    engine.dispose()


def test_no_test_reaches_another_machine():
    with pytest.raises(PermissionError, match="stay on this machine"):
        socket.getaddrinfo("rempart.test", 443)
    with socket.socket() as outside, pytest.raises(PermissionError, match=r"192\.0\.2\.1"):
        outside.connect(("192.0.2.1", 9))


def test_postgres_never_runs_as_root(postgres_server):
    import psycopg

    with psycopg.connect(f"{postgres_server.base}/postgres") as connection:
        folder = connection.execute("SHOW data_directory").fetchone()[0]
    assert Path(folder).stat().st_uid != 0


@pytest.mark.parametrize(("mark", "folders"), [("benchmark", {"benchmarks", "network"}), ("network", {"network"})])
def test_what_measures_or_needs_the_network_is_where_scripts_test_looks_for_it(mark, folders):
    """In these folders only, since to load all other tests takes long."""
    here = Path(__file__).parent
    marked = {file for file in here.rglob("test_*.py") if f"mark.{mark}" in file.read_text(encoding="utf-8")}
    assert {file.relative_to(here).parts[0] for file in marked} == folders


LACKS_A_SERVER = """
from tests.tally import left_out
def test_it(): pass
def test_that(): left_out("what needs a moon", "build one")
"""
SKIPS_QUIETLY = """
import pytest
@pytest.mark.skip(reason="not today")
def test_it(): pass
"""
ONE_DATABASE_ONLY = """
from tests.tally import count_database
def test_it(request): count_database(request.node, "sqlite")
"""


@pytest.mark.parametrize(
    ("ci", "written", "status", "said"),
    [
        ("false", LACKS_A_SERVER, 0, "Left out, 1 test: what needs a moon; to run it, build one"),
        ("true", LACKS_A_SERVER, 1, "left out: what needs a moon; to run it, build one"),
        ("false", SKIPS_QUIETLY, 0, "Left out, 1 test: not today"),
        ("true", SKIPS_QUIETLY, 1, "Left out, 1 test: not today"),
        ("false", ONE_DATABASE_ONLY, 0, "1 on SQLite, 0 on PostgreSQL: NOT equal"),
        ("true", ONE_DATABASE_ONLY, 1, "1 on SQLite, 0 on PostgreSQL: NOT equal"),
    ],
    ids=[
        "a server, at home",
        "a server, in CI",
        "a skip, at home",
        "a skip, in CI",
        "a database, at home",
        "a database, in CI",
    ],
)
def test_what_is_left_out_is_told_and_fails_where_nothing_may_be(tmp_path, ci, written, status, said):
    (tmp_path / "test_written.py").write_text(written)
    (tmp_path / "pytest.ini").write_text("[pytest]")
    command = [sys.executable, "-m", "pytest", "-p", "tests.tally", "-p", "no:cacheprovider", tmp_path]
    around = os.environ | {
        "CI": ci,
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONPATH": str(Path(__file__).parent.parent),
    }
    run = subprocess.run(command, cwd=tmp_path, env=around, capture_output=True, text=True, check=False)
    assert (run.returncode, said in run.stdout) == (status, True), run.stdout
