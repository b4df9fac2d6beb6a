"""What was kept of somebody's likeness goes with them, and what was made of a text goes with the text."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from bot.erasure.plan import Erasure
from bot.erasure.spared import Target
from tests.links.test_order import BACK, EVENTS, HE, Shielded

NOW = datetime(2026, 2, 2, tzinfo=UTC)
KEYS = "SELECT * FROM portrait_key JOIN portrait ON portrait.number = portrait_key.number"
TABLES = {
    "author": "SELECT *, author AS account FROM author",
    "portrait": "SELECT * FROM portrait",
    "portrait_key": KEYS,
    "link": "SELECT * FROM link",
}


@pytest.fixture
def shielded(tmp_path):
    shielded = Shielded(f"sqlite:///{tmp_path}/links.db")
    shielded.take(sorted(EVENTS, key=lambda event: event["at"]), 5)
    with shielded.store.writing() as connection:
        connection.execute(text("UPDATE delivery SET status = 'cancelled'"))
    yield shielded
    shielded.store.close()


def rows(shielded, table, account):
    with shielded.store.reading() as connection:
        query = text(f"SELECT * FROM ({TABLES[table]}) AS every WHERE account = :one")
        return connection.execute(query, {"one": f"bluesky:{account}"}).mappings().all()


def test_an_account_that_is_erased_resembles_nobody_any_more(shielded, tmp_path):
    assert rows(shielded, "link", BACK)
    assert rows(shielded, "portrait_key", HE)
    erasure = Erasure(shielded.store, tmp_path / "keys")
    erasure.erase(Target(person="camille", account=f"bluesky:{HE}"), "lea", NOW)
    assert [table for table in TABLES if rows(shielded, table, HE)] == []
    with shielded.store.reading() as connection:
        left = "SELECT count(*) FROM portrait_key WHERE number NOT IN (SELECT number FROM portrait)"
        assert connection.scalar(text(left)) == 0
    assert rows(shielded, "link", BACK) == []


def test_a_portrait_is_made_anew_without_the_text_that_is_erased(shielded, tmp_path):
    before = rows(shielded, "portrait", HE)[0]["box"]
    uri = next(event["uri"] for event in EVENTS if HE in event["uri"])
    Erasure(shielded.store, tmp_path / "keys").erase(Target(person="camille", uri=uri), "lea", NOW)
    assert rows(shielded, "portrait", HE)[0]["box"] == b""
    assert rows(shielded, "portrait_key", HE) == []
    later = EVENTS[-1] | {"uri": "at://later/1", "at": "2026-01-20T10:00:00Z"}
    shielded.take([later], 1)
    assert rows(shielded, "portrait", HE)[0]["box"] not in {b"", before}
