"""Many patterns against one text: one pass tells which may hold, and only those are tried."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, Final

import re2
from ahocorasick_rs import BytesAhoCorasick

from bot.model.decision import Span
from bot.signals.atoms import Clause, clauses
from bot.signals.matches import Matcher

ALWAYS: Final = ""
"""A pattern that every text holds: where it is not found, the automaton ran out of memory and has told nothing."""
MEMORY: Final = 64 << 20
"""Bytes that a pattern may use while it runs."""
REMEMBERED: Final = 8 << 20
"""Bytes that the automaton may use of those patterns of which no atoms are known; with half, it forgets."""
TELLING: Final = range(1, 33)
"""How many of them are sooner told by one automaton, which would not remember more."""
FIRST: Final = itemgetter(0)
LIKE_ASCII: Final = (("\u017f".encode(), b"s"), ("\u212a".encode(), b"k"))
"""Letters that are the same as those without regard to case: the long s, the sign for kelvin."""


class Sieve:
    """Finds the atoms of all patterns in one pass, and tries those patterns whose atoms are there.

    An automaton of all patterns, or one that tells at the end of a text which atoms it met, would have to learn anew
    what each text brings: it takes ten times as long.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        """Read them; each is known to compile with `options`, and is compiled when a text may first hold it."""
        given = tuple(patterns)
        self._compiled = cache(lambda number: Matcher(given[number], options()))
        self._atoms = _Atoms(tuple(map(clauses, given)))
        self._told = _Told({place: given[place] for place in self._atoms.unknown})

    def able(self, texts: Sequence[bytes]) -> list[list[int]]:
        """For each text, given as UTF-8, the numbers of the patterns that it may hold; ascending.

        One step after the other for all texts: what each looks up is more than the processor keeps at hand beside the
        others'.
        """
        able = [self._atoms.able(text) for text in texts]
        told = [self._told.among(text) for text in texts]
        return [sorted([*one, *other]) if one or other else [] for one, other in zip(able, told, strict=True)]

    def matches(self, number: int, text: bytes) -> list[list[Span]]:
        """The matches of one of the patterns, as `Matcher.find` has them."""
        return self._compiled(number).find(text)

    def found(self, texts: Sequence[bytes]) -> Iterator[list[tuple[int, list[list[Span]]]]]:
        """For each text the patterns that it holds, by their number, each with its matches."""
        for text, able in zip(texts, self.able(texts), strict=True):
            tried = ((number, self.matches(number, text)) for number in able)
            yield [one for one in tried if one[1]]


class _Atoms:
    """The atoms of all patterns in one matcher."""

    def __init__(self, needs: Iterable[tuple[Clause, ...]]) -> None:
        numbers: dict[bytes, int] = defaultdict(lambda: len(numbers))
        having: dict[int, list[int]] = defaultdict(list)
        same: dict[frozenset[int], frozenset[int]] = {}  # as one, since half of them are others' too
        self.unknown: list[int] = []
        """Patterns of which no atoms are known."""
        self._further: list[list[frozenset[int]]] = []
        """By pattern, the clauses beside its most telling one."""
        for place, known in enumerate(needs):
            if not known:
                self.unknown.append(place)
            numbered = [frozenset(numbers[atom] for atom in clause) for clause in known]
            for number in numbered[0] if numbered else ():
                having[number].append(place)
            self._further.append([same.setdefault(one, one) for one in numbered[1:]])
        self._having = [tuple(having[number]) for number in range(len(numbers))].__getitem__
        self._seek = BytesAhoCorasick(numbers).find_matches_as_indexes

    def able(self, text: bytes) -> Iterable[int]:
        """Which patterns may hold, of those whose atoms are known."""
        found = self._seek(_lowered(text), overlapping=True)
        if not found:
            return ()
        met = set(map(FIRST, found))
        able: set[int] = set().union(*map(self._having, met))
        further = self._further
        return [place for place in able if not (further[place] and any(map(met.isdisjoint, further[place])))]


def _lowered(text: bytes) -> bytes:
    """In lower case as far as atoms go, which are ASCII or have no case."""
    lowered = text.lower()
    if not lowered.isascii():
        for sign, letter in LIKE_ASCII:
            lowered = lowered.replace(sign, letter)
    return lowered


class _Told:
    """The patterns that ask for nothing but short words, of which no atoms are known: one automaton of them tells.

    They are few enough for it to remember what texts bring.
    """

    def __init__(self, patterns: Mapping[int, str]) -> None:
        self._places = tuple(patterns)
        self._set = re2.Set.SearchSet(options(REMEMBERED))
        self._telling = len(patterns) in TELLING and self._compiled(patterns.values())

    def among(self, text: bytes) -> Iterable[int]:
        """Those that may hold."""
        held = self._telling and self._set.Match(text)
        if not held:  # there is no automaton, or it ran out of memory and has told nothing
            return self._places
        last = len(self._places)
        return [self._places[index] for index in held if index < last]

    def _compiled(self, patterns: Iterable[str]) -> bool:
        try:
            for pattern in (*patterns, ALWAYS):
                self._set.Add(pattern)
            self._set.Compile()
        except re2.error:  # too large together: each is tried
            return False
        return True


def options(memory: int | None = None) -> Any:
    """How patterns are compiled: without regard to case, in bounded memory; MEMORY bytes unless told."""
    chosen = re2.Options()
    chosen.case_sensitive = False
    chosen.log_errors = False
    chosen.max_mem = MEMORY if memory is None else memory
    return chosen
