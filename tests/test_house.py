"""The ground the other tests stand on."""

import socket
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect


def test_every_store_test_starts_from_an_empty_database(database_url):
    engine = create_engine(database_url)
    with engine.begin() as connection:
        assert inspect(connection).get_table_names() == []
        connection.exec_driver_sql("CREATE TABLE left_behind (id INTEGER PRIMARY KEY)")
    engine.dispose()


@pytest.mark.parametrize("again", [1, 2])
def test_what_one_test_wrote_another_never_sees(database_url, again):
    engine = create_engine(database_url)
    assert inspect(engine).get_table_names() == []
    with engine.begin() as connection:
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
