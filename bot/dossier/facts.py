"""Facts as a dossier tells them: each with its words, what became of it, what was done, and what proves it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

import msgspec

from bot.dossier.attachments import Attachments
from bot.dossier.becoming import Becoming, Version
from bot.dossier.custody import Custody, Taken
from bot.dossier.doing import done
from bot.dossier.draft import Draft
from bot.dossier.fact import Fact, Piece
from bot.dossier.parties import Parties
from bot.dossier.proven import Proven, proven
from bot.dossier.selecting import Written
from bot.dossier.surroundings import UNKNOWN, Around
from bot.evidence.proof import Claim, Limit
from bot.model.action import Order
from bot.model.delivery import Delivery, Task
from bot.model.mention import Mention, Via
from bot.recording import records

TOGETHER: Final = 100
"""Facts whose records are read at once."""
APART: Final = timedelta(minutes=5)
"""How far two clocks may be from each other before it is told."""


class Telling:
    """Tells facts, some at a time; what was read of one is let go of with it."""

    def __init__(
        self,
        custody: Custody,
        draft: Draft,
        deliveries: Mapping[str, Sequence[Delivery]],
        parties: Parties,
        becoming: Becoming,
    ) -> None:
        """`deliveries` by the URI of the mention that led to them."""
        self.custody = custody
        self.draft = draft
        self.deliveries = deliveries
        self.parties = parties
        self.becoming = becoming
        self.instruments: set[int] = set()
        """Entries that say by what machine something was taken."""

    def facts(self, some: Sequence[Written], authors: Mapping[str, str]) -> Iterator[Fact]:
        """One by one, numbered from 1; `authors` names accounts (`Account.key`) by what the chain calls them."""
        width = max(4, len(str(len(some))))
        for start in range(0, len(some), TOGETHER):
            batch = some[start : start + TOGETHER]
            contents = dict(self.custody.open([exhibit for one in batch for exhibit in one.exhibits]))
            for number, one in enumerate(batch, start + 1):
                stem = f"{number:0{width}}"
                yield self._fact(number, stem, one, {each: contents.pop(each, b"") for each in one.exhibits}, authors)

    def _fact(
        self, number: int, stem: str, one: Written, contents: Mapping[str, bytes], authors: Mapping[str, str]
    ) -> Fact:
        named = self.custody.trail.named.get(one.exhibit)
        author = one.versions[0].kept.author if one.versions else ""
        fact = Fact(
            number=number,
            at=one.at,
            taken_at=named.at if named else None,
            kind=one.noted.means if one.noted else one.versions[0].kept.kind,
            author=author or authors.get(named.author if named else "", ""),
            severity=int(one.severity),
            level=int(one.level),
            proves=("chain",) if named else (),
            exhibit=one.exhibit,
            entry=named.number if named else 0,
            seal=named.seal if named else "",
            erased=not contents[one.exhibit],
            limits=() if contents[one.exhibit] else ("erased",),
        )
        if one.noted:
            return self._noted(fact, stem, contents[one.exhibit])
        fact = _judged(fact, one)
        versions = [
            Version(each.kept, records.read(raw)) for each in one.versions if (raw := contents[each.kept.exhibit])
        ]
        return self._post(fact, stem, one, versions) if versions else fact

    def _noted(self, fact: Fact, stem: str, raw: bytes) -> Fact:
        """A letter, a call, a visit: the person's own words."""
        if not raw:
            return fact
        piece = self.custody.lay(stem, "noted", raw, fact.exhibit, fact.taken_at or fact.at)
        return msgspec.structs.replace(fact, text=raw.decode("utf-8", "replace"), pieces=(piece,), limits=("own_word",))

    def _post(self, fact: Fact, stem: str, one: Written, versions: Sequence[Version]) -> Fact:
        mentions = [each.record.facts.mention for each in versions]
        records_ = [piece for each in versions for piece in self._records(stem, fact, each)]
        captured = list(self._captured(one))
        proof = proven(self.custody, one.name, captured)
        held = Attachments(self.custody, self.draft, stem, fact.taken_at or fact.at)
        media = held.of(mentions, captured)
        first, around = mentions[0], self._around(versions, captured)
        taken = (*self._laid(f"{stem}-", captured), *self._laid(f"{stem}-p", proof.taken))
        return msgspec.structs.replace(
            fact,
            claimed_at=first.claimed_at,
            handle=first.author.handle,
            name=first.author.display_name,
            uri=first.uri,
            url=first.url,
            text=first.text,
            lang=first.lang or "",
            audience=_seen_by(around, proof),
            beside=around.beside(),
            media=media,
            turns=self.becoming.turns(one, versions, records_),
            done=done(self.deliveries.get(one.name, ()), self.custody.trail),
            proves=(*proof.claims, *fact.proves),
            limits=(*proof.limits, *_limits(first, proof)),
            pieces=(*records_, *taken, *held.pieces, *self.becoming.told(stem, one)),
        )

    def _around(self, versions: Sequence[Version], captured: Sequence[Taken]) -> Around:
        """What stood beside it, and who wrote that; whoever is met stands in the dossier."""
        around = Around(versions[0].record.facts.mention)
        self.parties.own.add(versions[0].record.facts.mention.to)
        for kept, record in versions:
            around.add(record.arrival.raw, kept.received_at)
            self.parties.meet(record.facts.mention.author, kept.received_at)
        for each in captured:
            around.add(each.captured.raw, each.captured.at)
        for account, at in around.others():
            self.parties.meet(account, at)
        return around

    def _laid(self, stem: str, some: Sequence[Taken]) -> Iterator[Piece]:
        """What was captured, but for media, which lie by themselves."""
        for k, one in enumerate(some, 1):
            if one.captured.raw:
                yield self.custody.lay_taken(f"{stem}{k}", one)

    def _records(self, stem: str, fact: Fact, one: Version) -> Iterator[Piece]:
        """What was received: the post, and what was asked for to understand it."""
        arrival, kept = one.record.arrival, one.kept
        self.instruments.add(one.record.instrument)
        named = self.custody.trail.named.get(kept.exhibit)
        at = named.at if named else fact.at
        name = stem if kept.version == 1 else f"{stem}-v{kept.version}"
        mention = one.record.facts.mention
        if arrival.raw:
            piece = self.custody.lay(name, "record", arrival.raw, kept.exhibit, at)
            yield msgspec.structs.replace(piece, url=mention.url or mention.uri)
        if arrival.beside:
            yield self.custody.lay(name, "beside", arrival.beside, kept.exhibit, at)

    def _captured(self, one: Written) -> Iterator[Taken]:
        """What was taken because something was done about it."""
        orders = [each for each in self.deliveries.get(one.name, ()) if isinstance(each.what, Order)]
        ids = dict.fromkeys(each.id for each in orders if each.task is Task.ACT)
        exhibits = [exhibit for id_ in ids for exhibit in self.custody.trail.captured.get(id_, ())]
        for each in self.custody.taken(exhibits):
            self.instruments.add(each.captured.instrument)
            yield each


