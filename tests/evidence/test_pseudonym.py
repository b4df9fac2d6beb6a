"""Pseudonyms tell accounts apart, and tell nothing else."""

import hashlib
import hmac

from hypothesis import given
from hypothesis import strategies as st

from bot.evidence.pseudonym import pseudonym

values = st.text()
salts = st.binary(min_size=16, max_size=16)


@given(salts, values, values)
def test_the_same_account_has_one_name_and_two_accounts_have_two(salt, one, other):
    assert (pseudonym(salt, one) == pseudonym(salt, other)) == (one == other)


@given(salts, salts, values)
def test_with_another_salt_the_name_is_another(salt, other, value):
    assert (pseudonym(salt, value) == pseudonym(other, value)) == (salt == other)


@given(salts, st.text(st.characters(exclude_categories=["Cs"])))
def test_anybody_given_the_salt_can_check_it_with_common_tools(salt, value):
    assert pseudonym(salt, value) == hmac.new(salt, value.encode(), hashlib.sha256).hexdigest()[:32]


def test_a_broken_character_in_a_handle_still_has_a_name():
    assert pseudonym(bytes(16), "\ud800") != pseudonym(bytes(16), "?")
