"""A text laid out for reading: where its sentences and clauses end, and where its author speaks again."""

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import Final

from bot.model.decision import Span
from bot.signals.text import HEAD, Folded

SENTENCE_END: Final = re.compile(r"[.!?…]+(?=[\s»”\"]|[A-ZÀ-Þ]|$)|\n")
CLAUSE_END: Final = re.compile(r"[.!?…,;:—–()\n]")
TURN: Final = re.compile(
    r"\b(?:sinon|otherwise|et toi|and you|alors toi|moi,? je|pour ma part|me, i|i say|i tell you|je dis"
    r"|(?:mais|maintenant|donc|alors) (?=(?:je|j|moi|toi|tu|t|on va|vous|va|vas)\b)"
    r"|(?:but|now|so) (?=(?:i|i'm|i’m|im|me|you|u|ur|we|go)\b)(?!i was\b|i am so\b)"
    r"|(?:a|ont|avait|avaient) (?:bien )?(?:raison|fait)\b(?! de)|(?:is|are|was|were|['’]s|['’]re) right)\b|[;—–]",
    re.IGNORECASE,
)
"""Where a report ends and the author speaks again, or takes its side."""
SUBJECT: Final = re.compile(
    r"(?<=\w )(?:(?:je|j|tu|on|il|elle|i|we|he|she|they)\b"
    r"|vous (?=allez|[eê]tes|dev|pouvez|m[eé]rit|finirez|serez|avez)"
    r"|you(?: |['’])(?=are|re|will|ll|should|can|must|need|deserve|gonna|stupid|fuck|dumb|ugly|filthy|bitch|whore))",
    re.IGNORECASE,
)
"""Where the next subject begins; `vous` and `you` only where they are no object."""
OTHER: Final = re.compile(r"\b(?:(?:tu|te|toi|ton|ta|tes|vous|votre|vos|you|your)\b|t['’])", re.IGNORECASE)
"""Who is spoken to."""


class Page:
    """What the marks of all contexts need to know of a text; each found when first asked for, linear in its length."""

    def __init__(self, text: str, folded: Folded) -> None:
        """Take the text as written and what it reads as."""
        self.text = text[:HEAD]
        self.folded = folded

    @cached_property
    def sentences(self) -> list[int]:
        """Where sentences begin and end, ascending."""
        return self._cuts(SENTENCE_END)

    @cached_property
    def clauses(self) -> list[int]:
        """Where clauses begin and end, ascending."""
        return self._cuts(CLAUSE_END)

    @cached_property
    def turns(self) -> list[int]:
        """Where the author speaks again, ascending."""
        return [turn.start() for turn in TURN.finditer(self.text)]

    def turn(self, at: int, last: int) -> int:
        """The first turn from `at` on, or `last`."""
        after = bisect_left(self.turns, at)
        return min([last, *self.turns[after : after + 1]])

    def _cuts(self, ends: re.Pattern[str]) -> list[int]:
        return [0, *(match.end() for match in ends.finditer(self.text)), len(self.text)]


def around(cuts: list[int], at: int) -> Span:
    """The stretch that holds a place."""
    after = bisect_right(cuts, at)
    return cuts[after - 1], cuts[min(after, len(cuts) - 1)]
