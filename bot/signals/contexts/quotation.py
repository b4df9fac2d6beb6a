"""Quotations: what stands between marks that open and close, or behind the mark of a quoted line."""
# ruff: noqa: E501 - a pattern cut where the line ends reads worse than a long line

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from bot.model.decision import Span
from bot.signals.contexts.page import Page

QUOTES: Final = re.compile(
    r"«[^«»]{1,2000}»|‹[^‹›]{1,2000}›|“[^“”]{1,2000}”|„[^„“”]{1,2000}[“”]"
    r"|(?<![\w\"])\"(?!\s*\")[^\"]{1,2000}\"(?!\w)|(?<![\w’'])['‘](?=\w)(?:[^'‘’\n]|(?<=\w)['’](?=\w)){1,300}['’](?!\w)"
    r"|^>[^\n]{1,2000}",
    re.MULTILINE,
)
"""Bounded, so that a lone mark costs little."""
ENDORSED: Final = re.compile(
    r"\b(?:(?:il|elle|ils|elles|on)(?: l)? (?:a|ont|avait|avaient) (?:bien |tellement |parfaitement |tout a fait )?(?:raison|bien fait|vu juste)"
    r"|(?:he|she|they|that|it) (?:s|is|are|re|was|were) (?:so |quite |absolutely |totally |damn |completely )?right"
    r"|(?:je le ferai|je vais le faire|on le fera|je confirme|je signe|je le pense|c est ce qui (?:t|vous) attend|je suis (?:bien )?d accord avec (?:lui|eux|elle))"
    r"|(?:i will do it|i ll do it|i mean it|i agree with (?:him|them|her|it)|what s coming (?:to|for) you))\b"
)
"""Folded; said beside a quotation it makes the author the one who says it."""
COMMENTARY: Final = 3
"""Words that must stand beside a quotation: a post that is nothing but one says it itself."""
MOST: Final = 64
"""Quotations that are looked for."""


def quotations(page: Page) -> Iterator[Span]:
    """The quotations of a text whose author says something beside them, and does not take their side."""
    quoted = [match.span() for match in islice(QUOTES.finditer(page.text), MOST)]
    if not quoted:
        return
    folded = page.folded
    words = [place[0] for letter, place in zip(f" {folded.text}", folded.offsets, strict=False) if letter == " "]
    beside = [start for start in words if not any(first <= start < last for first, last in quoted)]
    if len(beside) >= COMMENTARY and not _endorsed(page, quoted):
        yield from quoted


def _endorsed(page: Page, quoted: list[Span]) -> bool:
    found = (page.folded.span(*match.span()) for match in islice(ENDORSED.finditer(page.folded.text), MOST))
    return any(not any(first <= start < last for first, last in quoted) for start, _ in found)
