"""All words of all rules of all people in one matcher, whose cost does not grow with their number."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ahocorasick_rs import AhoCorasick

from bot.model.decision import Span
from bot.signals.text import Folded

Hits = Mapping[str, tuple[Span, ...]]
"""What was found, and where in the original text."""
MOST: Final = 64
"""How many places of one word or pattern are kept; more of the same tells nothing more."""


class Words:
    """Finds folded words and phrases as whole words: `con` is not found in `content`."""

    def __init__(self, terms: Iterable[str]) -> None:
        """Compile; `terms` are texts as folding leaves them, none empty."""
        self._terms = tuple(dict.fromkeys(terms))
        self._matcher = AhoCorasick([f" {term} " for term in self._terms])

    def find(self, readings: Sequence[Folded]) -> Hits:
        """The terms said in any of the readings."""
        found: dict[str, list[Span]] = {}
        for folded in readings:
            for index, start, end in self._matcher.find_matches_as_indexes(f" {folded.text} ", overlapping=True):
                places = found.setdefault(self._terms[index], [])
                if len(places) < MOST:
                    places.append(folded.span(start, end - 2))  # without the spaces about it
        return {term: tuple(dict.fromkeys(places)) for term, places in found.items()}
