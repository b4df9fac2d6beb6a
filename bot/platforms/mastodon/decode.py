"""JSON as servers really send it, decoded: what is no character becomes U+FFFD, what cannot be read is Malformed."""

import re
from typing import TypeVar

import msgspec

from bot.errors import Malformed

T = TypeVar("T")

_ESCAPES = re.compile(
    rb"(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"  # a whole pair: a character
    rb"|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})"  # half of one: none
    rb"|\\.",
    re.DOTALL,
)


def decode(raw: bytes, shape: type[T]) -> T:
    """Read `raw` as `shape`; lone surrogates and bytes that are no UTF-8 turn into U+FFFD. Raises Malformed, whose
    message holds a place in the JSON and never a value.
    """
    try:
        return msgspec.json.decode(raw, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # msgspec reports a lone surrogate like broken JSON: mend and read once more.
        pass
    try:
        return msgspec.json.decode(mend(raw), type=shape)
    except msgspec.DecodeError as error:
        raise Malformed(f"the JSON cannot be read: {_place(error)}") from None
    except RecursionError:
        raise Malformed("the JSON is nested too deeply to be read") from None


def mend(raw: bytes) -> bytes:
    r"""Write U+FFFD, one for one, for lone `\ud800` escapes and for bytes that are no UTF-8. Linear."""
    if b"\\u" in raw:
        raw = _ESCAPES.sub(lambda found: rb"\ufffd" if found[2] else found[0], raw)
    return raw.decode("utf-8", "replace").encode()


def clean(text: str | None) -> str:
    """The text with U+FFFD for NUL, which PostgreSQL does not take; None is empty. (Decoding left no surrogates.)"""
    return text.replace("\0", "\ufffd") if text else ""


def _place(error: msgspec.DecodeError) -> str:
    """What msgspec says: types and a path for a wrong shape, a byte offset for broken JSON."""
    return str(error)[:200]
