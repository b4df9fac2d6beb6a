"""What somebody names by the id of an alert is found, and nothing else, without looking through all that was planned."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from bot.evidence.master import MasterKey
from bot.model.account import Protected
from bot.model.alert import Alert, AlertKind
from bot.model.reason import Severity
from bot.model.shield import Contact, Shield
from bot.store import outbox, survey
from bot.store.database import Store
from bot.store.migrate import migrate
from bot.telling.tell import addressed

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
SHIELD = Shield(protected=Protected(name="camille"), contacts=(Contact(name="camille/phone"),))
IDS = ("abc", "ABC", "abcd", "ab", "Blind-1")


@pytest.fixture
def connection(database_url):
    store = Store(database_url, MasterKey.new())
    migrate(store)
    with store.writing() as connection:
        for one in IDS:
            alert = Alert(
                id=one,
                person="camille",
                kind=AlertKind.NOTICE,
                severity=Severity.LOW,
                at=NOON,
                title="titre",
                body=one,
            )
            outbox.plan(connection, addressed(SHIELD, SHIELD.contacts, lambda _, alert=alert: alert, NOON))
        yield connection
    store.close()


@pytest.mark.parametrize("ref", IDS)
def test_an_alert_is_found_by_its_id(connection, ref):
    assert survey.alert(connection, ref).body == ref


@pytest.mark.parametrize("ref", ["", "a", "abc:", "Abc", "%", "___", "Blind"])
def test_what_is_no_id_names_no_alert(connection, ref):
    assert survey.alert(connection, ref) is None


def test_on_sqlite_an_alert_is_found_by_the_index_of_ids(connection):
    if connection.dialect.name != "sqlite":
        return  # PostgreSQL goes by its index where ids are ordered by their signs
    asked = []
    event.listen(connection, "before_cursor_execute", lambda *given: asked.append(given[2:4]))
    survey.alert(connection, "abc")
    (sql, given), *_ = asked
    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given).fetchall()
    assert "id>? AND id<?" in plan[0][-1]
