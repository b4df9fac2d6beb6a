"""A database made by the migrations is the database the code expects, from empty and from every release."""

from contextlib import ExitStack, closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from bot.errors import ConfigError
from bot.evidence.master import MasterKey
from bot.store import migrate as migration
from bot.store import upgrade
from bot.store.database import Store
from bot.store.schema import metadata


@pytest.fixture
def store(empty_url):
    store = Store(empty_url, MasterKey(bytes(32)))
    yield store
    store.close()


def differences(store):
    with store.engine.connect() as connection:
        return compare_metadata(MigrationContext.configure(connection), metadata)


def test_an_empty_database_becomes_the_schema(store):
    migration.migrate(store)
    assert differences(store) == []


def test_migrations_alone_lead_to_the_same_schema(store):
    config = upgrade.alembic_config()
    config.attributes["engine"] = store.engine
    upgrade.command.upgrade(config, "head")
    assert differences(store) == []


def test_the_newest_script_is_this_releases():
    assert upgrade.ScriptDirectory.from_config(upgrade.alembic_config()).get_current_head() == migration.RELEASE


def test_a_database_made_by_the_scripts_is_of_this_release(store):
    upgrade.upgrade(store, None)
    migration.require_current(store)
    migration.migrate(store)
    assert differences(store) == []


def test_migrating_twice_changes_nothing(store):
    migration.migrate(store)
    migration.migrate(store)
    assert differences(store) == []


def test_a_database_of_a_later_release_is_refused_with_a_cure(store):
    migration.migrate(store)
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'zzzz'"))
    with pytest.raises(ConfigError, match="later release"):
        migration.migrate(store)


def test_a_second_shield_on_one_database_is_refused(store):
    with store.only_runner(), pytest.raises(ConfigError, match="another `rempart run`"), store.only_runner():
        pass
    with store.only_runner():
        pass


def test_a_shield_whose_database_server_forgot_it_takes_its_right_again(store):
    with store.only_runner() as right:
        right.confirm()
        forget(store)
        right.confirm()
        assert store.runs()
    assert not store.runs()


@pytest.mark.postgres
def test_a_shield_that_was_replaced_meanwhile_gives_way(postgres_url):
    store = Store(postgres_url, MasterKey(bytes(32)))
    with closing(store), ExitStack() as stack:
        right = stack.enter_context(store.only_runner())
        forget(store)
        stack.enter_context(store.only_runner())
        with pytest.raises(ConfigError, match="another `rempart run`"):
            right.confirm()


def forget(store):
    """All sessions end, as when the server is restarted."""
    if not store.sqlite:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
        with store.writing() as connection:
            connection.execute(text(others + "pg_backend_pid()"))


def test_nothing_of_a_transaction_that_breaks_is_kept(store):
    migration.migrate(store)
    with pytest.raises(ZeroDivisionError), store.writing() as connection:  # noqa: PT012 - both belong to it
        connection.execute(text("INSERT INTO cursor (source, value, at) VALUES ('a', '1', 0)"))
        1 / 0  # noqa: B018
    with store.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM cursor")) == 0


def test_a_database_url_that_cannot_be_used_says_what_to_write():
    with pytest.raises(ConfigError, match=r"sqlite:///rempart\.db"):
        Store("mysql://x", MasterKey(bytes(32)))
    with pytest.raises(ConfigError, match=r"sqlite:///rempart\.db"):
        Store("nonsense", MasterKey(bytes(32)))


def test_a_command_that_only_looks_makes_no_database(tmp_path):
    file = tmp_path / "rempart.db"
    store = Store(f"sqlite:///{file}", MasterKey(bytes(32)))
    with pytest.raises(ConfigError, match="start `rempart run`"):
        migration.require_current(store)
    store.close()
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_our_tables_is_told_from_one_of_another_release(store):
    if store.sqlite:
        store.engine.connect().close()
    with pytest.raises(ConfigError, match="nothing of Rempart in it yet"):
        migration.require_current(store)
    migration.migrate(store)
    migration.require_current(store)
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'zzzz'"))
    with pytest.raises(ConfigError, match="another release"):
        migration.require_current(store)


def test_a_file_that_is_no_database_is_told_in_a_sentence(tmp_path):
    file = tmp_path / "rempart.db"
    file.write_text("this is a letter, and no database of any kind\n" * 100)
    store = Store(f"sqlite:///{file}", MasterKey(bytes(32)))
    with pytest.raises(ConfigError, match="cannot be opened"):
        migration.require_current(store)
    store.close()


def test_whether_a_shield_runs_can_be_asked_without_disturbing_it(store):
    assert not store.runs()
    with store.only_runner():
        assert store.runs()
        assert store.runs()
    assert not store.runs()
