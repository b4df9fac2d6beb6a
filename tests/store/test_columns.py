"""What the chain says is packed in its rows, and comes out word for word."""

from contextlib import closing

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from bot.evidence.master import MasterKey
from bot.model.noun import EPOCH
from bot.store import read, survey, write
from bot.store.columns import KEYS, SEVERITIES, packed, part, unpacked
from bot.store.database import Store
from bot.store.migrate import migrate

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
digests = st.binary(min_size=16, max_size=32).map(bytes.hex)
odd = digests.map(str.upper) | digests.map(lambda one: one[:8] + " " + one[8:]) | digests.map(lambda one: one + "0")
payloads = st.dictionaries(
    words | st.sampled_from(KEYS), words | digests | odd | st.integers(-(2**53) + 1, 2**53 - 1), max_size=6
)


@given(payloads)
def test_what_an_entry_says_comes_back_as_it_was(payload):
    assert unpacked(packed(payload)) == payload


@given(payloads)
def test_every_part_of_it_can_be_looked_for(payload):
    for key, value in payload.items():
        if isinstance(value, str):
            assert part(key, value) in packed(payload)


JUDGED = {"mention": "01" * 16, "version": 1, "author": "02" * 16, "exhibit": "03" * 12, "digest": "04" * 32}


@given(st.integers(-1, 300), st.sampled_from([*SEVERITIES, "grave", ""]))
def test_what_was_judged_comes_back_as_it_was_whatever_its_version(version, severity):
    payload = JUDGED | {"version": version, "severity": severity}
    assert list(unpacked(packed(payload)).items()) == list(payload.items())


def test_what_most_entries_say_takes_a_byte_beside_its_digests():
    assert len(packed(JUDGED | {"severity": "none"})) == 1 + 16 + 16 + 12 + 32 + 1


def test_what_was_judged_before_that_was_one_byte_is_read_as_it_was_written():
    before = bytes.fromhex("c1" + "01" * 16 + "02" * 16 + "03" * 12 + "04" * 32 + "9201a46e6f6e65")
    assert unpacked(before) == JUDGED | {"severity": "none"}


def test_a_digest_takes_half_its_digits():
    assert len(packed({"digest": "ab" * 32})) < 40


@pytest.mark.parametrize("harm", [b"", b"\xc1", b"\x81\x7f\x01", "text", None, b"\x93\x01\x02\x03"])
def test_what_was_never_packed_is_told_as_unreadable(harm):
    assert set(unpacked(harm)) == {"unreadable"}


@pytest.fixture
def store(database_url):
    store = Store(database_url, MasterKey(bytes(32)))
    migrate(store)
    yield store
    store.close()


def test_what_was_captured_for_a_delivery_is_found_among_others(store):
    with store.writing() as connection:
        lines = [
            (EPOCH, "captured", {"delivery": f"one-{n}", "what": "profile", "exhibit": f"{n:032x}"}) for n in range(9)
        ]
        write.append(connection, "camille", lines)
    with store.reading() as connection:
        assert survey.captures(connection, "camille", "one-7") == [("profile", f"{7:032x}")]
        assert survey.captures(connection, "camille", "one") == []


def test_what_is_no_id_finds_nothing(store):
    with store.reading() as connection:
        assert survey.custody(connection, "not an id") is None
        assert survey.referred(connection, "https://social.test/@nadia/1") == []


def test_a_row_that_somebody_wrote_over_is_read_and_does_not_hold(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/rempart.db", MasterKey(bytes(32)))  # PostgreSQL would not let them
    migrate(store)
    with closing(store), store.writing() as connection:
        write.append(connection, "camille", [(EPOCH, "pause", {"by": "lea"})])
        connection.execute(text("UPDATE entry SET payload = 'nothing', seal = 'zz'"))
        (entry,) = read.chain(connection, "camille")
    assert (entry.payload, entry.seal) == ({"unreadable": "'nothing'"}, "zz")


@pytest.mark.parametrize("key", [-1, len(KEYS), True, 1.0, None])
def test_a_key_that_we_never_wrote_makes_a_payload_unreadable_and_nothing_else(key):
    assert set(unpacked(msgspec.msgpack.encode({key: "ab"}))) == {"unreadable"}
