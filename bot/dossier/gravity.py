"""How grave a fact is, why, what was done and asked about it: not told where the words of the accused are covered.

A rule that knows the vault makes the right guess the gravest, and of what is grave more is captured and proven: all of
that would say what the mask does not.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from bot.dossier.content import Contents, Day
from bot.dossier.fact import Fact
from bot.model.conduct import Level
from bot.model.reason import Reason

TELLING: Final = Reason.HARASSMENT_DOXXING.value
UNTOLD: Final = "untold"
RECEIVED: Final = frozenset({"record", "beside", "noted"})
"""Pieces that there are of every fact, however grave."""
CHAIN: Final = "chain"
MARKS: Final = {"mute": "muted", "block": "blocked"}
"""What was done that has its mark on the day."""


def ungraded(contents: Contents, covered: AbstractSet[int]) -> Contents:
    """The same with nothing of it told of these facts, and with days that say no more than the facts do."""
    facts = tuple(_ungraded(fact) if fact.number in covered else fact for fact in contents.facts)
    contents = msgspec.structs.replace(contents, facts=facts)
    return msgspec.structs.replace(contents, days=tuple(_days(contents)) if contents.days else ())


def _ungraded(fact: Fact) -> Fact:
    return msgspec.structs.replace(
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
    )


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
