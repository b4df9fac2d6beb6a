"""What SQLite is asked directly says the same as through SQLAlchemy, and fails the same."""

import pytest
from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.evidence.master import MasterKey
from bot.store import asked, driver, relations, schema
from bot.store.database import PassingStore, Store
from bot.store.migrate import migrate
from bot.store.rows import insert

TABLE = schema.relation
WHOSE = TABLE.c.person == bindparam("whose")
NAMED = select(TABLE).where(WHOSE, TABLE.c.account.in_(bindparam("named", expanding=True))).order_by(TABLE.c.account)
SURE = select(TABLE.c.account).where(WHOSE, TABLE.c.muted_by.not_in(["person", "nobody"]))
LIFT = update(TABLE).where(WHOSE, TABLE.c.account == bindparam("who")).values(lifted=bindparam("now"))


@pytest.fixture
def store(database_url):
    one = Store(database_url, MasterKey.new())
    migrate(one)
    with one.writing() as connection:
        relations.mutes(connection, [("camille", f"bluesky:{number}") for number in range(3)])
        relations.relate(connection, "camille", "bluesky:9", muted_by="person", following=True)
    yield one
    one.close()


@pytest.mark.parametrize("named", [[], ["bluesky:1"], ["bluesky:2", "bluesky:0", "nobody"]])
def test_whom_i_muted_is_found_the_same_way_whoever_is_asked(store, named):
    values = {"whose": "camille", "named": named}
    with store.reading() as connection:
        known = [dict(row) for row in connection.execute(NAMED, values).mappings()]
        assert asked.mappings(connection, NAMED, values) == known
        assert asked.rows(connection, NAMED, values) == [tuple(row.values()) for row in known]
        assert len(known) == len({*named} - {"nobody"})
        assert all(row["lifted"] is False for row in known)


def test_what_stands_in_a_statement_itself_is_asked_too(store):
    with store.reading() as connection:
        assert len(asked.scalars(connection, SURE, {"whose": "camille"})) == 3
        assert asked.scalar(connection, SURE, {"whose": "nobody"}) is None


def test_it_is_told_how_many_rows_a_change_met(store):
    with store.writing() as connection:
        values = {"whose": "camille", "who": "bluesky:0", "now": True}
        assert asked.change(connection, LIFT, values) == 1
        assert asked.change(connection, LIFT, values | {"who": "nobody"}) == 0
        assert relations.of(connection, [("camille", "bluesky:0")])["camille", "bluesky:0"].lifted


def test_a_value_that_is_missing_is_no_empty_value(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/a.db", MasterKey.new())
    migrate(store)
    with store.reading() as connection, pytest.raises(KeyError):
        asked.rows(connection, NAMED, {"whose": "camille"})
    store.close()


def test_what_breaks_a_rule_of_the_database_is_told_as_always_and_nothing_of_it_is_kept(store):
    row = {"person": "camille", "account": "bluesky:new", "trusted": False, "lifted": False}
    with pytest.raises(IntegrityError), store.writing() as connection:
        insert(connection, TABLE, [row, row])
    with store.reading() as connection:
        assert len(relations.every(connection, "camille")) == 4


def test_a_database_that_cannot_answer_is_told_apart_from_a_defect(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/a.db", MasterKey.new())
    with store.reading() as connection, pytest.raises(OperationalError):
        driver.run(connection, "SELECT * FROM nowhere")
    store.close()


def broken_off(store):
    with store.writing() as connection:
        relations.mutes(connection, [("camille", "bluesky:1")])
        raise ZeroDivisionError


def test_a_passing_store_keeps_all_of_a_transaction_or_nothing(tmp_path):
    store = PassingStore(f"sqlite:///{tmp_path}/a.db", MasterKey.new())
    migrate(store)
    before = store.written
    with pytest.raises(ZeroDivisionError):
        broken_off(store)
    assert store.written == before
    with store.writing() as connection:
        relations.mutes(connection, [("camille", "bluesky:2")])
        with store.reading() as another:  # sees the database as it stood
            assert relations.every(another, "camille") == []
    assert store.written == before + 1
    with store.reading() as connection:
        assert [row["account"] for row in relations.every(connection, "camille")] == ["bluesky:2"]
    store.close()
