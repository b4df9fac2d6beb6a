"""What waits for a human is found a page at a time, and what was said of it is remembered, on either database."""

from datetime import timedelta

import pytest

from bot.evidence.master import MasterKey
from bot.model.mention import Kind
from bot.model.noun import EPOCH, micros
from bot.store import held, reviewing, schema
from bot.store.database import Store
from bot.store.held import After, Sought
from bot.store.migrate import migrate
from bot.store.reviewing import Said
from bot.store.rows import insert, place

NOW = EPOCH + timedelta(days=20_000)
EVERY = frozenset(Kind)


@pytest.fixture
def store(database_url):
    store = Store(database_url, MasterKey(bytes(32)))
    migrate(store)
    with store.writing() as connection:
        insert(connection, schema.mention, [row(number) for number in range(12)])
    yield store
    store.close()


def row(number, **rest):
    """Every third is a private message, every fourth leaks, the last four came at once, and two wait for nobody."""
    at = micros(NOW - timedelta(hours=12 - min(number, 8)))
    one = {
        "place": place(f"uri:{number}"),
        "person": "camille",
        "version": 1,
        "uri": f"uri:{number}",
        "revision": "r",
        "platform": "bluesky",
        "author": f"bluesky:{number % 2}",
        "kind": "direct" if number % 3 == 0 else "mention",
        "received_at": at,
        "decided_at": at,
        "severity": 3,
        "reasons": '["harassment_doxxing"]' if number % 4 == 0 else '["hate"]',
        "rules": "[]",
        "review": number not in {1, 2},
        "exhibit": "00" * 16,
        "level": 0,
    }
    return one | rest


def found(store, after=None, limit=100, **rest):
    sought = Sought(**{"person": "camille", "seat": "mine", "kinds": EVERY, "now": NOW} | rest)
    with store.reading() as connection:
        assert held.count(connection, sought) == len(held.mentions(connection, sought, None, 100))
        return held.mentions(connection, sought, after, limit)


def numbers(some):
    return sorted(int(one.uri.removeprefix("uri:")) for one in some)


def say(store, number, said, **rest):
    with store.writing() as connection:
        one = Said(person="camille", uri=f"uri:{number}", version=1, said=said, by="camille", at=NOW, **rest)
        reviewing.say(connection, [one])
    return one


def test_only_what_waits_and_is_meant_is_found(store):
    assert numbers(found(store)) == [0, *range(3, 12)]
    assert numbers(found(store, kinds=EVERY - {Kind.DIRECT})) == [4, 5, 7, 8, 10, 11]
    assert numbers(found(store, reason="harassment_doxxing")) == [0, 4, 8]
    assert numbers(found(store, author="bluesky:1")) == [3, 5, 7, 9, 11]
    assert numbers(found(store, within=(NOW - timedelta(hours=9), NOW - timedelta(hours=8)))) == [3, 4]
    assert found(store, person="sacha") == []


def test_pages_hold_each_once_even_of_those_that_came_at_once(store):
    seen, after = [], None
    while page := found(store, after, limit=3):
        seen += page
        after = After(page[-1].decided_at, place(page[-1].uri))
    assert numbers(seen) == numbers(found(store))
    assert seen == found(store)


def test_what_was_said_for_good_waits_no_more_until_it_is_taken_back(store):
    one = say(store, 5, "harmless")
    assert 5 not in numbers(found(store))
    with store.writing() as connection:
        assert reviewing.said(connection, "camille", ["uri:5", "uri:6"]) == {("uri:5", 1): one}
        assert reviewing.together(connection, "camille", "camille", NOW) == [(place("uri:5"), 1)]
        reviewing.unsay(connection, one)
    assert 5 in numbers(found(store))


def test_what_is_put_off_waits_again_then_and_what_is_handed_over_waits_for_them_first(store):
    later = NOW + timedelta(hours=10)
    say(store, 5, "later", until=later)
    say(store, 6, "handed", to="theirs", until=later)
    assert {5, 6} & set(numbers(found(store))) == set()
    assert {5, 6} & set(numbers(found(store, seat="theirs"))) == {6}
    assert {5, 6} <= set(numbers(found(store, now=later)))
    with store.reading() as connection:
        assert reviewing.waiting(connection, "camille", NOW) == 9


def test_mentions_are_found_by_their_keys_in_the_order_asked(store):
    with store.reading() as connection:
        some = held.kept(connection, "camille", [(place("uri:7"), 1), (place("uri:1"), 1), (place("uri:9"), 2)])
        assert [one.uri for one in some] == ["uri:7", "uri:1"]
        assert held.kept(connection, "camille", []) == []
        assert held.kept(connection, "sacha", [(place("uri:7"), 1)]) == []
