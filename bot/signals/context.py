"""The first storey of context: where a text quotes, bears witness, negates, jokes or plays; spans, not posts."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import accumulate, chain, islice, pairwise
from typing import Any, Final, NamedTuple

import re2

from bot.model.decision import Span
from bot.signals.contexts.encouraging import HARASSERS
from bot.signals.contexts.page import OTHER, Page
from bot.signals.contexts.persons import FIRST, SECOND, THIRD
from bot.signals.contexts.quotation import quotations
from bot.signals.contexts.reach import Mark
from bot.signals.contexts.reports import COUNTER_SPEECH, TESTIMONY
from bot.signals.contexts.said import FOLK_EN, FOLK_FR
from bot.signals.contexts.stance import AFFECTION, BALLOT, LAUGHTER, NEGATION, POLITICAL
from bot.signals.contexts.stories import FICTION, IDIOM, SPORT
from bot.signals.matches import MOST
from bot.signals.sieve import Sieve
from bot.signals.text import Folded

AUTHOR: Final = re.compile(r"\b(?:(?:me|moi|mon|ma|my|us|nous)\b|m['’])", re.IGNORECASE)
NARRATIVE: Final = (
    r"\b(?:me ?too\w*|balance ?t(?:on|a) ?\w+|nous ?toutes|yes ?all ?women|why ?i ?didn ?t ?report|times ?up"
    r"|everyday ?sexism|stop ?cyber ?harcelement|temoignages?|witness|survivor|survivante?)\b"
)
"""Says of a whole post that it tells what happened to its author: sentences about `me` and `us` are testimony."""
TOLD_OF: Final = (
    rf"\b(?:mon|ma|le|un|un autre|mon ancien|notre) {FOLK_FR}\b|\b(?:my|the|a|my old|my former|our) {FOLK_EN}\b"
    r"|\b(?:j avais|j ai eu) \w+ ans\b"
    r"|\bi was (?:\w+ years? old|only \w+|[0-9]+|(?:six|seven|eight|nine|ten|eleven|twelve|\w+teen)\b)"
)
"""Who did it or how old its author was: then whatever the post says was said by others."""
MARKS: Final[tuple[Mark, ...]] = (
    *TESTIMONY,
    *COUNTER_SPEECH,
    *HARASSERS,
    *FICTION,
    *SPORT,
    *IDIOM,
    *AFFECTION,
    *LAUGHTER,
    *POLITICAL,
    *BALLOT,
    *NEGATION,
    *THIRD,
    *FIRST,
    *SECOND,
)
PLAIN: Final = tuple(mark for mark in MARKS if mark.pattern.isascii())
PICTURED: Final = tuple(mark for mark in MARKS if mark not in PLAIN)
"""They ask for emoji."""
DENIABLE: Final = frozenset(place for place, mark in enumerate(PLAIN) if "(?P<not" in mark.pattern)
"""Which of the plain ones have groups that show that they mark none; it costs to ask each match."""
KINDS: Final = ("quotation", *dict.fromkeys(mark.kind for mark in MARKS))
"""All that `context = […]` may name."""


UNMARKED: Final = frozenset({"quotation", "testimony"})
"""Found where no mark stands, too."""
RELAYED: Final = frozenset({"quotation", "testimony", "counter_speech"})
"""What others said: protected unless the author takes its side."""
Able = dict[str, list[int]]
"""By kind, which of the plain marks may be in a text."""
QUOTED: Final = 8
"""Characters of a quotation that say something by themselves."""


class Region(NamedTuple):
    """A stretch of the text, half-open, in code points, and what it is."""

    kind: str
    span: Span


def protected(kind: str, regions: Iterable[Region], found: Iterable[Span]) -> Iterator[Span]:
    """Of what was found, that which one of these regions of one kind holds. Costs no more than to sort the regions.

    What is relayed may run over its end, by less than half or behind a whole quotation: folded, no sign parts
    it from what follows.
    A negation may stand inside what was found: `tu n'es pas une …`.
    """
    spans = sorted(region.span for region in regions)
    starts = [start for start, _ in spans]
    farthest = [*accumulate((end for _, end in spans), max)]
    """Of those that begin no later: where one of them holds what was found, that does which ends last."""
    for start, end in found:
        before = bisect_left(starts, end) if kind == "negation" else bisect_right(starts, start)
        if before and _holds(kind, farthest[before - 1], start, end):
            yield start, end


def _holds(kind: str, last: int, start: int, end: int) -> bool:
    inside, beyond = last - start, end - last
    if beyond <= 0:
        return True
    return (kind == "quotation" and inside > QUOTED) or (kind in RELAYED and beyond < inside)


class Contexts:
    """Every region of a text, kind by kind as somebody asks; each in time linear in its length."""

    def __init__(self, text: str, folded: Folded) -> None:
        """Take the text as written and what it reads as."""
        self.page = Page(text, folded)
        self._known: dict[str, tuple[Region, ...]] = {}

    def of(self, kind: str) -> tuple[Region, ...]:
        """The regions of one of KINDS."""
        known = self._known.get(kind)
        if known is None:
            known = self._known[kind] = self._found(kind)
        return known

    def every(self) -> tuple[Region, ...]:
        """The regions of all KINDS, in their order."""
        return tuple(region for kind in KINDS for region in self.of(kind))

    def _found(self, kind: str) -> tuple[Region, ...]:
        if kind not in self.able and kind not in UNMARKED and self.page.folded.text.isascii():
            return ()
        spans: Iterable[Span] = self._marked(kind)
        if kind == "quotation":
            spans = quotations(self.page)
        elif kind == "testimony":
            spans = chain(_narrative(self.page), spans)
        found = tuple(Region(kind, span) for span in dict.fromkeys(spans))
        return () if found and kind in RELAYED and self.page.endorsed else found

    def _marked(self, kind: str) -> Iterator[Span]:
        page = self.page
        for place in self.able.get(kind, ()):
            mark, deniable = PLAIN[place], place in DENIABLE
            for match in _marks().matches(place, page.plain):
                if not (deniable and any(start < end for start, end in match[1:])):
                    yield from _reached(page, mark, match[0])
        if not page.folded.text.isascii():
            for mark in PICTURED:
                if mark.kind == kind:
                    for match in islice(_compiled(mark.pattern).finditer(page.folded.text), MOST):
                        yield from _reached(page, mark, match.span())

    @cached_property
    def able(self) -> Able:
        """The plain marks that may be there."""
        return next(_able([self]))


def sift(many: Sequence[Contexts]) -> None:
    """Find out which marks may be in each: together that costs less, as `Sieve.able` has it."""
    for one, able in zip(many, _able(many), strict=True):
        one.able = able


def _able(many: Sequence[Contexts]) -> Iterator[Able]:
    for places in _marks().able([one.page.plain for one in many]):
        able: Able = {}
        for place in places:
            able.setdefault(PLAIN[place].kind, []).append(place)
        yield able


def _reached(page: Page, mark: Mark, match: Span) -> Iterator[Span]:
    span = mark.reach(page, *match)
    if span and span[0] < span[1]:
        yield span


def _narrative(page: Page) -> Iterator[Span]:
    if _compiled(NARRATIVE).search(page.plain):
        known = _compiled(TOLD_OF).search(page.plain)
        for first, last in pairwise(page.sentences):
            mine = AUTHOR.search(page.text, first, last) and not OTHER.search(page.text, first, last)
            if mine or known:
                yield first, last


@cache
def _marks() -> Sieve:
    """The marks in plain letters, compiled when first needed: most texts have nothing to protect."""
    return Sieve(mark.pattern for mark in PLAIN)


@cache
def _compiled(pattern: str) -> Any:
    """Over bytes where it asks for none but ASCII letters: that costs half."""
    return re2.compile(pattern.encode() if pattern.isascii() else pattern)
