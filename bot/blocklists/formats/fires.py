"""FIRES: a snapshot of a list, or a page of what changed in it, as JSON-LD."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import Any, Final
from uuid import UUID

import msgspec

from bot.blocklists.change import Change, Policy, Type
from bot.blocklists.entity import Entity, Kind, actor, domain
from bot.blocklists.formats.form import Format, Read, capped
from bot.blocklists.formats.json import Unreadable, array, decoded, entries, held, moment
from bot.blocklists.formats.words import NOBODY, comment, of
from bot.errors import Malformed
from bot.model.noun import utc
from bot.model.reason import Reason

CONTEXT: Final = ("https://www.w3.org/ns/activitystreams", "https://fires.fedimod.org/context/fires.jsonld")
"""Named, and never fetched: the terms that we use stand in the code."""
MEDIA_TYPE: Final = "application/ld+json"
REASON: Final = "urn:x-rempart:reason:"
"""What our own reasons are called among the labels, which must be URIs."""
OURS: Final = frozenset(REASON + one for one in Reason)
ID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE)
NAMED: Final = (Type.RECOMMENDATION, Type.ADVISORY)


class _Change(msgspec.Struct, rename="camel"):
    """A change as it is sent; JSON-LD leaves out the brackets of a list of one."""

    id: str
    type: str | list[str]
    published: Any = None
    entity_kind: str = ""
    entity_key: str = ""
    labels: Any = ()
    recommended_policy: str | None = None
    recommended_filters: Any = ()
    comment: str | None = None


class _Document(msgspec.Struct, rename="camel"):
    type: str | list[str]
    ordered_items: list[msgspec.Raw] | _Change = []


DOCUMENT: Final = msgspec.json.Decoder(_Document)
CHANGE: Final = msgspec.json.Decoder(_Change)


def parse(chunks: Iterable[bytes], at: datetime) -> Iterator[Read]:
    """Read the changes of a snapshot, the newest first, or of a page, the oldest first; a collection has none."""
    try:
        items = decoded(held(chunks), DOCUMENT).ordered_items
        yield from entries([items] if isinstance(items, _Change) else items, partial(_understood, at))
    except Unreadable as error:
        yield error.fault


def _understood(at: datetime, given: _Change | msgspec.Raw) -> Iterator[Change | str]:
    sent = given if isinstance(given, _Change) else CHANGE.decode(given)
    type_ = next((one for one in _several(sent.type) if one in set(Type)), "")
    named = ID.findall(sent.id)
    if not type_ or not named:
        yield "bad_id" if type_ else "unknown_type"
        return
    type_, published = Type(type_), moment(sent.published, at)
    is_nameless = type_ is Type.TOMBSTONE and not sent.entity_key
    entity = NOBODY if is_nameless else _entity(sent.entity_kind, sent.entity_key)
    stated = (sent.recommended_policy or "") if type_ is Type.RECOMMENDATION else ""
    known = stated in set(Policy)
    labels = _several(sent.labels) if type_ in NAMED else ()
    said = Change(
        id=str(UUID(named[-1])),
        type=type_,
        at=published,
        entity=NOBODY,
        policy=Policy(stated) if known else None,
        stated="" if known else comment(stated),
        reasons=tuple(one for one in Reason if REASON + one in labels),
        labels=tuple(one for one in labels if one not in OURS),
        filters=_several(sent.recommended_filters),
        comment=comment(sent.comment or ""),
    )
    yield of(said, entity)
    if entity.kind is Kind.OTHER and entity is not NOBODY:
        yield "unknown_kind"
    if not known and type_ is Type.RECOMMENDATION:
        yield "unknown_policy"


def _entity(kind: str, key: str) -> Entity:
    if kind == Kind.DOMAIN:
        return domain(key)
    if kind == Kind.ACTOR:
        return actor(key)
    name = comment(key)
    if not kind.isidentifier() or not name:
        raise Malformed("names nobody")
    return Entity(kind=Kind.OTHER, key=f"{kind} {name}")


def _several(written: Any) -> tuple[str, ...]:
    """Words, or one word alone, or things with an id."""
    some = written if isinstance(written, list | tuple) else [] if written is None else [written]
    ids = (one.get("id") if isinstance(one, dict) else one for one in some)
    return tuple(comment(one) for one in ids if isinstance(one, str) and comment(one))


def item(change: Change) -> dict[str, Any]:
    """A change as FIRES writes it."""
    said: dict[str, Any] = {"id": change.id, "type": change.type.value, "published": utc(change.at)}
    if change.type is Type.TOMBSTONE:
        return said
    kind, key = _named(change)
    said |= {"entityKind": kind, "entityKey": key}
    if change.type in NAMED:
        said["labels"] = [*change.labels, *(REASON + one for one in change.reasons)]
    if change.type is Type.RECOMMENDATION:
        said["recommendedPolicy"] = change.policy.value if change.policy else change.stated
        said["recommendedFilters"] = list(change.filters)
    return said | ({"comment": change.comment} if change.comment else {})


def _named(change: Change) -> tuple[str, str]:
    """The kind and the key of whom a change is about; an account by its URI wherever that is known."""
    kind, key = change.entity.kind.value, change.entity.key
    if change.entity.kind is Kind.OTHER:
        kind, _, key = key.partition(" ")
    elif change.entity.kind is Kind.ACTOR:
        key = change.uri or (key if ":" in key else f"acct:{key}")
    return kind, key


def written(members: dict[str, Any], changes: Iterable[Change]) -> Iterator[bytes]:
    """A document of FIRES with changes in it, in the order in which they come."""
    head = msgspec.json.encode({"@context": CONTEXT} | members)
    yield from array(map(item, changes), head[:-1] + b', "orderedItems": [\n', b"\n]}\n")


FIRES: Final = Format("fires", "jsonld", MEDIA_TYPE, capped(parse), partial(written, {"type": "Collection"}))
