"""What it costs to keep evidence, beside the same rows by sqlite3 alone and by an ORM; and what room it takes."""

import os
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, event, orm
from sqlalchemy.pool import StaticPool

from bot.evidence.exhibit import seal_all
from bot.evidence.master import MasterKey
from bot.store import schema, write
from bot.store.database import PRAGMAS, Store
from bot.store.migrate import migrate

pytestmark = pytest.mark.benchmark
GROUP = 100
GROUPS = 10
TRIES = 16
BEGAN = datetime(2026, 3, 1, tzinfo=UTC)
EXHIBIT = "INSERT INTO exhibit (id, person, what, at, size, digest, box) VALUES (?, ?, ?, ?, ?, ?, ?)"
KEY = "INSERT INTO exhibit_key (id, wrapped) VALUES (?, ?)"


@pytest.fixture
def store(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/rempart.db", MasterKey.new())
    migrate(store)
    yield store
    store.close()


def sealed(master, groups=GROUPS):
    """Groups of sealed contents, as judging makes them; each call makes others."""
    said = [os.urandom(300) for _ in range(GROUP)]
    return [seal_all(said, master, BEGAN + timedelta(seconds=number)) for number in range(groups)]


def cost(work, groups):
    """Processor seconds a row."""
    begun = time.process_time()
    work(groups)
    return (time.process_time() - begun) / sum(map(len, groups))


def by_us(store):
    def keep(groups):
        for group in groups:
            with store.writing() as connection:
                write.keep(connection, "camille", "mention", group, [BEGAN] * len(group))

    return keep


def by_sqlite(raw):
    at = int(BEGAN.timestamp()) * 10**6

    def keep(groups):
        for group in groups:
            rows = [
                (bytes.fromhex(one.id), "camille", "mention", at, one.size, bytes.fromhex(one.digest), one.box)
                for one in group
            ]
            raw.execute("BEGIN IMMEDIATE")
            raw.executemany(EXHIBIT, rows)
            raw.executemany(KEY, [(bytes.fromhex(one.id), one.wrapped) for one in group])
            raw.execute("COMMIT")

    return keep


def by_orm(engine):
    registry = orm.registry()
    exhibit, key = type("Exhibit", (), {}), type("Key", (), {})
    registry.map_imperatively(exhibit, schema.exhibit)
    registry.map_imperatively(key, schema.exhibit_key)

    def keep(groups):
        with orm.Session(engine) as session:
            for one in (one for group in groups for one in group):
                kept, opens = exhibit(), key()
                kept.id, kept.person, kept.what, kept.at = one.id, "camille", "mention", 0
                kept.size, kept.digest, kept.box = one.size, one.digest, one.box
                opens.id, opens.wrapped = one.id, one.wrapped
                session.add_all([kept, opens])
                session.commit()

    return keep


def configured(connection):
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def test_evidence_is_kept_nearly_as_fast_as_the_database_can_and_many_times_faster_than_by_an_orm(
    store, tmp_path, capsys, record_property
):
    engine = create_engine(f"sqlite:///{tmp_path}/orm.db", poolclass=StaticPool)
    event.listen(engine, "connect", lambda raw, _: [raw.execute(f"PRAGMA {pragma}") for pragma in PRAGMAS])
    schema.metadata.create_all(engine)
    with closing(sqlite3.connect(f"{tmp_path}/raw.db")) as raw:
        configured(raw)
        for made in sqlite3.connect(f"{tmp_path}/rempart.db").execute("SELECT sql FROM sqlite_master WHERE sql > ''"):
            raw.execute(*made)
        makes = [sealed(store.master) for _ in range(TRIES)]
        ways = by_us(store), by_sqlite(raw)
        turns = sorted(([cost(way, groups) for way in ways] for groups in makes), key=lambda turn: turn[1] / turn[0])
        mine, theirs = turns[TRIES // 2]  # the best of each may be of different moments of a shared machine
    one_by_one = by_orm(engine)
    ormly = min(cost(one_by_one, sealed(store.master, 2)) for _ in range(3))
    engine.dispose()
    record_property("of_sqlite3", round(theirs / mine, 2))
    record_property("times_the_orm", round(ormly / mine, 1))
    with capsys.disabled():
        print(
            f"\nevidence: {1 / mine:,.0f} rows/s of a core; sqlite3 {1 / theirs:,.0f}, ratio {theirs / mine:.2f}; "
            f"ORM {1 / ormly:,.0f}, ratio {ormly / mine:.1f}"
        )
    assert theirs / mine >= 0.65
    assert ormly / mine >= 25
