"""Compiled words and patterns, remembered from one test to the next: it takes half a second, and a reader keeps nothing
of what it reads.
"""

from collections.abc import Iterable
from functools import lru_cache

from bot.signals.lexicon import Lexicon
from bot.signals.reading import Reader


def remembered(terms: Iterable[str], patterns: Iterable[str], lexicon: Lexicon) -> Reader:
    """Stands for `Reader` in `bot.rules.compile`, except where something is measured."""
    return _compiled(tuple(terms), tuple(patterns), lexicon)


@lru_cache(maxsize=8)
def _compiled(terms: tuple[str, ...], patterns: tuple[str, ...], lexicon: Lexicon) -> Reader:
    return Reader(terms, patterns, lexicon)
