"""A reading: all that is measured of one text, once, for all rules of all people."""

from collections.abc import Iterable
from functools import cached_property

from bot.signals.context import Region, regions
from bot.signals.language import language
from bot.signals.patterns import Patterns
from bot.signals.text import Folded, readings
from bot.signals.words import Hits, Words


class Reading:
    """What a text says: the words and patterns found in it, its language, and the contexts that protect parts of it."""

    def __init__(self, text: str, tag: str | None, folded: tuple[Folded, ...], words: Hits, patterns: Hits) -> None:
        """Take what the matchers found; everything else is measured when a rule asks for it."""
        self.text = text
        self.words = words
        self.patterns = patterns
        self._tag = tag
        self._folded = folded
        self._whole = self
        self._outside: dict[frozenset[str], Reading] = {}

    @cached_property
    def language(self) -> str | None:
        """A two-letter code, or None where it cannot be told."""
        return language(self._tag, self._folded[0].text)

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """Quotations, testimony, negations and their like, each with its span."""
        return regions(self.text, self._folded[0]) if self._whole is self else self._whole.regions

    def outside(self, kinds: frozenset[str]) -> "Reading":
        """The same text without what was found wholly inside regions of these kinds: they protect their span only."""
        if not kinds or not (self.words or self.patterns):
            return self
        if kinds not in self._outside:
            protected = [region for region in self.regions if region.kind in kinds]
            words, patterns = _left(self.words, protected), _left(self.patterns, protected)
            seen = Reading(self.text, self._tag, self._folded, words, patterns)
            seen._whole = self._whole
            self._outside[kinds] = seen
        return self._outside[kinds]


class Reader:
    """Reads texts with one matcher for all words and one set for all patterns."""

    def __init__(self, terms: Iterable[str], patterns: Iterable[str]) -> None:
        """Compile; `terms` folded, `patterns` accepted. ConfigError where they are too many."""
        self._words = Words(terms)
        self._patterns = Patterns(patterns)

    def read(self, text: str, tag: str | None = None) -> Reading:
        """Measure a text; `tag` is the language that the platform names. Linear in its length."""
        folded = readings(text)
        return Reading(text, tag, folded, self._words.find(folded), self._patterns.find(text, folded))


def _left(hits: Hits, protected: list[Region]) -> Hits:
    kept = {
        name: tuple(span for span in spans if not any(region.protects(span) for region in protected))
        for name, spans in hits.items()
    }
    return {name: spans for name, spans in kept.items() if spans}
