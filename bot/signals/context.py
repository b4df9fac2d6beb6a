"""The first storey of context: where a text quotes, bears witness, negates, jokes or plays; spans, not posts."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice, pairwise
from typing import Any, Final, NamedTuple

import re2

from bot.model.decision import Span
from bot.signals.contexts.page import OTHER, Page
from bot.signals.contexts.persons import FIRST, SECOND, THIRD
from bot.signals.contexts.quotation import quotations
from bot.signals.contexts.reach import Mark
from bot.signals.contexts.reports import COUNTER_SPEECH, TESTIMONY
from bot.signals.contexts.said import FOLK_EN, FOLK_FR
from bot.signals.contexts.stance import AFFECTION, LAUGHTER, NEGATION, POLITICAL
from bot.signals.contexts.stories import FICTION, IDIOM, SPORT
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
MOST: Final = 64
"""Places of one mark that are looked for."""
MEMORY: Final = 32 << 20
"""Bytes that the set of marks may use while it runs."""
MARKS: Final[tuple[Mark, ...]] = (
    *TESTIMONY,
    *COUNTER_SPEECH,
    *FICTION,
    *SPORT,
    *IDIOM,
    *AFFECTION,
    *LAUGHTER,
    *POLITICAL,
    *NEGATION,
    *THIRD,
    *FIRST,
    *SECOND,
)
KINDS: Final = ("quotation", *dict.fromkeys(mark.kind for mark in MARKS))
"""All that `context = […]` may name."""


RELAYED: Final = frozenset({"quotation", "testimony", "counter_speech"})
"""What others said: protected unless the author takes its side."""
QUOTED: Final = 8
"""Characters of a quotation that say something by themselves."""


class Region(NamedTuple):
    """A stretch of the text, half-open, in code points, and what it is."""

    kind: str
    span: Span

    def protects(self, found: Span) -> bool:
        """Whether it holds what was found.

        What is relayed may run over its end, by less than half or behind a whole quotation: folded, no sign parts
        it from what follows.
        A negation may stand inside what was found: `tu n'es pas une …`.
        """
        start, end = self.span
        if self.kind == "negation":
            return start < found[1] <= end
        inside, beyond = end - found[0], found[1] - end
        if self.kind == "quotation" and inside > QUOTED:
            return start <= found[0]
        return start <= found[0] and (beyond <= 0 or (self.kind in RELAYED and beyond < inside))


def regions(text: str, folded: Folded) -> tuple[Region, ...]:
    """Every region of the text; linear in its length."""
    page = Page(text, folded)
    found = [
        *(Region("quotation", span) for span in quotations(page)),
        *(Region("testimony", span) for span in _narrative(page)),
        *(Region(mark.kind, span) for mark in _hit(folded.text) for span in _reached(page, mark)),
    ]
    if page.endorsed:
        found = [region for region in found if region.kind not in RELAYED]
    return tuple(sorted(dict.fromkeys(found), key=lambda region: KINDS.index(region.kind)))


def _reached(page: Page, mark: Mark) -> Iterator[Span]:
    read = page.plain if mark.pattern.isascii() else page.folded.text
    for match in islice(_compiled(mark.pattern).finditer(read), MOST):
        denied = match.re.groups and any(match.groups())
        span = None if denied else mark.reach(page, *match.span())
        if span and span[0] < span[1]:
            yield span


def _narrative(page: Page) -> Iterator[Span]:
    if _compiled(NARRATIVE).search(page.plain):
        known = _compiled(TOLD_OF).search(page.plain)
        for first, last in pairwise(page.sentences):
            mine = AUTHOR.search(page.text, first, last) and not OTHER.search(page.text, first, last)
            if mine or known:
                yield first, last


def _hit(text: str) -> Iterable[Mark]:
    """The marks that stand in a text, found in one pass."""
    hits = _marks().Match(text)
    return [MARKS[index - 1] for index in sorted(hits) if index] if hits else MARKS


@cache
def _marks() -> Any:
    """All marks in one set, compiled when first needed: most texts have nothing to protect."""
    options = re2.Options()
    options.max_mem = MEMORY
    options.log_errors = False
    marks = re2.Set.SearchSet(options)
    marks.Add("")  # always found: where it is not, the set ran out of memory and has told nothing
    for mark in MARKS:
        marks.Add(mark.pattern)
    marks.Compile()
    return marks


@cache
def _compiled(pattern: str) -> Any:
    """Over bytes where it asks for none but ASCII letters: that costs half."""
    return re2.compile(pattern.encode() if pattern.isascii() else pattern)
