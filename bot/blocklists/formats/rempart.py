"""Our own lists: all that a change says, but what is for few and who decided; the signed note stands before them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import Any, Final, Literal

import msgspec
from msgspec.structs import replace

from bot.blocklists.change import Change
from bot.blocklists.entity import Entity, Kind, actor, domain
from bot.blocklists.formats.fires import ID
from bot.blocklists.formats.form import Format, Read, capped
from bot.blocklists.formats.json import Unreadable, array, decoded, entries, held, moment
from bot.blocklists.formats.words import comment, of
from bot.errors import Malformed

SPEC: Final = "rempart-list/1"
CHANGE: Final = msgspec.json.Decoder(Change)


class Head(msgspec.Struct, frozen=True):
    """What stands before the changes: who follows a list goes by it too, so that all of it is signed with them."""

    spec: str = ""
    list: str = ""
    """Its slug."""
    title: str = ""
    description: str = ""
    """Who comes into it, and why."""
    contest: str = ""
    """How somebody listed can object."""
    language: str = ""
    version: int = 0
    note: str = ""
    """C2SP's signed note over the digest of all the rest; empty where it is not signed."""


class _Document(msgspec.Struct):
    spec: Literal["rempart-list/1"]
    changes: list[msgspec.Raw]


DOCUMENT: Final = msgspec.json.Decoder(_Document)
HEAD: Final = msgspec.json.Decoder(Head)


def head(data: bytes) -> Head:
    """What a list says before its changes. Malformed for what is none of ours."""
    try:
        found = decoded(held([data]), HEAD)
    except Unreadable as error:
        raise Malformed("is no list of Rempart's") from error
    if found.spec != SPEC:
        raise Malformed("is no list of Rempart's")
    return found


def parse(chunks: Iterable[bytes], at: datetime) -> Iterator[Read]:
    """Read the changes, retractions too."""
    try:
        yield from entries(decoded(held(chunks), DOCUMENT).changes, partial(_understood, at))
    except Unreadable as error:
        yield error.fault


def _understood(at: datetime, raw: msgspec.Raw) -> Iterator[Change | str]:
    sent = CHANGE.decode(raw)
    if sent.id and not ID.fullmatch(sent.id):
        yield "bad_id"
        return
    yield _given(replace(sent, id=sent.id.lower()), _entity(sent.entity), at)


def _given(change: Change, entity: Entity, at: datetime) -> Change:
    """A change as it is given to others, and as they read it: else no signature over it could hold."""
    said = replace(
        change,
        at=moment(change.at, at),
        stated=comment(change.stated),
        labels=tuple(map(comment, change.labels)),
        filters=tuple(map(comment, change.filters)),
        comment=comment(change.comment),
        private="",
        uri=comment(change.uri),
        cause_ref=comment(change.cause_ref),
        by="",
        evidence=comment(change.evidence),
        review_at=None if change.review_at is None else moment(change.review_at, at),
        expires_at=None if change.expires_at is None else moment(change.expires_at, at),
    )
    return of(said, entity)


def _entity(sent: Entity) -> Entity:
    """Whom it is about, by the one name: nothing is believed that somebody else wrote."""
    if sent.kind is Kind.DOMAIN:
        return domain(sent.key)
    return actor(sent.key) if sent.kind is Kind.ACTOR else Entity(kind=Kind.OTHER, key=comment(sent.key))


def public(change: Change) -> dict[str, Any]:
    """What of a change is for everybody: not the private comment, nor who decided."""
    said: dict[str, Any] = msgspec.to_builtins(_given(change, change.entity, change.at))
    return said


def said_before(before: Head) -> dict[str, Any]:
    """All that stands before the changes, but the note."""
    said: dict[str, Any] = msgspec.to_builtins(before)
    return {name: value for name, value in said.items() if name != "note"}


def write(changes: Iterable[Change], before: Head = Head(spec=SPEC)) -> Iterator[bytes]:  # noqa: B008 - frozen
    """Write the changes, in the order in which they come."""
    start = msgspec.json.encode(before)
    yield from array(map(public, changes), start[:-1] + b', "changes": [\n', b"\n]}\n")


REMPART: Final = Format("rempart", "json", "application/json", capped(parse), write)
