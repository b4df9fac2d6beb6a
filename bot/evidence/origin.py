"""What was asked of a post's origin, and what came of it: the record that ties the pieces of a proof together."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final, Protocol, TypeVar

import msgspec

from bot.errors import Unproven
from bot.evidence.canonical import canonical
from bot.model.noun import Noun

ORIGIN: Final = "origin"
REPOSITORY: Final = "repository proof"
DOCUMENT: Final = "did document"
LOG: Final = "plc log"
VIEW: Final = "public view"
REFUSED: Final = "proof refused"
"""What a server said instead of what was asked for."""
PIECES: Final = frozenset({ORIGIN, REPOSITORY, DOCUMENT, LOG, VIEW, REFUSED})


class Outcome(StrEnum):
    """How asking ended."""

    ANSWERED = "answered"
    REFUSED = "refused"
    """The server wants us to be somebody: 401, 403."""
    GONE = "gone"
    """The server says that the account or the record is not there."""
    UNREACHED = "unreached"
    """No good answer came: trouble on the way, or the server's own."""
    NOT_ASKED = "not_asked"
    """Its host is not one that may see our address, and there is no proxy."""


class Way(StrEnum):
    """How a server was reached."""

    NONE = "none"
    DIRECT = "direct"
    PROXY = "proxy"


class Asked(Noun, frozen=True, kw_only=True):
    """One question and what came of it."""

    what: str
    """The piece that was asked for."""
    url: str
    way: Way = Way.NONE
    outcome: Outcome = Outcome.NOT_ASKED
    began: str = ""
    ended: str = ""
    """RFC 3339, UTC, by our clock."""
    status: int = 0
    headers: dict[str, str] = msgspec.field(default_factory=dict)
    """Those that say what came, when, and from what software."""
    certificate: str = ""
    """Hex SHA-256 of the certificate that the server showed."""
    digest: str = ""
    """Hex SHA-256 of what came, kept beside this; empty where nothing did."""
    why: str = ""
    """The kind of trouble, in our words."""


class Origin(Noun, frozen=True, kw_only=True):
    """All that was asked about one post."""

    uri: str
    """`at://did/collection/rkey`"""
    revision: str = ""
    """The CID that the mention had when it came; empty where none was told."""
    asked: tuple[Asked, ...] = ()


class Piece(Protocol):
    """Something that was taken into custody."""

    @property
    def what(self) -> str:
        """One of PIECES."""
        ...

    @property
    def raw(self) -> bytes:
        """As it came."""
        ...

    @property
    def at(self) -> datetime:
        """When."""
        ...


P = TypeVar("P", bound=Piece)


def written(origin: Origin) -> bytes:
    """The record as it is kept: canonical JSON."""
    return canonical(msgspec.to_builtins(origin))


def parsed(raw: bytes) -> Origin:
    """The record again. Raises Unproven if it is not as `written` writes it."""
    try:
        origin = msgspec.json.decode(raw, type=Origin)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Unproven("the record of what was asked cannot be read") from error
    if written(origin) != raw:
        raise Unproven("the record of what was asked is not as Rempart writes it")
    return origin


def gather(pieces: Iterable[P]) -> Iterator[tuple[P, ...]]:
    """Pieces in the order in which they were taken, as the groups that `examine` takes; other things are passed over.

    What no record names comes last, each by itself; memory holds what still waits for its record, seldom more than one.
    """
    waiting: dict[str, list[P]] = {}
    records: list[P] = []
    for piece in pieces:
        if piece.what == ORIGIN:
            records.append(piece)
        elif piece.what in PIECES:
            waiting.setdefault(digest(piece.raw), []).append(piece)
        for record in [one for one in records if all(each in waiting for each in _named(one))]:
            records.remove(record)
            yield _group(record, waiting)
    for record in records:
        yield _group(record, waiting)
    yield from ((piece,) for left in waiting.values() for piece in left)


def digest(raw: bytes) -> str:
    """Hex SHA-256."""
    return sha256(raw).hexdigest()


def _named(record: Piece) -> list[str]:
    """The digests of the pieces that a record names; none where it cannot be read."""
    try:
        return [one.digest for one in parsed(record.raw).asked if one.digest]
    except Unproven:
        return []


def _group(record: P, waiting: dict[str, list[P]]) -> tuple[P, ...]:
    found = [record]
    for name in _named(record):
        if left := waiting.get(name):
            found.append(left.pop())
            if not left:
                del waiting[name]
    return tuple(found)
