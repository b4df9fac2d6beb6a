"""All words of all rules and lexicons in one matcher, whose cost does not grow with their number."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, Protocol, TypeVar

from ahocorasick_rs import AhoCorasick

from bot.model.decision import Span
from bot.signals.text import Folded

Hits = Mapping[str, tuple[Span, ...]]
"""What was found, and where in the original text."""
MOST: Final = 64
"""How many places of one word or pattern are kept; more of the same tells nothing more."""
Key = TypeVar("Key")


class Spanned(Protocol):
    """Something that stands somewhere in the original text."""

    @property
    def span(self) -> Span:
        """Where."""


class Place(NamedTuple):
    """Where a reading holds something: its characters `start` to `end`."""

    folded: Folded
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Where that stands in the original text."""
        return self.folded.span(self.start, self.end)


class Found(Mapping[Key, tuple[Span, ...]]):
    """What was found; where it stands in the original text is worked out when somebody asks."""

    def __init__(self, places: Mapping[Key, Sequence[Spanned]]) -> None:
        """Take the places in the readings; each key has one at least."""
        self._places = places
        self._spans: dict[Key, tuple[Span, ...]] = {}

    def __getitem__(self, key: Key) -> tuple[Span, ...]:
        """The spans, none twice: what two readings hold stands at one place."""
        if key not in self._spans:
            self._spans[key] = tuple(dict.fromkeys(place.span for place in self._places[key]))
        return self._spans[key]

    def __iter__(self) -> Iterator[Key]:
        """What was found."""
        return iter(self._places)

    def __len__(self) -> int:
        """How many things were found, not how often."""
        return len(self._places)

    def __contains__(self, key: object) -> bool:
        """Whether it was found."""
        return key in self._places


class Words:
    """Finds folded words and phrases as whole words: `con` is not found in `content`."""

    def __init__(self, terms: Iterable[str]) -> None:
        """Compile; `terms` are texts as folding leaves them, none empty."""
        self._seek = AhoCorasick(f" {term}" for term in dict.fromkeys(terms)).find_matches_as_indexes

    def find(self, readings: Sequence[Folded]) -> Hits:
        """The terms said in any of the readings."""
        return Found(self.places(readings))

    def places(self, readings: Sequence[Folded]) -> dict[str, list[Place]]:
        """The same with where the readings hold them; empty for most texts, and then cheap."""
        found: dict[str, list[Place]] = {}
        for folded in readings:
            text = f" {folded.text} "
            for _, start, end in self._seek(text, overlapping=True):
                if text[end] != " ":
                    continue  # the beginning of a longer word; with the space in the matcher, it takes a tenth more
                places = found.setdefault(text[start + 1 : end], [])
                if len(places) < MOST:
                    places.append(Place(folded, start, end - 1))
        return found
