"""What servers sent is kept once and in order until it was read, on either database."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from bot.errors import KeyMissing
from bot.evidence.master import MasterKey
from bot.model.letter import Letter, source_of
from bot.store import letters, write
from bot.store.database import Store
from bot.store.migrate import migrate

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def store(database_url):
    made = Store(database_url, MasterKey(bytes(32)))
    migrate(made)
    yield made
    made.close()


def letter(number, **more):
    kept = f"lettre {number}".encode()
    at = AT + timedelta(minutes=number)
    common = {"event": "report.created", "at": at, "digest": sha256(kept).digest(), "kept": kept}
    return Letter(**(common | more))


def test_letters_wait_in_order_until_they_were_read(store):
    with store.writing() as connection:
        assert all(letters.put(connection, store.master, "ouest", letter(number)) for number in range(5))
        assert not letters.put(connection, store.master, "ouest", letter(3))
        assert letters.put(connection, store.master, "bleu", letter(3)), "of another community"
        found = letters.waiting(connection, store.master, "ouest", 1, 3)
        assert [one.number for one in found] == [2, 3, 4]
        assert [one.whole for one in found] == [letter(number).digest.hex() for number in (1, 2, 3)]
        assert letters.left(connection, "ouest", 2)
        letters.handled(connection, "ouest", 2, AT)
        assert not letters.left(connection, "ouest", 2)
        assert [one.number for one in letters.waiting(connection, store.master, "ouest", 0, 9)] == [3, 4, 5]
        assert letters.latest(connection, "ouest") == AT + timedelta(minutes=4)
        assert letters.latest(connection, "ouest", "account.created") is None


def test_what_was_read_is_forgotten_in_its_time_and_no_number_comes_twice(store):
    with store.writing() as connection:
        letters.put(connection, store.master, "ouest", letter(1))
        letters.handled(connection, "ouest", 1, AT)
        write.advance(connection, {source_of("ouest"): "1"}, AT)
        letters.forget(connection, AT)
        assert letters.latest(connection, "ouest") is not None
        letters.forget(connection, AT + timedelta(seconds=1))
        assert letters.latest(connection, "ouest") is None
        letters.put(connection, store.master, "ouest", letter(2))
        assert [one.number for one in letters.waiting(connection, store.master, "ouest", 1, 9)] == [2]


def test_no_address_is_in_what_is_kept_and_another_key_opens_none_of_it(store):
    kin = (("email", "hugo@boite.test"), ("ip", "203.0.113.9"))
    with store.writing() as connection:
        letters.put(connection, store.master, "ouest", letter(1, about="7", kin=kin))
        [one] = letters.waiting(connection, store.master, "ouest", 0, 9)
        assert [kind for kind, _ in one.kin] == ["email", "domain", "net"]
        assert "boite" not in repr(one)
        assert "boite" not in repr(letter(1, kin=kin))
        with pytest.raises(KeyMissing):
            letters.waiting(connection, MasterKey(b"x" * 32), "ouest", 0, 9)
