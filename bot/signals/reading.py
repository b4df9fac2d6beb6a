"""A reading: all that is measured of one text, once, for all rules of all people."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, NamedTuple, Protocol, TypeVar

from bot.model.decision import Span
from bot.signals.context import Contexts, Region, protected
from bot.signals.hidden import families
from bot.signals.language import language
from bot.signals.lexicon import Entry, Lexicon
from bot.signals.patterns import Patterns, Sought
from bot.signals.slots import marked
from bot.signals.text import Folded, Folder
from bot.signals.words import Found, Hits, Place, Words

Key = TypeVar("Key")
Text = tuple[str, str | None]
"""A text, and the language that its platform names."""
UNSHIELDED: Final[frozenset[Span]] = frozenset()
NOTHING: Final[Found[str]] = Found({})
NO_ENTRY: Final[Found[Entry]] = Found({})


class Hit(NamedTuple):
    """What was found in a text, and where."""

    words: Hits = NOTHING
    patterns: Hits = NOTHING
    lexicon: Mapping[Entry, tuple[Span, ...]] = NO_ENTRY


class Opinion(NamedTuple):
    """What is made of a whole text."""

    score: float
    """How probable it is that it abuses whom it addresses."""
    hints: Mapping[str, float] = {}
    """How probable each kind of harm is that no word says, where the second opinion was asked."""


class Measure(Protocol):
    """What measures whole texts."""

    def opinion(self, reading: "Reading") -> Opinion:
        """Its score, and what it hints at."""

    def disputed(self, reading: "Reading") -> bool:
        """Whether the words found and how the whole text reads say the opposite."""


class Reading:
    """What a text says: words, patterns and entries of the lexicon, its language, contexts that protect parts of it."""

    def __init__(self, sought: Sought, tag: str | None, found: Hit, excepting: Patterns) -> None:
        """Take what the matchers found; everything else is measured when a rule asks for it.

        `excepting` are the patterns that only keep rules from holding.
        """
        self.text = sought.text
        self.readings = sought.readings
        self.words, self.patterns, self.lexicon = found
        self.empty = not (found.words or found.patterns or found.lexicon)
        """Whether nothing was found, as in most texts."""
        self.gauge: Measure = UNGAUGED
        """What the score is asked of; the engine says."""
        self.measured: tuple[float, ...] = ()
        """What the gauge made of it, once it was asked."""
        self._tag = tag
        self.sought = sought
        self.excepting = excepting
        self._whole: Reading | None = None
        self._outside: dict[frozenset[str], Reading | None] = {}
        """By kinds; None where they protect nothing."""
        self._shielded: dict[str, frozenset[Span]] = {}

    @cached_property
    def language(self) -> str | None:
        """A two-letter code, or None where it cannot be told."""
        return language(self._tag, self.readings[0].text)

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """Quotations, testimony, negations and their like, each with its span."""
        return self.contexts.every()

    @cached_property
    def contexts(self) -> Contexts:
        """The regions, kind by kind as somebody asks."""
        return self._whole.contexts if self._whole else Contexts(self.text, self.readings[0])

    @cached_property
    def opinion(self) -> Opinion:
        """What is made of the whole text; the same wherever one looks."""
        return self._whole.opinion if self._whole else self.gauge.opinion(self)

    @property
    def scored(self) -> bool:
        """Whether that was made already."""
        return "opinion" in vars(self)

    @property
    def score(self) -> float:
        """How probable it is that the text abuses whom it addresses."""
        return self.opinion.score

    @cached_property
    def disputed(self) -> bool:
        """Whether the words found and how the whole text reads say the opposite; the same wherever one looks."""
        return self._whole.disputed if self._whole else self.gauge.disputed(self)

    @cached_property
    def exceptions(self) -> Hits:
        """What may keep a rule from holding, and nothing else: looked for once a rule would hold but for that."""
        return self.excepting.find([self.sought])[0]

    @cached_property
    def excepted(self) -> "Reading":
        """The same text with those, too."""
        if not self.exceptions:
            return self
        return self._seen(Hit(self.words, {**self.patterns, **self.exceptions}, self.lexicon))

    def outside(self, kinds: frozenset[str]) -> "Reading":
        """The same text without what was found wholly inside regions of these kinds: they protect their span only."""
        if self.empty or not kinds:
            return self
        if kinds not in self._outside:
            protecting = frozenset(kind for kind in kinds if self._shielded_by(kind))
            self._outside[kinds] = self._without(protecting) if protecting else None
        return self._outside[kinds] or self

    def before(self, end: int) -> "Reading":
        """The same text without what was found beyond that code point, or runs over it."""
        return self._less(frozenset(span for span in self._spans if span[1] > end))

    def _without(self, protecting: frozenset[str]) -> "Reading":
        seen = self._outside.get(protecting)
        if seen is None:
            shielded = frozenset[Span]().union(*map(self._shielded_by, protecting))
            seen = self._outside[protecting] = self._less(shielded)
        return seen

    def _less(self, shielded: frozenset[Span]) -> "Reading":
        words, patterns = (_left(found, shielded) for found in (self.words, self.patterns))
        return self._seen(Hit(words, patterns, _left(self.lexicon, shielded)))

    def _seen(self, found: Hit) -> "Reading":
        """The same text where this is all that was found."""
        seen = Reading(self.sought, self._tag, found, self.excepting)
        seen._whole = self._whole or self
        return seen

    def _shielded_by(self, kind: str) -> frozenset[Span]:
        """The places of all found that regions of this kind protect."""
        shielded = self._shielded.get(kind)
        if shielded is None:
            regions = self.contexts.of(kind)  # where there are none, nobody asks where anything stands, which costs
            shielded = frozenset(protected(kind, regions, self._spans)) if regions else UNSHIELDED
            self._shielded[kind] = shielded
        return shielded

    @cached_property
    def _spans(self) -> frozenset[Span]:
        """Where anything was found."""
        found: tuple[Mapping[Any, tuple[Span, ...]], ...] = (self.words, self.patterns, self.lexicon)
        return frozenset(span for hits in found for places in hits.values() for span in places)


def _left(hits: Mapping[Key, tuple[Span, ...]], shielded: frozenset[Span]) -> Mapping[Key, tuple[Span, ...]]:
    """What was found anywhere else."""
    kept = {name: tuple(span for span in spans if span not in shielded) for name, spans in hits.items()}
    return {name: spans for name, spans in kept.items() if spans}


def look_for_exceptions(readings: Sequence[Reading]) -> None:
    """Find the exceptions of readings by one reader: together that costs less, as `Sieve.able` has it."""
    fresh = [one for one in readings if "exceptions" not in vars(one)]
    if fresh:
        found = fresh[0].excepting.find([one.sought for one in fresh])
        for one, exceptions in zip(fresh, found, strict=True):
            one.exceptions = exceptions


class Ungauged:
    """Stands where nobody measures: no text is abuse, and nobody doubts it."""

    def opinion(self, _: Reading) -> Opinion:
        """Zero."""
        return Opinion(0.0)

    def disputed(self, _: Reading) -> bool:
        """Never."""
        return False


UNGAUGED: Final = Ungauged()


class Reader:
    """Reads texts with one matcher for all words and one set for all patterns."""

    def __init__(
        self, terms: Iterable[str], patterns: Iterable[str], lexicon: Lexicon, excepting: Iterable[str] = ()
    ) -> None:
        """Compile; `terms` folded, `patterns` accepted. ConfigError where they are too many.

        `excepting` are the patterns that only keep rules from holding: common words, sought where a rule would hold.
        """
        self._terms = frozenset(terms)
        self._lexicon = lexicon
        self._folder = Folder(families(lexicon.entries, sorted(self._terms)))
        self._words = Words(sorted(self._terms | lexicon.terms))
        self._patterns = Patterns(patterns)
        self._excepting = Patterns(excepting)

    def read(self, text: str, tag: str | None = None) -> Reading:
        """Measure a text; `tag` is the language that the platform names. Linear in its length."""
        return self.read_all([(text, tag)])[0]

    def read_all(self, texts: Sequence[Text]) -> list[Reading]:
        """Measure texts, each step for all of them before the next, as `Sieve.able` has it."""
        folded = [self._folder.readings(text) for text, _ in texts]
        places = [self._words.places(one) for one in folded]
        entries = [self._entries(tag, one, said) for (_, tag), one, said in zip(texts, folded, places, strict=True)]
        layers = [tuple(marked(found)) for found in entries]
        sought = [Sought(text, one, layer) for (text, _), one, layer in zip(texts, folded, layers, strict=True)]
        hits = [
            Hit(self._own(said), patterns, Found(found) if found else NO_ENTRY)
            for said, patterns, found in zip(places, self._patterns.find(sought), entries, strict=True)
        ]
        return [Reading(one, tag, hit, self._excepting) for (_, tag), one, hit in zip(texts, sought, hits, strict=True)]

    def _entries(
        self, tag: str | None, folded: Sequence[Folded], places: Mapping[str, Sequence[Place]]
    ) -> Mapping[Entry, tuple[Place, ...]]:
        if not places:
            return {}
        plain = folded[0].text
        return self._lexicon.find(places, lambda: language(None, plain) or language(tag, plain))

    def _own(self, places: Mapping[str, Sequence[Place]]) -> Found[str]:
        """The words that rules ask for."""
        return Found({term: where for term, where in places.items() if term in self._terms}) if places else NOTHING
