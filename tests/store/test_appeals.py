"""What waits about one entry is one question, however many sent it, and each is heard in its turn."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.blocklists.entity import actor
from bot.evidence.master import MasterKey
from bot.store import appeals
from bot.store.appeals import Appeal, Standing
from bot.store.database import Store

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ME, OTHER = actor("a@autre.test"), actor("b@autre.test")


@pytest.fixture
def store(database_url):
    store = Store(database_url, MasterKey(bytes(32)))
    yield store
    store.close()


def sent(number, entity=ME, asker="x", **rest):
    at = NOON + timedelta(minutes=number)
    return Appeal(id=f"{number:064x}", person="camille", list="l1", entity=entity, asker=asker, box=b"x", at=at, **rest)


def test_what_waits_is_counted_by_entry_and_heard_who_waits_longest_first(store, monkeypatch):
    monkeypatch.setattr(appeals, "TOGETHER", 2)
    with store.writing() as connection:
        for one in (
            *(sent(number) for number in range(3)),
            sent(3, OTHER, "y"),
            sent(4, asker="", standing=Standing.DECLINED, settled_at=NOON),
        ):
            appeals.put(connection, one)
    with store.reading() as connection:
        assert appeals.waiting(connection, "camille") == appeals.waiting(connection, "camille", "l1") == 2
        assert appeals.waiting(connection, "camille", "l2") == appeals.waiting(connection, "sacha") == 0
        mine, others = appeals.questions(connection, "camille", 50)
        assert (mine.last, mine.number, others.last, others.number) == (sent(1), 3, sent(3, OTHER, "y"), 1)
        assert appeals.together(connection, mine.last) == [sent(0), sent(1)]
        assert appeals.about(connection, "l1", ME) == [sent(0), sent(1), sent(2)]
        assert appeals.sent(connection, "l1", "x") == [ME] * 3
        assert appeals.count(connection, "l1") == 4
        assert appeals.beginning_so(connection, "camille", f"{3:064x}") == [f"{3:064x}"]
        assert appeals.beginning_so(connection, "camille", "%") == []
        assert len(appeals.beginning_so(connection, "camille", "0")) == 2
        assert appeals.of_person(connection, "camille", [Standing.OPEN], 1) == [sent(3, OTHER, "y")]
