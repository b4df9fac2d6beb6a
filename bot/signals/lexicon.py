"""A lexicon: words and phrases that hurt, each with what it is, how strong, and what it must not be confused with."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from typing import Literal

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
    """A word or phrase with all its forms; every text in it as folding leaves it."""

    term: str
    category: Category
    strength: Strength
    language: Tongue
    forms: tuple[str, ...] = ()
    """Inflections, spellings and variants, without `term`."""
    innocent: tuple[str, ...] = ()
    """Longer phrases inside which it is something else: `salade piemontaise`."""
    confined: bool = False
    """Means something else in other languages, so that it counts only where the text is not in one of them."""


class Lexicon:
    """Entries by what they are found by; to be compiled into one matcher with the words of all rules."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        """Take the entries of all languages."""
        self.entries = tuple(entries)

    @cached_property
    def terms(self) -> frozenset[str]:
        """All that the matcher must look for."""
        return frozenset((*self._by_form, *(phrase for entry in self.entries for phrase in entry.innocent)))

    @cached_property
    def categories(self) -> frozenset[Category]:
        """Those of which it has an entry."""
        return frozenset(entry.category for entry in self.entries)

    @cached_property
    def _by_form(self) -> Mapping[str, tuple[Entry, ...]]:
        forms: dict[str, tuple[Entry, ...]] = {}
        for entry in self.entries:
            for form in dict.fromkeys((entry.term, *entry.forms)):
                forms[form] = (*forms.get(form, ()), entry)
        return forms

    def entries_of(self, form: str) -> tuple[Entry, ...]:
        """The entries that have this form, a folded text."""
        return self._by_form.get(form, ())

    def find(
        self, places: Mapping[str, Sequence[Place]], spoken: Callable[[], str | None]
    ) -> dict[Entry, tuple[Place, ...]]:
        """The entries among what the matcher found; `spoken` tells the text's language, and is seldom asked."""
        found: dict[Entry, tuple[Place, ...]] = {}
        for form in places:
            for entry in self.entries_of(form):
                kept = _apart(places[form], [place for phrase in entry.innocent for place in places.get(phrase, ())])
                if kept and (not entry.confined or spoken() in {None, entry.language}):
                    found[entry] = (*found.get(entry, ()), *kept)
        return found


def _apart(hits: Sequence[Place], innocent: Sequence[Place]) -> tuple[Place, ...]:
    """The hits that stand in no innocent phrase; by their spans, since two readings may hold them differently."""
    covering = [place.span for place in innocent]
    if not covering:
        return tuple(hits)
    return tuple(hit for hit in hits if not any(start <= hit.span[0] and hit.span[1] <= end for start, end in covering))
