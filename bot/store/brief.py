"""Texts that name accounts, posts and their revisions, in half the signs: what most of them share is one sign each."""

import re
from base64 import b32encode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

from bot.model.noun import EPOCH, MICROSECOND, micros, utc

PARTS: Final = (
    "https://",
    "/ap/users/",
    "/users/",
    "/statuses/",
    "/objects/",
    "/notes/",
    "mastodon:",
    "bluesky:did:plc:",
    "at://did:plc:",
    "/app.bsky.feed.post/",
    "bafyrei",
)
"""Parts that are written as the control sign of their place, from 1, in this order: part of the format, so that it may
only grow, at its end and to 24."""
NUMBER: Final = "\x1d"
"""Before a number with which a text ends."""
MOMENT: Final = "\x1e"
"""Before a moment that is all of a text."""
PLAIN: Final = "\x1f"
"""Before a text that has control signs of its own, and is written out."""
LONGEST: Final = 27
"""Letters of a moment as our nouns write it."""
CLOSER: Final = 17
"""What is added to the sign of a DID or a CID, all of whose base32 is written in letters of base64 then."""
_VALUES: Final = str.maketrans("abcdefghijklmnopqrstuvwxyz234567", "0123456789abcdefghijklmnopqrstuv")
"""Base32 as Python reads numbers, five times as fast as its base64 module."""
_BASE32: Final = re.compile("[\x08\x09][a-z2-7]{24}|\x0b[a-z2-7]{52}")
_BASE64: Final = re.compile("[\x19\x1a][\\w-]{20}|\x1c[\\w-]{44}", re.ASCII)
_SIGNS: Final = tuple((part, chr(place)) for place, part in enumerate(PARTS, 1))
_SIGN: Final = re.compile(f"[\x01-{chr(len(PARTS))}]")
_DIGITS: Final = range(13, 19)
"""How many a number has that is written in letters; it does not begin with a zero."""


class Brief(TypeDecorator[str]):
    """A text in Python, a shorter one in the database; equal where they are equal, but not in the same order."""

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:  # noqa: ARG002 - as SQLAlchemy has it
        """As it stands in the database."""
        return brief

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:  # noqa: ARG002 - as above
        """As it was."""
        return whole


def brief(value: str | None) -> str | None:
    """A text as it stands in the database."""
    if not value:
        return value
    if not value.isprintable() and min(value) < " ":
        return PLAIN + value
    if len(value) <= LONGEST and value[-1] == "Z" and (moment := _moment(value)):
        return moment
    head = value.rstrip("0123456789")
    number = value[len(head) :]
    if len(number) in _DIGITS and number[0] != "0":
        value = f"{head}{NUMBER}{_letters(int(number))}"
    for part, sign in _SIGNS:
        value = value.replace(part, sign)
    return _BASE32.sub(_closer, value)


def whole(value: str | None) -> str | None:
    """The inverse of `brief`; whatever else somebody put there, as it is read."""
    if not value or value.isprintable() or min(value) >= " ":
        return value
    if value[0] == PLAIN:
        return value[1:]
    try:
        if value[0] == MOMENT:
            return utc(EPOCH + _number(value[1:]) * MICROSECOND)
        head, mark, number = value.partition(NUMBER)
        head = _SIGN.sub(lambda found: PARTS[ord(found[0]) - 1], _BASE64.sub(_wider, head))
        return head + (str(_number(number)) if mark else "")
    except (ValueError, OverflowError):
        return value


def _moment(value: str) -> str | None:
    """A moment after 1970, written as our nouns write it."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return MOMENT + _letters(micros(moment)) if moment >= EPOCH and utc(moment) == value else None


def _closer(found: re.Match[str]) -> str:
    sign, letters = found[0][0], found[0][1:]
    size, spare = divmod(5 * len(letters) + 7, 8)
    raw = (int(letters.translate(_VALUES), 32) << 7 - spare).to_bytes(size, "big")
    return chr(ord(sign) + CLOSER) + urlsafe_b64encode(raw).decode()


def _wider(found: re.Match[str]) -> str:
    raw = urlsafe_b64decode(found[0][1:])
    return chr(ord(found[0][0]) - CLOSER) + b32encode(raw).decode().lower()[: len(raw) * 8 // 5]


def _letters(number: int) -> str:
    return urlsafe_b64encode(number.to_bytes(8, "big")).decode().lstrip("A").rstrip("=")


def _number(letters: str) -> int:
    return int.from_bytes(urlsafe_b64decode(letters.rjust(11, "A") + "="), "big")
