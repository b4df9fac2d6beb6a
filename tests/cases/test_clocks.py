"""What a server is about to purge is told in time: posts that were deleted, and accounts that it suspended."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from bot.cases.clocks import endings, of_mention
from bot.evidence.master import MasterKey
from bot.handling.happened import note
from bot.law.data import french
from bot.model.arrival import Arrival, Identity
from bot.model.mention import Via
from bot.model.noun import micros
from bot.model.proceeding import Dealt
from bot.store import authors, departed, erasure, pursued, schema
from bot.store.database import Store
from bot.store.migrate import migrate
from bot.store.rows import insert
from tests.store.test_acts import mention

HE = "mastodon:ici.test/7"
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
DAY = timedelta(days=1)
CASE, PARIS = "3f9a", "Europe/Paris"


@pytest.fixture
def store(database_url):
    made = Store(database_url, MasterKey(bytes(32)))
    migrate(made)
    yield made
    made.close()


def wrote(store, *ages, gone=None):
    """He wrote so many days ago; `gone`: and it was deleted so many days ago."""
    with store.writing() as connection:
        some = {"deleted_at": None if gone is None else micros(NOW - gone * DAY), "in_case": True}
        insert(connection, schema.mention, [mention(HE, age * 2, NOW - age * DAY) | some for age in ages])
        row = {"author": HE, "person": "camille", "mentions": 1, "matches": 0, "matched_at": 0, "recent": b""}
        known = connection.scalar(select(schema.author.c.last_at)) or 0
        last = max(known, micros(NOW - min(ages) * DAY))
        connection.execute(schema.author.delete())
        insert(connection, schema.author, [row | {"first_at": last, "last_at": last}])


def found(store, days, gone="suspended"):
    """His account was found so, so many days ago."""
    with store.writing() as connection:
        at = NOW - days * DAY
        handle = "" if gone else "revenu"
        event = Identity(platform="mastodon", account=HE, at=at, gone=gone, handle=handle)
        note(
            connection,
            store.master,
            Arrival(platform="mastodon", source="x", via=Via.WATCH, raw=b"{}", at=at),
            event,
            at,
        )


def purged(store, now=NOW):
    with store.reading() as connection:
        return [one for one in endings(connection, "camille", CASE, [HE], french(), PARIS, now) if one.clock == "purge"]


def test_a_suspended_account_is_told_with_the_day_on_which_its_server_purges_it(store):
    wrote(store, 12, 40)
    assert purged(store) == []
    found(store, 10)
    (one,) = purged(store)
    assert (one.runs.left(NOW), one.uri) == (20, f"{HE}/24")
    with store.reading() as connection:
        assert "purge" in {each.clock for each in of_mention(connection, "camille", f"{HE}/80", french(), PARIS)}


def test_what_was_written_years_before_its_account_was_suspended_is_told_too(store):
    wrote(store, 900)
    found(store, 10)
    assert len(purged(store)) == 1


def test_what_was_written_years_before_it_was_deleted_is_told_too(store):
    wrote(store, 900, gone=10)
    (one,) = purged(store)
    assert one.runs.left(NOW) == 20


def test_told_again_that_it_is_suspended_the_day_is_still_the_first(store):
    wrote(store, 12)
    found(store, 10)
    found(store, 2)
    assert [one.runs.left(NOW) for one in purged(store)] == [20]


def test_an_account_that_is_back_is_not_about_to_be_purged(store):
    wrote(store, 12)
    found(store, 10)
    found(store, 5, gone="")
    assert purged(store) == []


def test_an_account_that_wrote_since_is_not_gone_until_it_is_suspended_anew(store):
    wrote(store, 12)
    found(store, 10)
    wrote(store, 4)
    assert purged(store) == []
    found(store, 2)
    assert [one.runs.left(NOW) for one in purged(store)] == [28]


def test_what_is_deleted_after_i_dealt_with_others_is_told_however_old_it_is(store):
    wrote(store, 20, gone=15)
    with store.writing() as connection:
        last = purged(store)[0].last
        dealt = Dealt(clock="purge", through=last, how="filed", by="lea", at=NOW)
        pursued.deal(connection, "camille", CASE, dealt)
    assert [one.dealt for one in purged(store)] == [dealt]
    wrote(store, 300, gone=1)
    (one,) = purged(store)
    assert (one.dealt, one.uri, one.many) == (None, f"{HE}/600", 1)


def test_who_is_erased_is_not_known_to_be_gone(store):
    wrote(store, 12)
    found(store, 10)
    with store.writing() as connection:
        erasure.forget_authors(connection, "camille", [HE])
        assert departed.of(connection, "camille", [HE]) == {}
        assert connection.execute(select(schema.handed.departed)).all() == []
        assert authors.knowing(connection, HE) == []


def test_what_was_deleted_is_found_by_its_own_index_and_nothing_is_read_through(tmp_path):
    made = Store(f"sqlite:///{tmp_path}/s.db", MasterKey(bytes(32)))
    migrate(made)
    with made.reading() as connection:
        said = (
            "SELECT * FROM mention WHERE author = 'x' AND person = 'y' AND in_case = 1 AND deleted_at BETWEEN 1 AND 2"
        )
        plan = connection.execute(text(f"EXPLAIN QUERY PLAN {said}")).all()
    made.close()
    assert "ix_mention_gone" in str(plan)
