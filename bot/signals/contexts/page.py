"""A text laid out for reading: where its sentences and clauses end, and where its author speaks again."""
# ruff: noqa: E501 - a pattern cut where the line ends reads worse than a long line

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import Final

from bot.model.decision import Span
from bot.signals.text import HEAD, Folded

SENTENCE_END: Final = re.compile(r"[.!?…]+(?=[\s»”\"]|[A-ZÀ-Þ]|$)|\n")
CLAUSE_END: Final = re.compile(r"[.!?…,;:—–()\n]")
TURN: Final = re.compile(
    r"\b(?:sinon|otherwise|et toi|and you|alors toi|moi,? je|pour ma part|me, i|i say|i tell you|je (?:te )?dis"
    r"|mais (?!(?:ils?|elles?|personne|l[ae]s?|je n|j['’]|ça|cela|c['’]|on m|on n|rien|jamais|quand)\b)"
    r"|but (?!(?:he|she|they|it|the|nobody|no|my|his|her|when|i (?:was|am|still|stay|stayed|went|left|didn|don|never|had|kept))\b)"
    r"|(?:and|et) (?:i agree|je suis d['’]accord)|so (?=do it\b|(?:i['’]?(?:ll|m)|i will|you|u|we|go|kill|die|now|please|just)\b)"
    r"|(?:alors|donc|eh bien|so|well),?\s\w+\s?[:,]\s?(?=(?:je (?:vais|te|vous)|on va|i['’]?ll|i will|i['’]?m (?:going|gonna))\b)"
    r"|now (?=(?:i|you|u|we|go|kill|die|just|please)\b)|(?:maintenant|donc|alors) (?=(?:je|tu|on va|vas?|crève)\b)"
    r"|(?:ils?|elles?|on|qui) (?:l['’])?(?:a|ont|avait|avaient) (?:(?:bien )?raison|bien fait)"
    r"|(?:they|he|she|that|it|people|who)(?: (?:is|are|was|were)|['’]s|['’]re) (?:so |quite )?right(?! to))\b|[;—–]",
    re.IGNORECASE,
)
"""Where a report ends and the author speaks again, or takes its side."""
JOINED: Final = re.compile(r"(?:\b(?:or|and|ou|et|else|then)\s+|,\s*)(?:i|we|je|on|nous)\b", re.IGNORECASE)
"""Where authors join what they do themselves."""
OWN: Final = re.compile(
    r"(?<=\w )(?:i['’]?ll|i will|i['’]?m (?:going|gonna|coming)|we['’]?ll|je (?:vais )?te|je t['’]|je vous|on va te|on te)\b",
    re.IGNORECASE,
)
"""Where they say what they will do to somebody."""
SUBJECT: Final = re.compile(
    r"(?<=\w )(?:(?:je|j|j(?:t|m)e|jv(?:ais?|as?|[eé])|jles?|jvous|tu|on|il|elle|i|we|he|she|they|mais|but|sinon)\b"
    r"|vous (?=allez|[eê]tes|dev|pouvez|m[eé]rit|finirez|serez|avez)"
    r"|you(?: |['’])(?=are|re|will|ll|should|can|must|need|deserve|gonna|stupid|fuck|dumb|ugly|filthy|bitch|whore))",
    re.IGNORECASE,
)
"""Where the next subject begins, or the opposite; `vous` and `you` only where they are no object."""
OTHER: Final = re.compile(r"\b(?:(?:tu|te|toi|ton|ta|tes|vous|votre|vos|you|your)\b|t['’])", re.IGNORECASE)
"""Who is spoken to."""
CONDEMNED: Final = re.compile(
    r"\b(?:ignobles?|inadmissibles?|inacceptables?|intolerables?|honteux|honteuse|ont honte|avoir honte|soutiens|soutien|courage|desolee?s?|solidaires?|"
    r"porte plainte|degueulasse de|vile|unacceptable|disgraceful|appalling|sickening|heartbroken|sorry (?:you|that|to|about|for)|solidarity|"
    r"stand with|(?:sont|are) (?:des |de |pathetic )?(?:laches|minables|cowards|pauvres types)|ashamed of themselves|with you|behind you)\b"
)
"""Folded; shows that an author speaks of what was said to the addressee in order to stand by them."""
CONTINUES: Final = re.compile(
    r"\s*(?:(?:et|and|ou|or|puis|then) )?(?:(?:que?|that|de|des|to|à|au|an?|une?)\b|[dq]u?['’])", re.IGNORECASE
)
"""How the clause begins that goes on with what is reported."""
JOINING: Final = re.compile(r"\W*(?:\w+\W+)?(?:(?:and|et|because|car|parce qu['’])\s*)?", re.IGNORECASE)
"""What may stand before it in its clause."""
ENDORSED: Final = re.compile(
    r"\b(?:(?:il|elle|ils|elles|on) (?:l )?(?:a|ont|avait|avaient) (?:bien |tellement |parfaitement |tout a fait )?(?:raison|bien fait|vu juste)"
    r"|(?:he|she|they|that|it) (?:s|is|are|re|was|were) (?:so |quite |absolutely |totally |damn |completely )?right"
    r"|je le ferai|je vais le faire|on le fera|je confirme|je signe|c est ce qui (?:t|vous) attend"
    r"|i will do it|i ll do it|i mean it|what s coming (?:to|for) you)\b"
)
"""Folded; at the beginning of a clause it takes the side of what was said, and makes the author the one who says it."""


