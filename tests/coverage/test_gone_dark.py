"""Where nothing is seen of my accounts any more I am told so, of each by its handle."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.coverage.gaps import PATIENCE, round_of_gaps
from bot.evidence.coverage import Interval
from bot.evidence.master import MasterKey
from bot.model.account import Account, Protected
from bot.model.delivery import Status
from bot.model.mention import Via
from bot.model.shield import Contact, Shield
from bot.store import coverage, outbox
from bot.store.coverage import Place
from bot.store.database import Store
from bot.store.migrate import migrate

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ACCOUNTS = tuple(
    Account(platform="mastodon", id="1", home=home, handle=f"camille@{home}") for home in ("nord.test", "ouest.test")
)


@pytest.fixture
def store(database_url):
    store = Store(database_url, MasterKey.new())
    migrate(store)
    yield store
    store.close()


def test_of_a_second_account_of_the_same_platform_that_goes_dark_within_the_hour_i_am_told_too(store):
    contact = Contact(name="camille/phone", language="fr")
    shield = Shield(protected=Protected(name="camille", accounts=ACCOUNTS), contacts=(contact,))
    served = {("camille", one.key): {"stream"} for one in ACCOUNTS}
    for account, last in zip(ACCOUNTS, (NOON, NOON + 20 * MINUTE), strict=True):
        with store.writing() as connection:
            place = Place(person="camille", account=account.key, source="stream")
            coverage.keep(connection, place, Interval(since=NOON - MINUTE, until=last, by=Via.STREAM), None)
        for _ in range(2):
            round_of_gaps(store, {"camille": shield}, served, PATIENCE, last + PATIENCE)
    with store.reading() as connection:
        bodies = [one.what.body for one in outbox.with_status(connection, Status.PLANNED)]
    assert [f"Compte\xa0: {one.handle}" in body for one, body in zip(ACCOUNTS, bodies, strict=True)] == [True, True]
