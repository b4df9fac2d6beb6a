"""A lexicon: words and phrases that hurt, each with what it is, how strong, and what it must not be confused with."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from typing import Literal

import numpy as np

from bot.model.noun import Noun
from bot.signals.words import Place

Strength = Literal[1, 2, 3]
"""3: hardly ever said otherwise than as abuse; 2: abuse where it is said to somebody; 1: abuse in some contexts."""
Tongue = Literal["fr", "en"]
"""A language that has a lexicon."""


class Category(StrEnum):
    """What a word does to whom it is said to."""

    INSULT = "insult"
    GENDERED = "gendered"
    RACIST = "racist"
    ANTISEMITIC = "antisemitic"
    LGBTPHOBIC = "lgbtphobic"
    ABLEIST = "ableist"
    SEXUAL = "sexual"
    THREAT = "threat"
    SELF_HARM_INCITEMENT = "self_harm_incitement"
    DEHUMANISING = "dehumanising"
    INSISTENCE = "insistence"
    CONTEMPT = "contempt"


class Entry(Noun, frozen=True, kw_only=True):
    """A word or phrase with all its forms; every text in it as folding leaves it.

    What there is much of stands in one text: a hundred thousand texts by themselves would take 10 MB.
    """

    term: str
    category: Category
    strength: Strength
    language: Tongue
    forms: str = ""
    """Inflections, spellings and variants, without `term`; one a line."""
    innocent: str = ""
    """Longer phrases inside which it is something else: `salade piemontaise`; one a line."""
    confined: bool = False
    """Means something else in other languages, so that it counts only where the text is not in one of them."""

    def said(self) -> list[str]:
        """The term and its forms."""
        return [self.term, *self.forms.splitlines()]

    def spares(self, phrase: str) -> bool:
        """Whether it is something else inside the phrase."""
        return bool(self.innocent) and f"\n{phrase}\n" in f"\n{self.innocent}\n"


class Lexicon:
    """Entries by what they are found by; to be compiled into one matcher with the words of all rules."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        """Take the entries of all languages."""
        self.entries = tuple(entries)
        self._index = _index(self.entries)

    @property
    def terms(self) -> frozenset[str]:
        """All that the matcher must look for; made anew for who asks, once a compilation: they take 15 MB."""
        return frozenset(text for entry in self.entries for text in (*entry.said(), *entry.innocent.splitlines()))

    @cached_property
    def categories(self) -> frozenset[Category]:
        """Those of which it has an entry."""
        return frozenset(entry.category for entry in self.entries)

    def entries_of(self, form: str) -> list[Entry]:
        """The entries that have this form, a folded text."""
        hashes, numbers, starts = self._index
        sought, having = hash(form), list[Entry]()
        at = bisect_left(hashes, sought)
        while at < len(hashes) and hashes[at] == sought:
            entry = self.entries[numbers[at]]
            if form == entry.term or entry.forms.startswith(form, starts[at]):
                having.append(entry)
            at += 1
        return having

    def find(
        self, places: Mapping[str, Sequence[Place]], spoken: Callable[[], str | None]
    ) -> dict[Entry, tuple[Place, ...]]:
        """The entries among what the matcher found; `spoken` tells the text's language, and is seldom asked."""
        found: dict[Entry, tuple[Place, ...]] = {}
        for form in places:
            for entry in self.entries_of(form):
                innocent = [place for phrase, where in places.items() if entry.spares(phrase) for place in where]
                kept = _apart(places[form], innocent)
                if kept and (not entry.confined or spoken() in {None, entry.language}):
                    found[entry] = (*found.get(entry, ()), *kept)
        return found


def _index(entries: Sequence[Entry]) -> tuple[memoryview, memoryview, memoryview]:
    """The hashes of all forms, ascending; beside each the number of its entry, and where it stands in its forms.

    All of it takes a tenth of a dict by form.
    """
    columns = np.dtype([("hash", np.int64), ("number", np.int32), ("start", np.int32)])
    rows = np.fromiter(_rows(entries), columns)
    rows = rows[np.argsort(rows["hash"], kind="stable")]
    hashes, numbers, starts = (np.ascontiguousarray(rows[name]).data for name in columns.names or ())
    return hashes, numbers, starts


def _rows(entries: Sequence[Entry]) -> Iterator[tuple[int, int, int]]:
    """Of each form; the term stands at 0."""
    for number, entry in enumerate(entries):
        yield hash(entry.term), number, 0
        start = 0
        for form in entry.forms.splitlines():
            yield hash(form), number, start
            start += len(form) + 1


def _apart(hits: Sequence[Place], innocent: Sequence[Place]) -> tuple[Place, ...]:
    """The hits that stand in no innocent phrase; by their spans, since two readings may hold them differently."""
    covering = [place.span for place in innocent]
    if not covering:
        return tuple(hits)
    return tuple(hit for hit in hits if not any(start <= hit.span[0] and hit.span[1] <= end for start, end in covering))