FAR: Final = 2_000
"""Characters that a mark reaches at most: what never ends a sentence must not be walked through from each mark."""


class Page:
    """What the marks of all contexts need to know of a text; each found when first asked for, linear in its length."""

    def __init__(self, text: str, folded: Folded) -> None:
        """Take the text as written and what it reads as."""
        self.text = text[:HEAD]
        self.folded = folded
        self._said: dict[re.Pattern[str], bool] = {}

    @cached_property
    def plain(self) -> bytes:
        """What it reads as, one byte a character: `?` for what is no ASCII."""
        return self.folded.text.encode("ascii", "replace")

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

    @cached_property
    def stands_by(self) -> bool:
        """Whether the author condemns what was said."""
        return CONDEMNED.search(self.folded.text) is not None

    @cached_property
    def endorsed(self) -> bool:
        """Whether the author, who speaks to somebody, takes the side of what was said."""
        found = [self.folded.span(*match.span())[0] for match in ENDORSED.finditer(self.folded.text)]
        apart = any(JOINING.fullmatch(self.text, around(self.clauses, at)[0], at) for at in found)
        return apart and OTHER.search(self.text) is not None

    def says(self, pattern: re.Pattern[str]) -> bool:
        """Whether a pattern is anywhere in what it reads as; looked for once."""
        known = self._said.get(pattern)
        if known is None:
            known = self._said[pattern] = pattern.search(self.folded.text) is not None
        return known

    def turn(self, at: int, last: int) -> int:
        """The first turn from `at` on, or `last`."""
        after = bisect_left(self.turns, at)
        return min([last, *self.turns[after : after + 1]])

    def through(self, at: int) -> int:
        """Where the clause ends, with those that go on with it."""
        last, end = around(self.sentences, at)[1], around(self.clauses, at)[1]
        while end < last and CONTINUES.match(self.text, end):
            end = around(self.clauses, end)[1]
        return end

    def _cuts(self, ends: re.Pattern[str]) -> list[int]:
        return [0, *(match.end() for match in ends.finditer(self.text)), len(self.text)]


def around(cuts: list[int], at: int) -> Span:
    """The stretch that holds a place, no further than FAR."""
    after = bisect_right(cuts, at)
    return max(cuts[after - 1], at - FAR), min(cuts[min(after, len(cuts) - 1)], at + FAR)
