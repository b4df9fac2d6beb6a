"""Slots: places in a pattern for whatever word of the lexicon, and texts in which those words are marked for them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from bot.model.decision import Span
from bot.signals.lexicon import Category, Entry
from bot.signals.text import Folded
from bot.signals.words import Place

SLOT: Final = re.compile(r"(?<!\(\?)(?<!\(\?P)<([a-z_|]+)(?: ([123]))?>")
"""`<insult>`, `<insult|gendered 2>`: an entry of one of the categories, at least so strong."""
STRENGTHS: Final = (1, 2, 3)
FIRST: Final = 0xE000
"""Of a range that Unicode leaves to private use and folding takes out of texts: a character a category and strength."""
MARKS: Final = {
    (category, strength): chr(FIRST + place * len(STRENGTHS) + strength - 1)
    for place, category in enumerate(Category)
    for strength in STRENGTHS
}
LAYERS: Final = 3
"""Texts marked at most for one reading: entries may overlap, and a word may have several categories."""


class Marked(NamedTuple):
    """A reading with entries of the lexicon marked, character for character, so that its places are the reading's."""

    folded: Folded
    text: str

    def span(self, start: int, end: int) -> Span:
        """Where `text[start:end]` stands in the original."""
        return self.folded.span(start, end)


def has_slots(pattern: str) -> bool:
    """Whether the pattern is to be tried on marked texts."""
    return SLOT.search(pattern) is not None


def filled(pattern: str) -> str:
    """The pattern as it reads marked texts; ValueError where a slot names no category."""
    return SLOT.sub(_marks, pattern)


def marked(found: Mapping[Entry, Sequence[Place]]) -> Iterator[Marked]:
    """The readings with what was found in them marked: the longest entries first, what they cover in further ones."""
    by_reading: dict[int, list[tuple[Place, str]]] = {}
    for entry, places in found.items():
        for place in places:
            by_reading.setdefault(id(place.folded), []).append((place, MARKS[entry.category, entry.strength]))
    for hits in by_reading.values():
        left = sorted(hits, key=lambda hit: (hit[0].start - hit[0].end, hit[0].start, hit[1]))
        for _ in range(LAYERS):
            taken, left = _apart(left)
            if not taken:
                break
            yield Marked(taken[0][0].folded, _written(taken))


def _apart(hits: list[tuple[Place, str]]) -> tuple[list[tuple[Place, str]], list[tuple[Place, str]]]:
    """Those that overlap none before them, and the others."""
    taken: list[tuple[Place, str]] = []
    left: list[tuple[Place, str]] = []
    for hit in hits:
        place = hit[0]
        free = all(place.end <= other.start or other.end <= place.start for other, _ in taken)
        (taken if free else left).append(hit)
    return taken, left


def _written(hits: list[tuple[Place, str]]) -> str:
    text = hits[0][0].folded.text
    for place, mark in hits:
        text = text[: place.start] + mark * (place.end - place.start) + text[place.end :]
    return text


def _marks(slot: re.Match[str]) -> str:
    least = int(slot[2] or STRENGTHS[0])
    names = slot[1].split("|")
    unknown = [name for name in names if name not in set(Category)]
    if unknown:
        raise ValueError(f"has the slot {slot[0]}, and {unknown[0]} is no category; write one of {', '.join(Category)}")
    marks = "".join(MARKS[Category(name), strength] for name in names for strength in STRENGTHS[least - 1 :])
    return f"[{marks}]+"
