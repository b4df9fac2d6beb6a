"""Canonical JSON against a slow writer of RFC 8785, read from the standard by itself."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evidence.canonical import LARGEST, canonical

ESCAPES = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\"}


def slowly(value: Any) -> str:
    """RFC 8785, 3.2, for what we allow."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(int(value))
        case str():
            return '"' + "".join(ESCAPES.get(ord(c)) or (f"\\u{ord(c):04x}" if c < " " else c) for c in value) + '"'
        case list() | tuple():
            return "[" + ",".join(map(slowly, value)) + "]"
        case dict():
            ordered = sorted(value, key=units)
            return "{" + ",".join(f"{slowly(key)}:{slowly(value[key])}" for key in ordered) + "}"
    raise AssertionError(value)


def units(key: str) -> list[int]:
    """UTF-16 code units, as numbers."""
    written = key.encode("utf-16-be")
    return [int.from_bytes(written[i : i + 2]) for i in range(0, len(written), 2)]


words = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(["", "\ue000", "\U00010000", "\uffff", "é"])
numbers = st.integers(-LARGEST, LARGEST) | st.integers(-LARGEST, LARGEST).map(float)
values = st.recursive(
    st.none() | st.booleans() | numbers | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=5),
    max_leaves=20,
)


@given(values)
def test_everything_i_prove_is_written_as_the_standard_says(value):
    assert canonical(value) == slowly(value).encode()


@given(values)
def test_anybody_can_read_it_back_as_the_same(value):
    assert json.loads(canonical(value)) == value


@given(st.dictionaries(words, st.integers(0, 9), min_size=2), st.randoms())
def test_the_order_in_which_it_was_put_together_does_not_show(value, random):
    items = list(value.items())
    random.shuffle(items)
    assert canonical(dict(items)) == canonical(value)


def test_the_standards_own_example_of_key_order_comes_out():
    keys = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    assert list(json.loads(canonical(keys)).values()) == [2, 4, 6, 7, 1, 5, 3]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.5, "fraction"),
        ([{"a": float("nan")}], "fraction"),
        (float("inf"), "fraction"),
        (float("-inf"), "fraction"),
        (LARGEST + 1, "integers beyond"),
        (-1e300, "integers beyond"),
        ("\ud800", "surrogate"),
        ({"\udfff": 1}, "surrogate"),
        ({"\udfff": 1, "é": 2}, "surrogate"),
        ({1: 2}, "keys"),
        (b"bytes", "bytes"),
        ({"a": {1, 2}}, "set"),
    ],
)
def test_what_could_be_spelled_in_two_ways_is_refused(value, said):
    with pytest.raises(ValueError, match=said):
        canonical(value)


def test_minus_zero_is_zero():
    assert canonical([-0.0, 1e15]) == b"[0,1000000000000000]"
