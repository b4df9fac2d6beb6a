"""As much of DER as a time-stamp's certificates need: they come in any order, and strict readers want one."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from bot.errors import Malformed

EXPLICIT: Final = 0xA0
_LONG: Final = 0x80


class Value(NamedTuple):
    """One tagged value: where its content begins, and where it ends."""

    tag: int
    begins: int
    ends: int


def ordered(response: bytes) -> bytes:
    """A time-stamp response with its certificates in DER's order; no signature covers that order.

    `openssl ts` and those who use it write them as they come. What has no such part is given back as it is.
    """
    try:
        place = _certificates(response)
        found = [response[first:last] for first, last in _spans(response, place)]
    except (Malformed, StopIteration):
        return response
    return response[: place.begins] + b"".join(sorted(found)) + response[place.ends :]


def _certificates(response: bytes) -> Value:
    """TimeStampResp → ContentInfo → SignedData → certificates [0]."""
    answer = _value(response, 0)
    _, token = _inside(response, answer)
    _, wrapped = _inside(response, token)
    (signed,) = _inside(response, wrapped)
    return next(one for one in _inside(response, signed) if one.tag == EXPLICIT)


def _inside(data: bytes, outer: Value) -> list[Value]:
    return [_value(data, first) for first, _ in _spans(data, outer)]


def _spans(data: bytes, outer: Value) -> Iterator[tuple[int, int]]:
    """Where each value inside begins, with its tag, and ends."""
    at = outer.begins
    while at < outer.ends:
        one = _value(data, at)
        yield at, one.ends
        at = one.ends


def _value(data: bytes, at: int) -> Value:
    if at + 2 > len(data):
        raise Malformed("the time-stamp ends too early")
    tag, length, begins = data[at], data[at + 1], at + 2
    if length >= _LONG:
        size = length - _LONG
        length, begins = int.from_bytes(data[begins : begins + size], "big"), begins + size
    if begins + length > len(data):
        raise Malformed("the time-stamp ends too early")
    return Value(tag, begins, begins + length)
