"""DAG-CBOR, strictly: every value has one spelling, and anything else is refused."""

import math
import struct
from typing import Any, Final

from bot.errors import Unproven
from bot.evidence.cid import Cid, cid

DEEPEST: Final = 64
"""Values within values; what people write is a dozen deep."""
_LINK: Final = 42
_FLOAT: Final = 27
_CONSTANTS: Final = {20: False, 21: True, 22: None}
_WIDTHS: Final = {24: 1, 25: 2, 26: 4, 27: 8}
_TOPS: Final = ((24, 0), (1 << 8, 1), (1 << 16, 2), (1 << 32, 4), (1 << 64, 8))


def decode(raw: bytes) -> Any:
    """The one value that stands in these bytes: str, int, float, bool, None, bytes, Cid, list, dict.

    Raises Unproven for what is not canonical, is cut off, goes on, or is deeper than DEEPEST.
    """
    reader = _Reader(raw)
    value = reader.value(0)
    if reader.at != len(raw):
        raise Unproven("bytes follow the end of a CBOR value")
    return value


def encode(value: Any) -> bytes:
    """The canonical bytes of str, int, bool, None, bytes, Cid, lists and dicts of those. Raises Unproven for others."""
    parts: list[bytes] = []
    _write(value, parts, 0)
    return b"".join(parts)


class _Reader:
    """Reads one value after the other."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.at = 0

    def take(self, size: int) -> bytes:
        """The next bytes."""
        if size > len(self.raw) - self.at:
            raise Unproven("a CBOR value is cut off")
        self.at += size
        return self.raw[self.at - size : self.at]

    def value(self, depth: int) -> Any:
        """The next value."""
        if depth > DEEPEST:
            raise Unproven(f"a CBOR value is deeper than {DEEPEST}")
        major, low = divmod(self.take(1)[0], 32)
        if major == 7:  # noqa: PLR2004 - the major type of RFC 8949
            return self._simple(low)
        return self._of(major, self._argument(low), depth + 1)

    def _of(self, major: int, count: int, depth: int) -> Any:
        """A value by its major type (RFC 8949, 3.1) and its argument."""
        match major:
            case 0 | 1:
                return -1 - count if major else count
            case 2:
                return self.take(count)
            case 3:
                return self._text(count)
            case 4:
                return [self.value(depth) for _ in range(self._bounded(count))]
            case 5:
                return self._members(self._bounded(count), depth)
        return self._link(count)

    def _argument(self, low: int) -> int:
        if low < 24:  # noqa: PLR2004 - as RFC 8949 has it
            return low
        if low not in _WIDTHS:
            raise Unproven("a CBOR value has no definite length")
        number = int.from_bytes(self.take(_WIDTHS[low]), "big")
        if number < _TOPS[low - 24][0]:
            raise Unproven("a CBOR number is written longer than it need be")
        return number

    def _bounded(self, count: int) -> int:
        if count > len(self.raw) - self.at:
            raise Unproven("a CBOR value is cut off")
        return count

    def _text(self, count: int) -> str:
        try:
            return self.take(count).decode()
        except UnicodeDecodeError as error:
            raise Unproven("a CBOR text is not UTF-8") from error

    def _members(self, count: int, depth: int) -> dict[str, Any]:
        members: dict[str, Any] = {}
        before: tuple[int, bytes] | None = None
        for _ in range(count):
            key = self.value(depth)
            if not isinstance(key, str):
                raise Unproven("a key of a CBOR map is no text")
            place = _place(key)
            if before is not None and place <= before:
                raise Unproven("the keys of a CBOR map are not in order, or one stands twice")
            before = place
            members[key] = self.value(depth)
        return members

    def _link(self, tag: int) -> Cid:
        if tag != _LINK or self.take(1)[0] != 0x58 or self.take(1)[0] != 37 or self.take(1)[0] != 0:  # noqa: PLR2004
            raise Unproven("a CBOR tag is no link")
        return cid(self.take(36))

    def _simple(self, low: int) -> bool | float | None:
        if low in _CONSTANTS:
            return _CONSTANTS[low]
        if low != _FLOAT:
            raise Unproven("a CBOR value is of a kind that DAG-CBOR does not have")
        (number,) = struct.unpack(">d", self.take(8))
        if not math.isfinite(number):
            raise Unproven("a CBOR number is not finite")
        return float(number)


def _place(key: str) -> tuple[int, bytes]:
    """What the keys of a map are sorted by."""
    raw = key.encode(errors="surrogatepass")  # one that is not Unicode is refused when it is written
    return len(raw), raw


def _write(value: Any, parts: list[bytes], depth: int) -> None:
    if depth > DEEPEST:
        raise Unproven(f"a value is deeper than {DEEPEST}")
    match value:
        case list():
            parts.append(_head(4, len(value)))
            for item in value:
                _write(item, parts, depth + 1)
        case dict():
            parts.append(_head(5, len(value)))
            for key in sorted(value, key=_place):
                parts.append(_written(key))
                _write(value[key], parts, depth + 1)
        case _:
            parts.append(_plain(value))


def _plain(value: Any) -> bytes:
    """A value that holds no others."""
    match value:
        case None | bool():
            return {None: b"\xf6", True: b"\xf5", False: b"\xf4"}[value]
        case int():
            return _head(0, value) if value >= 0 else _head(1, -1 - value)
        case bytes():
            return _head(2, len(value)) + value
        case str():
            return _written(value)
        case Cid():
            return b"\xd8\x2a\x58\x25\x00" + value.raw
    raise Unproven(f"{type(value).__name__} has no place in what is signed")


def _written(text: str) -> bytes:
    try:
        raw = text.encode()
    except UnicodeEncodeError as error:
        raise Unproven("a text is not Unicode") from error
    return _head(3, len(raw)) + raw


def _head(major: int, number: int) -> bytes:
    for low, (top, width) in enumerate(_TOPS, 23):
        if number < top:
            return bytes([major << 5 | low]) + number.to_bytes(width, "big") if width else bytes([major << 5 | number])
    raise Unproven("a number is larger than CBOR holds")
