"""How the record of a judged mention is written for its exhibit: without what can be read again from the raw bytes.

What was read of them is not kept beside them, but the number of the normaliser that read them, and a check of what it
found. A normaliser that comes to find anything else takes another number, and the one before stays.
"""

from collections.abc import Mapping
from typing import Final
from zlib import crc32

import msgspec

from bot.errors import ChainBroken, Malformed
from bot.model.account import Account, Protected
from bot.model.arrival import Arrival
from bot.model.community import Kin
from bot.model.conduct import Conduct
from bot.model.decision import Decision
from bot.model.facts import Copy, Facts, Relation
from bot.model.flag import Flagged
from bot.model.leak import Leak
from bot.model.link import Likely
from bot.model.mention import Mention, Via
from bot.model.noun import MICROSECOND, micros
from bot.model.raid import Ongoing
from bot.model.reason import Severity
from bot.model.record import Record
from bot.model.support import Support
from bot.platforms.port import Normalise
from bot.recording.histories import Past, folded, unfolded

WHOLE: Final = 0
"""In the place of a normaliser's number: the mention is written as it was read."""
LATEST: Final = {"bluesky": 1, "mastodon": 1}
"""The normalisers at work, by platform."""
_MAPS: Final = (*range(0x80, 0x90), 0xDE)
"""First bytes of records as the first release wrote them: all of it, under its names."""


class _Found(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What most mentions have nothing of."""

    conduct: Conduct | None = None
    leaks: tuple[Leak, ...] = ()
    raid: Ongoing | None = None
    support: Support | None = None
    likely: Likely | None = None
    listed: dict[str, Severity] = msgspec.field(default_factory=dict)
    flagged: Flagged | None = None
    kin: Kin | None = None
    name_told: bool = False


NOTHING: Final = _Found()


class _Written(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """A record as it is written."""

    number: int
    check: int
    mention: Mention | None
    person: str
    to: str
    """Empty where it is the arrival's account."""
    handle: str
    raw: bytes
    beside: bytes
    source: str
    platform: str
    via: Via
    before: int
    """Microseconds from the arrival's moment to the decision."""
    cursor: str | None
    account: str
    watched: str
    version: int
    past: Past | None
    relation: Relation
    copies: tuple[Copy, ...] | None
    offset: int | None
    decision: Decision
    instrument: int
    found: _Found = NOTHING


def numbers(normalisers: Mapping[str, Normalise]) -> dict[str, int]:
    """By platform, the numbers of these normalisers; those that have none are left out."""
    return {
        platform: number
        for platform, number in LATEST.items()
        if platform in normalisers and normalisers[platform] is normaliser(platform, number)
    }


def normaliser(platform: str, number: int) -> Normalise:
    """What has this number. Raises ChainBroken where this release has none."""
    match platform, number:
        case "bluesky", 1:
            from bot.platforms.bluesky.normalise import normalise as bluesky  # noqa: PLC0415 - loaded when used

            return bluesky
        case "mastodon", 1:
            from bot.platforms.mastodon.normalise import normalise as mastodon  # noqa: PLC0415 - as above

            return mastodon
    raise ChainBroken(f"a record was read by normaliser {number} of {platform}, which this release does not have")


def write(record: Record, number: int, handle: str) -> bytes:
    """The bytes of a record whose mention normaliser `number` read, for the protected account of this handle."""
    arrival, facts, mention = record.arrival, record.facts, record.facts.mention
    if any(one.phash for one in mention.media):  # known of what is in custody, not of the bytes
        number = WHOLE
    return _ENCODE(
        _Written(
            number=number,
            check=_check(mention) if number else 0,
            mention=None if number else mention,
            person=mention.person,
            to="" if mention.to == arrival.account else mention.to,
            handle=handle,
            raw=arrival.raw,
            beside=arrival.beside,
            source=arrival.source,
            platform=arrival.platform,
            via=arrival.via,
            before=micros(record.decision.decided_at) - micros(arrival.at),
            cursor=arrival.cursor,
            account=arrival.account,
            watched=arrival.watched,
            version=facts.version,
            past=folded(facts.history, micros(mention.received_at)),
            relation=facts.relation,
            copies=facts.copies,
            offset=facts.offset,
            decision=record.decision,
            instrument=record.instrument,
            found=_found(facts),
        )
    )


def read(content: bytes) -> Record:
    """The inverse of `write`, for records of every release.

    Raises msgspec.MsgspecError for what is no record; ChainBroken where what this release reads in the raw bytes is not
    what was read then.
    """
    if content[:1] and content[0] in _MAPS:
        return _BEFORE(content)
    one = _DECODE(content)
    arrival = Arrival(
        source=one.source,
        platform=one.platform,
        via=one.via,
        at=one.decision.decided_at - one.before * MICROSECOND,
        raw=one.raw,
        beside=one.beside,
        cursor=one.cursor,
        account=one.account,
        watched=one.watched,
    )
    mention = one.mention or _again(one, arrival)
    facts = Facts(
        mention=mention,
        version=one.version,
        history=unfolded(one.past, micros(mention.received_at)),
        relation=one.relation,
        copies=one.copies,
        offset=one.offset,
        **msgspec.structs.asdict(one.found),
    )
    return Record(arrival=arrival, facts=facts, decision=one.decision, instrument=one.instrument)


def _found(facts: Facts) -> _Found:
    found = facts.conduct, facts.leaks, facts.raid, facts.support, facts.likely, facts.listed, facts.flagged, facts.kin
    return _Found(*found, facts.name_told) if facts.name_told or any(found) else NOTHING


def _again(one: _Written, arrival: Arrival) -> Mention:
    """What was read of the raw bytes."""
    to = one.to or one.account
    platform, _, rest = to.partition(":")
    home, slash, name = rest.partition("/")
    account = Account(platform=platform, id=name if slash else rest, home=home if slash else "", handle=one.handle)
    protected = {to: Protected(name=one.person, accounts=(account,))}
    try:
        events = normaliser(one.platform, one.number)(arrival, protected)
    except Malformed as error:
        raise ChainBroken(f"what was read of a mention cannot be read again: {error}") from error
    for event in events:
        if isinstance(event, Mention) and event.to == to and _check(event) == one.check:
            return event
    raise ChainBroken("this release reads something else in a mention than what was judged; use the one that judged it")


def _check(mention: Mention) -> int:
    """16 bits that another reading of the same bytes hardly has."""
    return crc32(_ENCODE(mention)) & 0xFFFF


_ENCODE: Final = msgspec.msgpack.Encoder().encode
_DECODE: Final = msgspec.msgpack.Decoder(_Written).decode
_BEFORE: Final = msgspec.msgpack.Decoder(Record).decode
