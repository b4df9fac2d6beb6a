"""Every value has one spelling: what is not written so is refused, however it was made."""

import libipld
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Unproven
from bot.evidence.cbor import DEEPEST, decode, encode
from bot.evidence.cid import cid_of

plain = st.none() | st.booleans() | st.integers(-(2**64), 2**64 - 1) | st.text() | st.binary(max_size=30)
values = st.recursive(plain, lambda some: st.lists(some) | st.dictionaries(st.text(), some), max_leaves=20)
links = st.binary(max_size=20).map(cid_of)


@given(values | st.lists(links))
def test_what_is_written_reads_back(value):
    assert decode(encode(value)) == value


@given(st.recursive(plain.filter(lambda one: not isinstance(one, bytes)), st.lists, max_leaves=20) | values)
def test_others_write_and_read_it_the_same(value):
    raw = encode(value)
    assert libipld.decode_dag_cbor(raw) == value
    assert decode(libipld.encode_dag_cbor(value)) == value or b"\x12\x20" in raw  # it takes some bytes for links


@given(values, st.data())
def test_no_other_bytes_read_as_the_same_value(value, data):
    raw = encode(value)
    place = data.draw(st.integers(0, len(raw) - 1))
    changed = raw[:place] + bytes([raw[place] ^ data.draw(st.integers(1, 255))]) + raw[place + 1 :]
    try:
        other = decode(changed)
    except Unproven:
        return
    assert repr(other) != repr(value)


@given(st.binary(max_size=60))
def test_what_reads_at_all_is_written_as_it_stood(raw):
    try:
        value = decode(raw)
    except Unproven:
        return
    if "." not in repr(value) and "e+" not in repr(value):  # nothing that is signed holds fractions
        assert encode(value) == raw


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x01\x00",
        b"\x18\x01",
        b"\x19\x00\x18",
        b"\x1b\x00\x00\x00\x00\xff\xff\xff\xff",
        b"\x9f\x01\xff",
        b"\xa2\x61b\x01\x61a\x02",
        b"\xa2\x61a\x01\x61a\x02",
        b"\xa2\x62aa\x01\x61b\x02",
        b"\xa1\x01\x01",
        b"\x61\xff",
        b"\x62a",
        b"\xf7",
        b"\xf9\x3c\x00",
        b"\xfb\x7f\xf8\x00\x00\x00\x00\x00\x00",
        b"\xfb\x7f\xf0\x00\x00\x00\x00\x00\x00",
        b"\xc0\x01",
        b"\xd8\x2a\x41\x00",
        b"\xd8\x2a\x58\x25\x01" + bytes(36),
        b"\xd8\x2a\x58\x25\x00" + bytes(36),
        b"\x9b\x7f\xff\xff\xff\xff\xff\xff\xff",
        b"\x5b\x7f\xff\xff\xff\xff\xff\xff\xff",
        b"\xbb\x00\x00\x00\x01\x00\x00\x00\x00",
    ],
)
def test_what_is_cut_off_too_long_out_of_order_or_of_another_kind_is_refused(raw):
    with pytest.raises(Unproven):
        decode(raw)


def test_nothing_is_so_deep_that_it_brings_the_shield_down():
    for raw in (b"\x81" * 1_000_000, b"\x81" * 1_000_000 + b"\x01", b"\xa1\x61a" * 1_000_000):
        with pytest.raises(Unproven, match=str(DEEPEST)):
            decode(raw)
    deep = []
    for _ in range(100):
        deep = [deep]
    with pytest.raises(Unproven):
        encode(deep)


@pytest.mark.parametrize("value", [1.5, "\ud800", {"\ud800": 1}, 2**64, object(), {1: 2}])
def test_what_is_never_signed_is_not_written(value):
    with pytest.raises((Unproven, AttributeError)):
        encode(value)
