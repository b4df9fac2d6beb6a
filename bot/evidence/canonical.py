"""Canonical JSON (RFC 8785): one value, one spelling, so that a digest means something."""

from typing import Any, Final

import msgspec

LARGEST: Final = 2**53 - 1
"""The largest integer that RFC 8785 can write exactly; its numbers are IEEE 754 doubles."""

_ENCODE: Final = msgspec.json.Encoder(order="sorted").encode


def canonical(value: Any) -> bytes:
    """Write str, int, bool, None, lists, tuples and dicts with str keys as RFC 8785 says, in UTF-8.

    Floats are refused unless they are whole: nothing we prove is measured in fractions, and two languages write
    fractions differently. ValueError for those, for integers beyond ±LARGEST, for lone surrogates, for other types.
    """
    return plain(_checked(value))


def plain(value: Any) -> bytes:
    """Write, unchecked, what is known to be plain: dicts with ASCII keys, no floats, no integers beyond ±LARGEST."""
    try:
        return _ENCODE(value)
    except UnicodeEncodeError as error:
        raise ValueError("a lone surrogate cannot be written canonically; replace it by U+FFFD") from error


def _checked(value: Any) -> Any:
    """Check a value, with every dict in the order of UTF-16 code units where msgspec's order would differ."""
    if isinstance(value, str) or value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _whole(value)
    if isinstance(value, list | tuple):
        return [_checked(item) for item in value]
    if isinstance(value, dict):
        return _members(value)
    raise ValueError(f"{type(value).__name__} cannot be written canonically")


def _whole(value: float) -> int:
    """An integer that a double holds exactly."""
    if value != value or value in {float("inf"), float("-inf")} or value != int(value):  # noqa: PLR0124 - NaN
        raise ValueError("fractions cannot be written canonically here; use a whole number or a string")
    if not -LARGEST <= value <= LARGEST:
        raise ValueError(f"integers beyond ±{LARGEST} cannot be written canonically; use a string")
    return int(value)


def _members(members: dict[Any, Any]) -> Any:
    """A dict whose keys msgspec sorts as RFC 8785 does, or the text of one whose keys it would not."""
    plain = {key: _checked(item) for key, item in members.items() if isinstance(key, str)}
    if len(plain) != len(members):
        raise ValueError("keys of canonical JSON must be strings")
    if all(map(str.isascii, plain)):
        return plain
    ordered = sorted(plain, key=lambda key: key.encode("utf-16-be"))
    written = (_ENCODE(str(key)) + b":" + _ENCODE(plain[key]) for key in ordered)
    return msgspec.Raw(b"{" + b",".join(written) + b"}")
