"""A reading: all that is measured of one text, once, for all rules of all people."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Final, TypeVar

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


class Reading:
    """What a text says: words, patterns and entries of the lexicon, its language, contexts that protect parts of it."""

    def __init__(self, text: str, tag: str | None, folded: tuple[Folded, ...], words: Hits, patterns: Hits) -> None:
        """Take what the matchers found; everything else is measured when a rule asks for it."""
        self.text = text
        self.readings = folded
        self.words = words
        self.patterns = patterns
        self.lexicon: Mapping[Entry, tuple[Span, ...]] = NO_ENTRY
        self.scoring: Callable[[Reading], float] = _unscored
        """What the score is asked of; the engine says."""
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
        return self.scoring(self) if self._whole is self else self._whole.score

    def outside(self, kinds: frozenset[str]) -> "Reading":
        """The same text without what was found wholly inside regions of these kinds: they protect their span only."""
        if not kinds or not (self.words or self.patterns or self.lexicon):
            return self
        if kinds not in self._outside:
            protected = [region for region in self.regions if region.kind in kinds]
            if not protected:
                return self  # without asking where anything stands, which costs
            words, patterns = _left(self.words, protected), _left(self.patterns, protected)
            seen = Reading(self.text, self._tag, self.readings, words, patterns)
            seen.lexicon = _left(self.lexicon, protected)
            seen._whole = self._whole
            self._outside[kinds] = seen
        return self._outside[kinds]


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


def _unscored(_: Reading) -> float:
    return 0.0


def _left(hits: Mapping[Key, tuple[Span, ...]], protected: list[Region]) -> Mapping[Key, tuple[Span, ...]]:
    kept = {
        name: tuple(span for span in spans if not any(region.protects(span) for region in protected))
        for name, spans in hits.items()
    }
    return {name: spans for name, spans in kept.items() if spans}
