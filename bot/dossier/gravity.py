"""How grave a fact is, why, what was done and asked about it: not told where the words of the accused are covered.

A rule that knows the vault makes the right guess the gravest, and of what is grave more is captured and proven: all of
that would say what the mask does not. So would how many entries the chain has from one fact to the next.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from bot.dossier.content import Contents, Day, Party, Seal
from bot.dossier.fact import Beside, Fact, Piece, Showing
from bot.dossier.selecting import grade
from bot.model.conduct import Level
from bot.model.reason import Reason

TELLING: Final = Reason.HARASSMENT_DOXXING.value
UNTOLD: Final = "untold"
RECEIVED: Final = frozenset({"record", "beside", "noted"})
"""Pieces that there are of every fact, however grave."""
CHAIN: Final = "chain"
REPLY: Final = "reply"
QUOTED: Final = "quoted"
GLOBAL: Final = "at://"
"""How an address begins that is the same wherever it is named."""
MARKS: Final = {"mute": "muted", "block": "blocked"}
"""What was done that has its mark on the day."""


def ungraded(contents: Contents, covered: AbstractSet[int]) -> Contents:
    """The same with nothing of it told of these facts, and with all else saying no more than the facts do."""
    replace = msgspec.structs.replace
    facts = tuple(_ungraded(fact) if fact.number in covered else fact for fact in contents.facts)
    told = replace(
        contents,
        facts=facts,
        parties=tuple(_parties(contents, facts)),
        stage="" if covered else contents.stage,
    )
    return replace(told, days=tuple(_days(told)) if told.days else ())


def uncounted(contents: Contents) -> Contents:
    """The same without the numbers of entries; what a seal covers, its hash says."""
    replace = msgspec.structs.replace
    return replace(
        contents,
        facts=tuple(replace(one, entry=0, pieces=tuple(map(_uncounted, one.pieces))) for one in contents.facts),
        outside=tuple(replace(one, piece=_uncounted(one.piece)) for one in contents.outside),
        seals=tuple(replace(one, number=0) for one in _covering(contents)),
    )


def _uncounted(one: Piece) -> Piece:
    return msgspec.structs.replace(one, entry=0)


def _covering(contents: Contents) -> Iterator[Seal]:
    """The first seal of each entry that is still named."""
    entries = {entry for one in contents.facts for entry in (one.entry, *(each.entry for each in one.pieces))}
    entries |= {one.piece.entry for one in contents.outside}
    before = 0
    for one in contents.seals:
        if not one.number or any(before < entry <= one.number for entry in entries):
            yield one
        before = one.number


def _ungraded(fact: Fact) -> Fact:
    replace = msgspec.structs.replace
    return replace(
        fact,
        graded=False,
        severity=0,
        level=Level.UNWANTED,
        most_worrying=False,
        done=(),
        proves=tuple(one for one in fact.proves if one == CHAIN),
        limits=(UNTOLD,),
        pieces=tuple(one for one in fact.pieces if one.what in RECEIVED),
        reasons=tuple(one for one in fact.reasons if one != TELLING),
        beside=tuple(_beside(fact)),
        media=tuple(replace(one, file="", type="", showing=Showing.LEFT_OUT) for one in fact.media),
    )


def _beside(fact: Fact) -> Iterator[Beside]:
    """What came with it; of what was captured later, only whatever it names itself."""
    came = {fact.at, *(one.at for one in fact.turns)}
    for one in fact.beside:
        if one.taken_at is None or one.taken_at in came:
            yield one
        elif one.role != REPLY:
            named = one.role == QUOTED or one.uri.startswith(GLOBAL)
            yield Beside(role=one.role, uri=one.uri if named else "", kept=False)


def _parties(contents: Contents, facts: Sequence[Fact]) -> Iterator[Party]:
    """Each as the facts show them; who stands beside none of them any more stands nowhere."""
    lost = _met(contents.facts) - _met(facts)
    untold = any(not one.graded for one in facts)
    for one in contents.parties:
        theirs = [fact for fact in facts if fact.author == one.key]
        worst = max(map(grade, theirs), default=0) if all(fact.graded for fact in theirs) else 0
        if one.accused or one.protected or one.facts or one.key not in lost:
            called = () if untold else one.called
            yield msgspec.structs.replace(one, worst=min(one.worst, worst), called=called)


def _met(facts: Sequence[Fact]) -> frozenset[str]:
    return frozenset(one.author for fact in facts for one in fact.beside)


def _days(contents: Contents) -> Iterator[Day]:
    """Of the facts that are shown, by the clock by which they are."""
    zone = ZoneInfo(contents.zone)
    counts: dict[date, list[int]] = {}
    marks = {one.day: dict.fromkeys(mark for mark in one.marks if mark not in MARKS.values()) for one in contents.days}
    for fact in contents.facts:
        counts.setdefault(fact.at.astimezone(zone).date(), [0] * len(Level))[fact.level] += 1
        for one in fact.done:
            if one.what in MARKS and one.outcome == "done":
                marks.setdefault(one.at.astimezone(zone).date(), {})[MARKS[one.what]] = None
    for day in sorted(counts.keys() | {day for day, some in marks.items() if some}):
        yield Day(day=day, counts=tuple(counts.get(day, [0] * len(Level))), marks=tuple(marks.get(day, ())))
