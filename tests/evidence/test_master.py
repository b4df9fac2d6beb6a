"""The master key shows itself to nobody."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ConfigError, KeyMissing
from bot.evidence.master import MasterKey


def test_it_does_not_show_in_what_is_printed_or_logged():
    master = MasterKey(b"0123456789abcdef" * 2)
    assert repr(master) == str(master) == f"MasterKey(id='{master.id}')"
    assert "0123456789abcdef" not in f"{master!r}{master}{[master]}"


def test_it_is_not_written_down_by_mistake():
    with pytest.raises(TypeError, match="pickle"):
        pickle.dumps(MasterKey.new())


def test_two_keys_have_two_names_and_a_key_always_the_same():
    one, other = MasterKey.new(), MasterKey.new()
    assert one.id != other.id
    assert MasterKey(one.reveal()).id == one.id


@given(st.binary(max_size=80).filter(lambda key: len(key) != 32))
def test_a_key_of_the_wrong_length_is_refused_without_being_shown(key):
    with pytest.raises(ConfigError, match="32 bytes") as caught:
        MasterKey(key)
    assert not key or repr(key) not in str(caught.value)


@given(st.text(), st.binary())
def test_a_small_secret_opens_under_its_own_name_only(name, secret):
    master = MasterKey.new()
    wrapped = master.wrap(name, secret)
    assert master.unwrap(name, wrapped) == secret
    with pytest.raises(KeyMissing):
        master.unwrap(name + "x", wrapped)
    with pytest.raises(KeyMissing):
        MasterKey.new().unwrap(name, wrapped)


@pytest.mark.parametrize("gone", [b"", b"short", bytes(12), bytes(76)])
def test_what_was_never_wrapped_does_not_open(gone):
    with pytest.raises(KeyMissing):
        MasterKey.new().unwrap("session", gone)
