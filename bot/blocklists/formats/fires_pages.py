"""What FIRES wraps changes in: a dataset with its addresses, a snapshot, and the pages of its changes."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec

from bot.blocklists.change import Change
from bot.blocklists.formats.fires import CONTEXT, written
from bot.blocklists.formats.json import Unreadable, decoded
from bot.blocklists.identifier import GENESIS
from bot.errors import Malformed
from bot.model.noun import Noun, utc


class Dataset(Noun, frozen=True, kw_only=True):
    """A list as FIRES tells of it; all addresses are whole URLs."""

    id: str
    name: str
    summary: str = ""
    published: datetime
    updated: datetime
    changes: str
    snapshot: str


class _Endpoints(msgspec.Struct):
    changes: str = ""
    snapshot: str = ""


class Page(msgspec.Struct, rename="camel"):
    """What somebody's document says beside its changes; what it does not say is empty."""

    type: str = ""
    id: str = ""
    name: str = ""
    summary: str | None = ""
    dataset: str = ""
    changes: str = ""
    """Where to go on after a snapshot."""
    first: str = ""
    next: str | None = ""
    """Where to go on after a page; empty: it is the last."""
    total_items: int = 0
    endpoints: _Endpoints = msgspec.field(default_factory=_Endpoints)


PAGE: Final = msgspec.json.Decoder(Page)


def page(data: bytes) -> Page:
    """Read what is around the changes of a document, or a dataset's. Malformed for none."""
    try:
        return decoded(bytearray(data), PAGE)
    except Unreadable as error:
        raise Malformed("is no document of FIRES") from error


def dataset(one: Dataset) -> bytes:
    """The dataset itself."""
    said = {
        "@context": CONTEXT,
        "id": one.id,
        "url": one.id,
        "type": "Dataset",
        "name": one.name,
        "summary": one.summary,
        "published": utc(one.published),
        "updated": utc(one.updated),
        "endpoints": {"changes": one.changes, "snapshot": one.snapshot},
    }
    return msgspec.json.encode(said)


def snapshot(one: Dataset, changes: Iterable[Change], newest: str, total: int) -> Iterator[bytes]:
    """The latest of each entity, which must come the newest first, and where to go on from there."""
    members: dict[str, Any] = {
        "id": one.snapshot,
        "type": "Collection",
        "dataset": one.id,
        "totalItems": total,
        "updated": utc(one.updated),
        "changes": f"{one.changes}?since={newest}",
    }
    yield from written(members, changes)


def collection(one: Dataset, last: str, total: int) -> bytes:
    """Where the changes begin and end: what an address of changes says without `since`."""
    said = {
        "@context": CONTEXT,
        "id": one.changes,
        "type": "OrderedCollection",
        "dataset": one.id,
        "totalItems": total,
        "first": f"{one.changes}?since={GENESIS}",
        "last": f"{one.changes}?since={last}",
    }
    return msgspec.json.encode(said)


def changes(one: Dataset, since: str, some: Sequence[Change], *, more: bool) -> Iterator[bytes]:
    """A page of changes, the oldest first; an empty one says that nothing is newer."""
    members: dict[str, Any] = {
        "id": f"{one.changes}?since={since}",
        "type": "OrderedCollectionPage",
        "dataset": one.id,
        "partOf": one.changes,
    }
    if more:
        members["next"] = f"{one.changes}?since={some[-1].id}"
    yield from written(members, some)
