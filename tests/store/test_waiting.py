"""What waits for an alert is found without looking through the rest, and its row need not grow once it is told."""

from contextlib import closing

import pytest
from sqlalchemy import text

from bot.evidence.master import MasterKey
from bot.store import driver, read, schema, survey, telling, write
from bot.store.database import Store
from bot.store.mentioned import WAITING
from bot.store.migrate import migrate
from bot.store.rows import insert
from bot.telling.tell import new_ids
from tests.store.test_held import row

ID = next(new_ids())


@pytest.fixture
def store(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/rempart.db", MasterKey(bytes(32)))
    migrate(store)
    rows = [row(1, severity=0, alert=None), row(2, alert=WAITING), row(3, alert=ID)]
    with closing(store), store.writing() as connection:
        insert(connection, schema.mention, rows)
        yield connection


def test_what_waits_is_what_no_alert_told(store):
    assert [(one.uri, one.alert) for one in read.untold(store, "camille")] == [("uri:2", None)]
    assert [(one.uri, one.alert) for one in telling.told(store, "camille", read.moment(0))] == [("uri:3", ID)]


def test_what_stands_in_the_place_of_an_alert_names_nothing_to_whoever_asks_for_it(store):
    assert [one.uri for one in survey.referred(store, ID)] == ["uri:3"]
    assert survey.referred(store, WAITING) == []


def test_a_row_is_as_long_before_it_is_told_as_after(store):
    lengths = text("SELECT length(alert) FROM mention WHERE severity > 0")
    before = store.scalars(lengths).all()
    write.told(store, "camille", [("uri:2", 1)], next(new_ids()))
    assert store.scalars(lengths).all() == before == [len(ID)] * 2
    assert read.untold(store, "camille") == []


@pytest.mark.parametrize("asked", ["untold", "uncounted"])
def test_what_waits_is_found_by_its_index_in_whatever_order_the_indexes_were_made(store, asked):
    which = {"untold": read.UNTOLD, "uncounted": schema.mention.c.level < 0}[asked]
    index = next(one for one in schema.mention.indexes if one.name == f"ix_mention_{asked}")
    for other in (index, *(one for one in schema.mention.indexes if one.name == "ix_mention_decided")):
        other.drop(store)
        other.create(store)
        query = read.fitting(schema.mention.c.person == "camille").where(which)
        sql = str(query.compile(dialect=driver.DIALECT, compile_kwargs={"literal_binds": True}))
        assert index.name in store.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}").fetchall()[0][-1]