def _judged(fact: Fact, one: Written) -> Fact:
    """With what was judged of it."""
    every = [each.kept for each in one.versions]
    return msgspec.structs.replace(
        fact,
        platform=every[0].platform,
        reasons=tuple(dict.fromkeys(reason for each in reversed(every) for reason in each.reasons)),
        rules=tuple(dict.fromkeys(rule for each in every for rule in each.rules)),
    )


def _seen_by(around: Around, proof: Proven) -> str:
    """Who could see it; not what a platform never showed to anybody who asked."""
    nobody = Limit.SHOWN_TO_NOBODY in proof.limits and Claim.SHOWN not in proof.claims
    return UNKNOWN if nobody else around.seen_by()


def _limits(mention: Mention, proof: Proven) -> Iterator[str]:
    """What the way in which it came does not tell."""
    if mention.via is Via.WATCH:
        yield "read_later"
    if mention.claimed_at and abs(mention.received_at - mention.claimed_at) > APART:
        yield "clocks_differ"
    home = mention.to.removeprefix("mastodon:").rpartition("/")[0]
    if mention.author.platform == "mastodon" and home and not proof.taken and not _stands_at(mention.uri, home):
        yield "federated"
    yield "who_wrote"


def _stands_at(uri: str, home: str) -> bool:
    """Whether a post is one of this server's own."""
    try:
        return urlsplit(uri).netloc.casefold() == home.casefold()
    except ValueError:
        return False
