"""The first storey of context: where a text quotes, bears witness, negates, jokes or plays; spans, not posts."""

import re
from collections.abc import Iterator
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
from bot.signals.contexts.stance import AFFECTION, LAUGHTER, NEGATION, POLITICAL
from bot.signals.contexts.stories import FICTION, IDIOM, SPORT
from bot.signals.text import Folded

AUTHOR: Final = re.compile(r"\b(?:(?:me|moi|mon|ma|my|us|nous)\b|m['’])", re.IGNORECASE)
NARRATIVE: Final = r"\b(?:me too|metoo|balance ?ton ?porc|temoignage|witness|survivor|survivante?)\b"
"""Says of a whole post that it tells what happened to its author; sentences about `me` and `us` are testimony then."""
MOST: Final = 64
"""Places of one mark that are looked for."""
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


class Region(NamedTuple):
    """A stretch of the text, half-open, in code points, and what it is."""

    kind: str
    span: Span

    def protects(self, found: Span) -> bool:
        """Whether it holds what was found, or more than half of it from where it begins: no sign parts folded words.

        A negation may stand inside what was found: `tu n'es pas une …`.
        """
        start, end = self.span
        if self.kind == "negation":
            return start < found[1] <= end
        return start <= found[0] and found[1] - end <= max(0, end - found[0] - 1)


def regions(text: str, folded: Folded) -> tuple[Region, ...]:
    """Every region of the text; linear in its length."""
    page = Page(text, folded)
    found = [
        *(Region("quotation", span) for span in quotations(page)),
        *(Region("testimony", span) for span in _narrative(page)),
        *(Region(mark.kind, span) for mark, compiled in _compiled() for span in _reached(page, mark, compiled)),
    ]
    if page.endorsed:
        found = [region for region in found if region.kind not in RELAYED]
    return tuple(sorted(dict.fromkeys(found), key=lambda region: KINDS.index(region.kind)))


def _reached(page: Page, mark: Mark, compiled: Any) -> Iterator[Span]:
    for match in islice(compiled.finditer(page.folded.text), MOST):
        if match.group() and not any(match.groupdict().values()):
            span = mark.reach(page, *match.span())
            if span:
                yield span


def _narrative(page: Page) -> Iterator[Span]:
    if re2.search(NARRATIVE, page.folded.text):
        for first, last in pairwise(page.sentences):
            if AUTHOR.search(page.text, first, last) and not OTHER.search(page.text, first, last):
                yield first, last


@cache
def _compiled() -> tuple[tuple[Mark, Any], ...]:
    """Compiled when first needed: most texts have nothing to protect."""
    return tuple((mark, re2.compile(mark.pattern)) for mark in MARKS)
