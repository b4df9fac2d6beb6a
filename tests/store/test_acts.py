"""What somebody of a case wrote is found page by page, with what was done against them, in either database."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.evidence.master import MasterKey
from bot.model.conduct import Level
from bot.model.link import Status
from bot.model.noun import micros
from bot.store import acts, cases, links, schema, watch
from bot.store.acts import FIRST, Place
from bot.store.cases import Casefile
from bot.store.database import Store
from bot.store.links import Link
from bot.store.migrate import migrate
from bot.store.rows import insert, place
from bot.store.watch import Change

HE, OTHER, NEIGHBOUR = "bluesky:did:plc:he", "mastodon:ici.test/7", "bluesky:did:plc:neighbour"
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def store(database_url):
    made = Store(database_url, MasterKey.new())
    migrate(made)
    yield made
    made.close()


def mention(author, number, at, version=1):
    return {
        "place": place(f"{author}/{number}"),
        "person": "camille",
        "version": version,
        "uri": f"{author}/{number}",
        "revision": "",
        "platform": author.partition(":")[0],
        "author": author,
        "kind": "reply",
        "received_at": micros(at),
        "decided_at": micros(NOW),
        "severity": 3,
        "reasons": "[]",
        "rules": "[]",
        "review": False,
        "exhibit": "00" * 12,
        "alert": None,
        "hidden": None,
        "level": -1 if number % 2 else 4,
    }


def filled(store):
    """A case of two accounts who wrote by turns, several at one moment; and somebody else."""
    rows = [
        mention(author, number, NOW + timedelta(hours=number // 3), version)
        for author in (HE, OTHER, NEIGHBOUR)
        for number in range(30)
        for version in (1, 2)
    ]
    with store.writing() as connection:
        cases.keep(connection, [Casefile(person="camille", id="a" * 12)])
        cases.join(connection, "a" * 12, [("camille", HE), ("camille", OTHER)], "lea", NOW)
        insert(connection, schema.mention, rows)


def marked(store):
    with store.writing() as connection:
        new = acts.ungathered(connection, ["camille", "dominique"])
        for some in list(acts.unmarked(connection, new)):
            acts.mark(connection, some)
        acts.gathered(connection, new)
    return new


def test_pages_of_two_accounts_make_one_list_and_nothing_of_anybody_else_is_in_it(store):
    filled(store)
    with store.reading() as connection:
        assert acts.of(connection, "camille", [HE], FIRST, 10) == []
        assert not acts.complete(connection, "camille", "a" * 12)
    assert marked(store) == [("camille", HE), ("camille", OTHER)]
    assert marked(store) == []
    seen, before = [], FIRST
    with store.reading() as connection:
        assert acts.complete(connection, "camille", "a" * 12)
        while some := acts.of(connection, "camille", [HE, OTHER, NEIGHBOUR], before, 7):
            seen += some
            before = some[-1].place
        assert acts.of(connection, "camille", [HE], Place(0, "", 0), 10) == []
        assert acts.of(connection, "dominique", [HE], FIRST, 10) == []
    assert len({one.place for one in seen}) == len(seen) == 120
    orders = [one.place.order for one in seen]
    assert orders == sorted(orders, reverse=True)
    assert {one.kept.author for one in seen} == {HE, OTHER}
    assert {one.level for one in seen} == {Level.NOTHING, Level.HIGH}


def test_an_account_that_changes_its_case_is_not_looked_for_again(store):
    filled(store)
    marked(store)
    with store.writing() as connection:
        cases.keep(connection, [Casefile(person="camille", id="b" * 12)])
        cases.join(connection, "b" * 12, [("camille", HE)], "lea", NOW)
        assert acts.complete(connection, "camille", "b" * 12)


def test_links_that_wait_come_the_most_probable_first_and_answers_the_latest_first(store):
    some = [
        Link(person="camille", account=f"{HE}{n}", other=OTHER, score=round(0.6 + n % 4 / 10, 2), at=NOW)
        for n in range(12)
    ]
    said = [
        Link(person="camille", account=NEIGHBOUR, other=f"{OTHER}{n}", score=0.9, status=status, by="lea", at=NOW)
        for n, status in enumerate((Status.CONFIRMED, Status.REJECTED))
    ]
    with store.writing() as connection:
        links.keep_links(connection, [*some, *said])
        seen, after = [], None
        while found := links.suggested(connection, "camille", after, 2):
            seen += found
            after = found[-1]
        assert {one.status for one in links.answered(connection, "camille", 9)} == {Status.CONFIRMED, Status.REJECTED}
        assert len(links.answered(connection, "camille", 1)) == 1
    assert [one.score for one in seen] == [0.9] * 3 + [0.8] * 3 + [0.7] * 3
    assert len({one.account for one in seen}) == 9


def test_how_accounts_are_read_is_found_by_account(store):
    with store.writing() as connection:
        watch.renew(connection, "camille", "bluesky:did:plc:me", Change(begun=(HE, NEIGHBOUR)), NOW)
        assert [one.account for one in watch.of(connection, "camille", [HE, OTHER])] == [HE]
        assert cases.of_person(connection, "camille", "a" * 12) is None
        assert acts.measures(connection, "camille", [HE]) == []
