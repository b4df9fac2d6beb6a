"""Quotations: what stands between marks that open and close, or behind the mark of a quoted line."""

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
OPENING: Final = re.compile(r"[«‹“„\"'‘>](?<![\w’']')")
"""Begins each of them; sought alone, it takes a tenth of the time, and most texts have none."""
COMMENTARY: Final = 3
"""Words that must stand beside a quotation: a post that is nothing but one says it itself."""
WORD: Final = re.compile(r"[^ ]+")
MOST: Final = 64
"""Quotations that are looked for."""


def quotations(page: Page) -> Iterator[Span]:
    """The quotations of a text whose author says something beside them."""
    if not OPENING.search(page.text):
        return
    quoted = [match.span() for match in islice(QUOTES.finditer(page.text), MOST)]
    if not quoted:
        return
    folded = page.folded
    words = (folded.span(*word.span())[0] for word in WORD.finditer(folded.text))
    beside = (start for start in words if not any(first <= start < last for first, last in quoted))
    if len(list(islice(beside, COMMENTARY))) == COMMENTARY:
        yield from quoted
