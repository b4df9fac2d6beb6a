"""Columns that take half the room: hex digits as bytes, and what an entry of the chain says, packed."""

from collections.abc import Callable
from typing import Any, Final

import msgspec
from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator, TypeEngine

from bot.evidence.chain import Payload

KEYS: Final = (
    "account",
    "author",
    "cause",
    "delivery",
    "digest",
    "exhibit",
    "held",
    "mention",
    "planned",
    "severity",
    "version",
    "via",
    "what",
)
"""Keys that are written as their place in this list: part of the format, so that it may only grow, and at its end."""
LONG: Final = 24
"""Hex digits of the shortest value that is written as bytes; nothing that people write looks like that."""
Process = Callable[[Any], Any]
_PLACES: Final = {key: place for place, key in enumerate(KEYS)}
_PACK: Final = msgspec.msgpack.Encoder().encode
_UNPACK: Final = msgspec.msgpack.Decoder(dict).decode


class Hex(TypeDecorator[str]):
    """Lower-case hex digits in Python, bytes in the database."""

    impl = LargeBinary
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Process:  # noqa: ARG002 - as SQLAlchemy has it
        """As bytes; what is not hex names nothing, and finds nothing."""
        return _sought

    def result_processor(self, dialect: Dialect, coltype: object) -> Process:  # noqa: ARG002 - as SQLAlchemy has it
        """As digits; whatever else somebody put there, as it is read."""
        return _digits


class Said(TypeDecorator[dict[str, str | int]]):
    """The payload of an entry: a dict in Python, msgpack in the database, its digests as bytes."""

    impl = LargeBinary
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Process:  # noqa: ARG002 - as SQLAlchemy has it
        """As bytes."""
        return packed

    def result_processor(self, dialect: Dialect, coltype: object) -> Process:  # noqa: ARG002 - as SQLAlchemy has it
        """As a dict; see `unpacked`."""
        return unpacked


def stored(kind: TypeEngine[Any]) -> Process | None:
    """What makes a value of this kind of column ready for a driver; None where nothing is to be done."""
    return bytes.fromhex if isinstance(kind, Hex) else packed if isinstance(kind, Said) else None


def packed(payload: Payload) -> bytes:
    """A payload as it stands in the database."""
    return _PACK({_PLACES.get(key, key): _short(value) for key, value in payload.items()})


def unpacked(raw: Any) -> dict[str, str | int]:
    """The inverse of `packed`; what was never packed by us is told as `{"unreadable": …}`, which no seal covers."""
    try:
        return {
            KEYS[key] if type(key) is int else key: value.hex() if type(value) is bytes else value
            for key, value in _UNPACK(raw).items()
        }
    except (msgspec.MsgspecError, IndexError, TypeError, ValueError):
        return {"unreadable": repr(raw)}


def part(key: str, value: str) -> bytes:
    """The bytes that stand in every packed payload in which this key has this value; others may hold them by chance."""
    return packed({key: value})[1:]


def _short(value: str | int) -> str | int | bytes:
    """Long hex digits as bytes, if they come back as the same."""
    if isinstance(value, str) and len(value) >= LONG and len(value) % 2 == 0:
        try:
            short = bytes.fromhex(value)
        except ValueError:
            return value
        return short if short.hex() == value else value
    return value


def _sought(value: str | None) -> bytes | None:
    try:
        return None if value is None else bytes.fromhex(value)
    except ValueError:
        return b""


def _digits(value: Any) -> str | None:
    return value.hex() if type(value) is bytes else None if value is None else str(value)
