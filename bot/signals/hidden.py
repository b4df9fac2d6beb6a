"""What people hide behind stars and gaps: the words of the lexicon and of the rules, in families that mean the same."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final

from bot.signals.common import FUNCTION
from bot.signals.lexicon import Entry

STRONG: Final = 2
"""The least strength of entries whose words are looked for: what hardly hurts, nobody hides."""
LETTERS: Final = 3
"""That a word of a phrase has at least; with shorter ones, stars would stand for anything."""


def families(entries: tuple[Entry, ...], terms: Iterable[str]) -> Iterator[Sequence[str]]:
    """The forms of each strong entry that are single words, its term first; each word of its phrases by itself.

    Words that only hold sentences together stand alone once, however many phrases have them.
    """
    for term in terms:
        yield from _words({*term.split(" ")} - FUNCTION)
    yield from map(str.split, _of_entries(entries).splitlines())


@cache
def _of_entries(entries: tuple[Entry, ...]) -> str:
    """Those of a lexicon, one a line, which no change of rules changes: else they were a fifth of a reload."""
    return "\n".join(map(" ".join, _of_strong(entry for entry in entries if entry.strength >= STRONG)))


def _of_strong(entries: Iterable[Entry]) -> Iterator[tuple[str, ...]]:
    holding: set[str] = set()
    for entry in entries:
        forms = entry.said()
        words = {word for form in forms if " " in form for word in form.split(" ")}
        holding |= words & FUNCTION
        yield tuple(form for form in forms if " " not in form)
        yield from _words(words - FUNCTION)
    yield from _words(holding)


def _words(words: Iterable[str]) -> Iterator[tuple[str]]:
    return ((word,) for word in sorted(words) if len(word) >= LETTERS)
