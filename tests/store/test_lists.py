"""A list's log is only added to, and what it comes to is at hand."""

import random
from datetime import UTC, datetime

import pytest

from bot.blocklists.blocklist import Blocklist, Origin
from bot.blocklists.change import Change, Policy, Type
from bot.blocklists.entity import domain
from bot.blocklists.identifier import GENESIS, names
from bot.blocklists.snapshot import fold, standing
from bot.evidence.master import MasterKey
from bot.store import lists
from bot.store.database import Store

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINE = Blocklist(id="l1", person="camille", origin=Origin.OWN, slug="camille", title="Camille", by="camille", at=NOON)


@pytest.fixture
def store(database_url):
    store = Store(database_url, MasterKey(bytes(32)))
    yield store
    store.close()


def _log(count, hosts):
    chance, name = random.Random(7), names()
    types = [Type.RECOMMENDATION, Type.RECOMMENDATION, Type.RETRACTION]
    return [
        Change(
            id=name(NOON),
            type=chance.choice(types),
            at=NOON,
            entity=domain(f"h{chance.randrange(hosts)}.test"),
            policy=Policy.REJECT,
        )
        for _ in range(count)
    ]


def test_what_is_kept_of_a_log_is_its_fold_whatever_comes_twice(store):
    log = _log(1_300, 400)
    with store.writing() as connection:
        lists.put(connection, MINE)
        for version, start in enumerate(range(0, len(log), 300), 1):
            lists.append(connection, MINE, version, log[start : start + 300])
            lists.append(connection, MINE, version, log[start : start + 300])
    with store.reading() as connection:
        assert lists.since(connection, "l1", GENESIS, 5_000) == log
        assert lists.newest(connection, "l1") == log[-1].id
        kept = list(lists.snapshot(connection, "l1"))
        assert kept == sorted(fold(log).values(), key=lambda change: change.id, reverse=True)
        assert lists.count(connection, "l1") == len(standing(fold(log)))
        assert lists.since(connection, "l1", log[299].id, 300) == log[300:600]
        some = [change.entity for change in log[:700]]
        assert lists.said(connection, "l1", some) == {entity: fold(log)[entity] for entity in some}
        assert lists.about(connection, "l1", log[0].entity) == [one for one in log if one.entity == log[0].entity]


def test_a_list_is_read_page_by_page_the_newest_first(store):
    log = _log(300, 120)
    with store.writing() as connection:
        lists.put(connection, MINE)
        lists.append(connection, MINE, 1, log)
    with store.reading() as connection:
        seen, before = [], ""
        while some := lists.page(connection, "l1", before, 25):
            seen += some
            before = some[-1].id
    assert seen == sorted(standing(fold(log)).values(), key=lambda change: change.id, reverse=True)
