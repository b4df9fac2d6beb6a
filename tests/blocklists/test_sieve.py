"""Whether somebody may be listed is known at once; a yes may be wrong, a no never."""

from hypothesis import given
from hypothesis import strategies as st

from bot.blocklists.sieve import Sieve


@given(st.sets(st.text(max_size=20), max_size=300), st.sets(st.text(max_size=20), max_size=20))
def test_nobody_who_is_listed_is_overlooked(first, later):
    sieve = Sieve(iter(first))
    for key in later:
        sieve.add(key)
    assert all(key in sieve for key in first | later)


def test_hardly_anybody_else_is_taken_for_listed():
    sieve = Sieve(f"did:plc:{number}" for number in range(100_000))
    assert all(f"did:plc:{number}" in sieve for number in range(100_000))
    wrong = sum(f"user{number}@a.test" in sieve for number in range(100_000))
    assert wrong < 40  # four are expected


def test_of_an_empty_list_nobody_is():
    sieve = Sieve([])
    assert not any(f"user{number}@a.test" in sieve for number in range(1_000))
    sieve.add("x@a.test")
    assert "x@a.test" in sieve


def test_ten_million_would_fit_beside_the_database():
    sieve = Sieve(map(str, range(157_000)))
    assert sieve.size / 157_000 < 4
