"""A reading: all that is measured of one text, once, for all rules of all people."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Final, Protocol, TypeVar

from bot.model.decision import Span
from bot.signals.context import Region, regions
from bot.signals.hidden import families
from bot.signals.language import language
from bot.signals.lexicon import Entry, Lexicon
from bot.signals.patterns import Patterns
from bot.signals.slots import marked
from bot.signals.text import Folded, Folder
from bot.signals.words import Found, Hits, Words

Key = TypeVar("Key")
NOTHING: Final[Found[str]] = Found({})
NO_ENTRY: Final[Found[Entry]] = Found({})


class Measure(Protocol):
    """What measures whole texts."""

    def score(self, reading: "Reading") -> float:
        """How probable it is that the text abuses whom it addresses."""

    def disputed(self, reading: "Reading") -> bool:
        """Whether the words found and how the whole text reads say the opposite."""


class Reading:
    """What a text says: words, patterns and entries of the lexicon, its language, contexts that protect parts of it."""

    def __init__(self, text: str, tag: str | None, folded: tuple[Folded, ...], words: Hits, patterns: Hits) -> None:
        """Take what the matchers found; everything else is measured when a rule asks for it."""
        self.text = text
        self.readings = folded
        self.words = words
        self.patterns = patterns
        self.lexicon: Mapping[Entry, tuple[Span, ...]] = NO_ENTRY
        self.gauge: Measure = UNGAUGED
        """What the score is asked of; the engine says."""
        self.measured: tuple[float, ...] = ()
        """What the gauge made of it, once it was asked."""
        self._tag = tag
        self._whole = self
        self._outside: dict[frozenset[str], Reading] = {}

    @cached_property
    def language(self) -> str | None:
        """A two-letter code, or None where it cannot be told."""
        return language(self._tag, self.readings[0].text)

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """Quotations, testimony, negations and their like, each with its span."""
        return regions(self.text, self.readings[0]) if self._whole is self else self._whole.regions

    @cached_property
    def score(self) -> float:
        """How probable it is that the text abuses whom it addresses; the same wherever one looks."""
        return self.gauge.score(self) if self._whole is self else self._whole.score

    @cached_property
    def disputed(self) -> bool:
        """Whether the words found and how the whole text reads say the opposite; the same wherever one looks."""
        return self.gauge.disputed(self) if self._whole is self else self._whole.disputed

    def outside(self, kinds: frozenset[str]) -> "Reading":
        """The same text without what was found wholly inside regions of these kinds: they protect their span only."""
        if not kinds or not (self.words or self.patterns or self.lexicon):
            return self
        protecting = kinds & self._shielding
        if not protecting:
            return self
        if protecting not in self._outside:
            self._outside[protecting] = self._without(protecting)
        return self._outside[protecting]

    def _without(self, protecting: frozenset[str]) -> "Reading":
        words, patterns = (self._left(found, protecting) for found in (self.words, self.patterns))
        seen = Reading(self.text, self._tag, self.readings, words, patterns)
        seen.lexicon = self._left(self.lexicon, protecting)
        seen._whole = self._whole
        return seen

    def _left(self, hits: Mapping[Key, tuple[Span, ...]], protecting: frozenset[str]) -> Mapping[Key, tuple[Span, ...]]:
        shielded = self._shielded
        kept = {
            name: tuple(span for span in spans if protecting.isdisjoint(shielded[span])) for name, spans in hits.items()
        }
        return {name: spans for name, spans in kept.items() if spans}

    @cached_property
    def _shielded(self) -> dict[Span, frozenset[str]]:
        """What kinds of regions protect each thing found."""
        found: tuple[Mapping[Any, tuple[Span, ...]], ...] = (self.words, self.patterns, self.lexicon)
        spans = {span for hits in found for places in hits.values() for span in places}
        return {span: frozenset(region.kind for region in self.regions if region.protects(span)) for span in spans}

    @cached_property
    def _shielding(self) -> frozenset[str]:
        """The kinds of regions that protect anything."""
        if not self.regions:
            return frozenset()  # without asking where anything stands, which costs
        return frozenset().union(*self._shielded.values())


class Ungauged:
    """Stands where nobody measures: no text is abuse, and nobody doubts it."""

    def score(self, _: Reading) -> float:
        """Zero."""
        return 0.0

    def disputed(self, _: Reading) -> bool:
        """Never."""
        return False


UNGAUGED: Final = Ungauged()


class Reader:
    """Reads texts with one matcher for all words and one set for all patterns."""

    def __init__(self, terms: Iterable[str], patterns: Iterable[str], lexicon: Lexicon) -> None:
        """Compile; `terms` folded, `patterns` accepted. ConfigError where they are too many."""
        self._terms = frozenset(terms)
        self._lexicon = lexicon
        self._folder = Folder(families(lexicon.entries, sorted(self._terms)))
        self._words = Words(sorted(self._terms | lexicon.terms))
        self._patterns = Patterns(patterns)

    def read(self, text: str, tag: str | None = None) -> Reading:
        """Measure a text; `tag` is the language that the platform names. Linear in its length."""
        folded = self._folder.readings(text)
        places = self._words.places(folded)
        if not places:
            return Reading(text, tag, folded, NOTHING, self._patterns.find(text, folded))
        words = Found({term: where for term, where in places.items() if term in self._terms})
        reading = Reading(text, tag, folded, words, NOTHING)
        entries = self._lexicon.find(places, lambda: language(None, folded[0].text) or reading.language)
        reading.lexicon = Found(entries)
        reading.patterns = self._patterns.find(text, folded, marked(entries))
        return reading
