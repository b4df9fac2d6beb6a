"""Columns that take half the room: digits as bytes, names as one sign, and what an entry of the chain says, packed."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from typing import Annotated, Any, Final

import msgspec
from sqlalchemy import Dialect, LargeBinary, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from bot.evidence.chain import Payload
from bot.store.brief import Brief, brief
from bot.store.folded import Folded, folded

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
JUDGED: Final = ("mention", "version", "author", "exhibit", "digest", "severity")
"""What most entries say, and in this order, with digests of these lengths: they are written one after the other."""
LENGTHS: Final = (16, 16, 12, 32)
_MARK: Final = b"\xc1"
"""Begins what is written so; nothing in msgpack begins with it."""
_ENDS: Final = (1, 17, 33, 45, 77)
EVENTS: Final = ("mention:judged", "captured")
WHATS: Final = ("mention", "captured")
KINDS: Final = ("mention", "reply", "quote", "direct", "post", "sign_up")
PLATFORMS: Final = ("mastodon", "bluesky")
"""Names that are written as their place, a digit: they too may only grow at their end, to ten."""
SEVERITIES: Final = ("none", "low", "medium", "high", "urgent")
"""What a judged mention ends with is one byte: the place of its severity, and below it the version, up to 15."""
Process = Callable[[Any], Any]
_ENDINGS: Final = {
    bytes((place << 4 | version,)): (version, severity)
    for place, severity in enumerate(SEVERITIES)
    for version in range(16)
}
_ENDING: Final[dict[tuple[str | int, str | int], bytes]] = {told: byte for byte, told in _ENDINGS.items()}
_PLACES: Final = {key: place for place, key in enumerate(KEYS)}
_PACK: Final = msgspec.msgpack.Encoder().encode
_UNPACK: Final = msgspec.msgpack.Decoder(dict[str | Annotated[int, msgspec.Meta(ge=0, lt=len(KEYS))], Any]).decode
_UNPACK_REST: Final = msgspec.msgpack.Decoder(tuple[str | int, str | int]).decode


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


class Base64(TypeDecorator[str]):
    """Letters of base64, as addresses have them, in Python; the bytes that they spell in the database."""

    impl = LargeBinary
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Process:  # noqa: ARG002 - as SQLAlchemy has it
        """As bytes; what is no base64 names nothing, and finds nothing."""
        return _spelled

    def result_processor(self, dialect: Dialect, coltype: object) -> Process:  # noqa: ARG002 - as SQLAlchemy has it
        """As letters; whatever else somebody put there, as it is read."""
        return _letters


class _Or(dict[str, str]):
    """Gives what it does not have as it is; asked for many rows, so without a call of ours for each that it has."""

    def __missing__(self, key: str) -> str:
        return key


class Named(TypeDecorator[str]):
    """A text of which most are one of a few names: these are a digit in the database, any other is written out."""

    impl = Text
    cache_ok = True

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__()
        self.names = names

    def bind_processor(self, dialect: Dialect) -> Process:  # noqa: ARG002 - as SQLAlchemy has it
        """As a digit, where it is one of the names."""
        return self.short

    def result_processor(self, dialect: Dialect, coltype: object) -> Process:  # noqa: ARG002 - as SQLAlchemy has it
        """As its name."""
        return _Or({str(place): name for place, name in enumerate(self.names)}).__getitem__

    @property
    def short(self) -> Process:
        """What makes a name ready for the database."""
        return _Or({name: str(place) for place, name in enumerate(self.names)}).__getitem__


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
    if isinstance(kind, Brief | Folded):
        return brief if isinstance(kind, Brief) else folded
    if isinstance(kind, Named):
        return kind.short
    if isinstance(kind, Hex | Base64):
        return bytes.fromhex if isinstance(kind, Hex) else urlsafe_b64decode
    return packed if isinstance(kind, Said) else None


def packed(payload: Payload) -> bytes:
    """A payload as it stands in the database."""
    if len(payload) == len(JUDGED) and tuple(payload) == JUDGED:
        mention, version, author, exhibit, digest, severity = payload.values()
        digests = [one for one in map(_short, (mention, author, exhibit, digest)) if isinstance(one, bytes)]
        if tuple(map(len, digests)) == LENGTHS:
            told = version, severity
            return b"".join((_MARK, *digests, _ENDING.get(told) or _PACK(told)))
    return _PACK({_PLACES.get(key, key): _short(value) for key, value in payload.items()})


def unpacked(raw: Any) -> dict[str, str | int]:
    """The inverse of `packed`; what was never packed by us is told as `{"unreadable": …}`, which no seal covers."""
    try:
        if raw[:1] == _MARK and type(raw) is bytes:
            return _judged(raw)
        return {
            KEYS[key] if isinstance(key, int) else key: value.hex() if value.__class__ is bytes else value
            for key, value in _UNPACK(raw).items()
        }
    except (msgspec.MsgspecError, IndexError, TypeError, ValueError):
        return {"unreadable": repr(raw)}


def _judged(raw: bytes) -> dict[str, str | int]:
    digits, (a, b, c, d, e) = raw.hex(), _ENDS
    rest = raw[e:]
    version, severity = _ENDINGS.get(rest) or _UNPACK_REST(rest)
    return {
        "mention": digits[2 * a : 2 * b],
        "version": version,
        "author": digits[2 * b : 2 * c],
        "exhibit": digits[2 * c : 2 * d],
        "digest": digits[2 * d : 2 * e],
        "severity": severity,
    }


def part(key: str, value: str) -> bytes:
    """The bytes that stand in every packed payload in which this key has this value, but those of judged mentions;
    others may hold them by chance.
    """
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


def _spelled(value: str | None) -> bytes | None:
    try:
        return None if value is None else urlsafe_b64decode(value)
    except ValueError:
        return b""


def _letters(value: Any) -> str | None:
    return urlsafe_b64encode(value).decode() if type(value) is bytes else None if value is None else str(value)


def _digits(value: Any) -> str | None:
    return value.hex() if type(value) is bytes else None if value is None else str(value)
