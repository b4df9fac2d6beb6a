"""A version of a list of others: what it changes, how it is kept until a person looked at it, and what it comes to."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from hashlib import sha256
from typing import Final

import msgspec
import zstandard

from bot.blocklists.change import Cause, Change, Type
from bot.blocklists.entity import Entity, Kind
from bot.blocklists.guard import Finding, graver
from bot.blocklists.identifier import names
from bot.blocklists.snapshot import difference, standing
from bot.blocklists.subscription import weight
from bot.model.noun import EPOCH, Noun
from bot.model.reason import LABELS
from bot.subscribing.report import SHOWN, Known, Report
from bot.subscribing.source import Read

LARGEST: Final = 1 << 30
"""Bytes of a version as it is kept, once it is unpacked."""
SAMPLE: Final = 50


class Held(Noun, frozen=True, kw_only=True):
    """A version that waits, and how far its source was read with it."""

    version: int
    changes: tuple[Change, ...]
    form: str = ""
    etag: str = ""
    cursor: str = ""


def packed(held: Held) -> bytes:
    """As it is kept, before it is wrapped."""
    return zstandard.compress(msgspec.msgpack.encode(held), 3)


def unpacked(raw: bytes) -> Held:
    """The inverse of `packed`."""
    return msgspec.msgpack.decode(zstandard.ZstdDecompressor().decompress(raw, max_output_size=LARGEST), type=Held)


def adopted(after: Mapping[Entity, Change], slug: str) -> dict[Entity, Change]:
    """What a list says, as it is kept here: how severe, from what it asks to be done; never to be passed on.

    Of an account that it names by its address and by its URI too the later word holds.
    """
    latest: dict[Entity, Change] = {}
    for entity, change in after.items():
        if entity.usual not in latest or latest[entity.usual].id <= change.id:
            latest[entity.usual] = change
    return {
        change.entity: msgspec.structs.replace(
            change,
            id="",
            severity=weight(change),
            private="",
            cause=Cause.LIST,
            cause_ref=slug,
            by="",
            evidence="",
            review_at=None,
        )
        for change in latest.values()
    }


def eased(before: Mapping[Entity, Change], after: Mapping[Entity, Change]) -> dict[Entity, Change]:
    """What holds without what a version takes off or makes milder, and with nothing that it adds."""
    return {
        entity: change if graver(change, after[entity]) else after[entity]
        for entity, change in before.items()
        if entity in after
    }


def mark(after: Mapping[Entity, Change]) -> str:
    """Tells versions apart by what stands in them, whenever it was said: hex SHA-256."""
    plain = (msgspec.structs.replace(one, id="", at=EPOCH) for one in standing(after).values())
    seals = sorted(sha256(msgspec.msgpack.encode(one)).digest() for one in plain)
    return sha256(b"".join(seals)).hexdigest()


def changes(
    before: Mapping[Entity, Change], after: Mapping[Entity, Change], last: str, now: datetime
) -> tuple[Change, ...]:
    """What leads from one version to the next, each under a name of ours that is later than `last`."""
    found, name = difference(before, after), names(last)
    back = (
        Change(id="", type=Type.RETRACTION, at=now, entity=one.entity, cause=one.cause, cause_ref=one.cause_ref)
        for one in found.gone
    )
    every: Iterable[Change] = (*found.added, *found.changed, *back)
    return tuple(msgspec.structs.replace(one, id=name(now)) for one in every)


def report(
    before: Mapping[Entity, Change],
    read: Read,
    known: Sequence[Known],
    spared: AbstractSet[Entity],
    findings: Sequence[Finding],
) -> Report:
    """What a version comes to."""
    here, found = standing(read.after), difference(before, read.after)
    kinds = Counter(entity.kind for entity in here)
    severities = Counter(LABELS[weight(change)] for change in here.values())
    return Report(
        accounts=kinds[Kind.ACTOR],
        domains=kinds[Kind.DOMAIN],
        severities=dict(severities),
        added=len(found.added),
        changed=len(found.changed),
        gone=len(found.gone),
        findings=tuple(findings),
        known=tuple(known[:SHOWN]),
        knows=len(known),
        excluded=sum(not spared.isdisjoint(one.named) for one in here) if spared else 0,
        faults=tuple((one.line, one.what) for one in read.faults[:SHOWN]),
        faulty=read.faulty,
        sample=tuple(change.entity.key for change in found.added[:SAMPLE]),
    )
