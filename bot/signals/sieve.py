"""Many patterns against one text: one pass tells which may hold, and only those are tried."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

import re2

CANARY: Final = "rempartcanary"
"""Written behind each text: where it is not found, the filter ran out of memory and has told nothing."""
ONLY_CANARY: Final = [0]
"""What the filter tells of most texts."""
ALWAYS: Final = ""
"""A pattern that every text holds: where it is not found, the automaton ran out of memory and has told nothing."""
MOST: Final = 64
"""Matches of one pattern that are looked for; more of the same tells nothing more."""
TOGETHER: Final = 90_000
"""Characters of the patterns of one filter: the automaton of its words is kept in 8 MB, and where these do not hold
what texts bring it is made anew again and again, which takes three times as long as two filters."""
MEMORY: Final = 64 << 20
"""Bytes that a pattern may use while it runs."""
REMEMBERED: Final = 8 << 20
"""Bytes that the automaton may use of those patterns that the filter knows nothing of; with half, it forgets."""
TELLING: Final = range(4, 33)
"""How many of them are sooner told by one automaton: fewer are tried as fast, and it would not remember more."""


class Sieve:
    """Finds what each pattern needs of words in one pass, in linear time.

    An automaton of all patterns would have to learn anew what each text brings: it takes ten times as long.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        """Compile; each is known to compile with `options`."""
        self._parts = tuple(map(_Part, _shared_out(patterns)))

    @property
    def size(self) -> int:
        """Instructions of all patterns."""
        return sum(compiled.programsize for part in self._parts for compiled in part.compiled)

    def found(self, text: str | bytes) -> Iterator[tuple[int, list[Any]]]:
        """The patterns that the text holds, by their number, each with its matches.

        Matches tell places in what is given: ASCII is best given as bytes, which costs half.
        """
        first = 0
        for part in self._parts:
            for place in part.able(text):
                matches = part.compiled[place].finditer(text)
                one = next(matches, None)
                if one is not None:
                    yield first + place, [one, *islice(matches, MOST - 1)]
            first += len(part.compiled)


class _Part:
    """As many patterns as one filter can remember what it met of."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._filter = re2.Filter()
        self._filter.Add(CANARY, options())
        given = tuple(patterns)
        places = [self._filter.Add(pattern, options()) for pattern in given]
        self._filter.Compile()
        self.compiled = tuple(self._filter.re(place) for place in places)
        self._told = _Told({place: given[place] for place in self._filtered(b"")})

    def able(self, text: str | bytes) -> Iterable[int]:
        """Which may hold."""
        return self._told.among(self._filtered(text), text)

    def _filtered(self, text: str | bytes) -> Iterable[int]:
        marked = text + b" " + CANARY.encode() if isinstance(text, bytes) else f"{text} {CANARY}"
        able = self._filter.Match(marked, potential=True) or ()
        if able == ONLY_CANARY:
            return ()
        return [index - 1 for index in sorted(able) if index] if 0 in able else range(len(self.compiled))


class _Told:
    """The patterns that ask for nothing but short words, of which a filter knows nothing: one automaton of them does.

    They are few enough for it to remember what texts bring.
    """

    def __init__(self, patterns: Mapping[int, str]) -> None:
        self._places = tuple(patterns)
        self._set = re2.Set.SearchSet(options(REMEMBERED))
        self._known = frozenset(patterns if len(patterns) in TELLING and self._compiled(patterns.values()) else ())

    def among(self, able: Iterable[int], text: str | bytes) -> Iterable[int]:
        """Those of the able that may hold."""
        held = self._known and self._set.Match(text)
        if not held:  # there is no automaton, or it ran out of memory and has told nothing
            return able
        last = len(self._places)
        holding = {self._places[index] for index in held if index < last}
        return [place for place in able if place in holding or place not in self._known]

    def _compiled(self, patterns: Iterable[str]) -> bool:
        try:
            for pattern in (*patterns, ALWAYS):
                self._set.Add(pattern)
            self._set.Compile()
        except re2.error:  # too large together: each is tried
            return False
        return True


def _shared_out(patterns: Iterable[str]) -> Iterator[list[str]]:
    part: list[str] = []
    length = 0
    for pattern in patterns:
        if part and length + len(pattern) > TOGETHER:
            yield part
            part, length = [], 0
        part.append(pattern)
        length += len(pattern)
    if part:
        yield part


def options(memory: int | None = None) -> Any:
    """How patterns are compiled: without regard to case, in bounded memory; MEMORY bytes unless told."""
    chosen = re2.Options()
    chosen.case_sensitive = False
    chosen.log_errors = False
    chosen.max_mem = MEMORY if memory is None else memory
    return chosen
