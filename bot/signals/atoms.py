"""Atoms: of each pattern, texts without one of which it cannot hold, so that one look at a text rules out most."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import product
from typing import Final, NamedTuple

Clause = frozenset[bytes]
"""Texts one of which must be there: UTF-8, in lower case."""

SHORTEST: Final = 3
"""Bytes of an atom: what is shorter stands in most texts."""
ENOUGH: Final = 5
"""Letters in each atom of a clause that rules out most texts by itself."""
BESIDE: Final = 4
"""Letters in each atom of a clause that is asked for beside it: shorter ones are met often, and rule out few more."""
TOGETHER: Final = 48
"""Texts that stretches of a pattern are written out as, where they hold alternatives."""
MOST: Final = 4_000
"""Alternatives, beyond which nothing is told."""
BETWEEN: Final = b"\0"
"""Between atoms, and in none."""
DEEPEST: Final = 100
"""Groups within groups."""
READ: Final = 4096
"""Patterns that are not read anew when a configuration is: most are those that Rempart brings."""
WIDTHLESS: Final = frozenset("bBAz")
ANY: Final = frozenset("wWdDsS")
PLAIN: Final = re.compile(r"[A-Za-z0-9 ]+(?![*+?{])")
"""Letters as they stand, which most of a pattern is."""
LEAF: Final = re.compile(r"\((?:\?:)?([A-Za-z0-9 ]*(?:\|[A-Za-z0-9 ]*)*)\)")
"""A group of nothing but letters as they stand, which most groups are."""
OPENING: Final = re.compile(r"\((?:\?:|\?P?<\w+>|(?!\?))")
REPEATED: Final = re.compile(r"(?:[*+?]|\{(\d+)(?:,\d*)?\})\??")
CHOICE: Final = re.compile(r"\[(\^?)(\]?(?:\\.|\[(?!:)|[^\]\\\[])*)\]", re.DOTALL)


class Unread(Exception):
    """The pattern has something that is not read here."""


class Needs(NamedTuple):
    """What a part of a pattern needs of a text."""

    exact: frozenset[str] | None
    """All that it may read as; None where that is too much to write out."""
    clauses: tuple[Clause, ...] = ()
    """What must be in it, where that is."""

    def all(self) -> tuple[Clause, ...]:
        """What must be in it, the texts that it may read as among it."""
        if self.exact is None:
            return self.clauses
        clause = frozenset(one.encode() for one in self.exact)
        return (clause,) if _worth(clause) >= SHORTEST else ()


ANYTHING: Final = Needs(None)
NOTHING: Final = Needs(frozenset({""}))


def clauses(pattern: str) -> tuple[Clause, ...]:
    """All of these must hold of a text where the pattern holds, the most telling first; none where nothing is known.

    Linear in the pattern's length; `pattern` is one that the engine compiles.
    """
    return tuple(frozenset(clause.split(BETWEEN)) for clause in _clauses(pattern))


@lru_cache(maxsize=READ)
def _clauses(pattern: str) -> tuple[bytes, ...]:
    """Each clause's texts in one: as sets, those of our packs take 3 MB."""
    try:
        needs = _Parser(pattern).whole()
    except Unread:
        return ()
    known = sorted(dict.fromkeys(needs.all()), key=_telling, reverse=True)
    if known and _letters(known[0]) >= ENOUGH:
        known = [one for one in known if _letters(one) >= BESIDE]
    return tuple(map(BETWEEN.join, known))


class _Parser:
    """Reads a pattern from left to right."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0

    def whole(self) -> Needs:
        needs = self._either(0)
        if self._at < len(self._pattern):
            raise Unread
        return needs

    def _either(self, depth: int) -> Needs:
        if depth > DEEPEST:
            raise Unread
        ways = [self._row(depth)]
        while self._next() == "|":
            self._at += 1
            ways.append(self._row(depth))
        return _any_of(ways)

    def _row(self, depth: int) -> Needs:
        parts: list[Needs] = []
        while self._next() not in {"", "|", ")"}:
            parts.append(self._repeated(self._one(depth)))
        return _one_after_another(parts)

    def _one(self, depth: int) -> Needs:
        if self._next() == "(":
            if leaf := LEAF.match(self._pattern, self._at):
                self._at = leaf.end()
                return _written_out(leaf[1])
            self._take(OPENING)
            needs = self._either(depth + 1)
            if self._next() != ")":
                raise Unread
            self._at += 1
            return needs
        if self._next() == "[":
            return _chosen(self._take(CHOICE))
        plain = PLAIN.match(self._pattern, self._at)
        if plain:
            self._at = plain.end()
            return Needs(frozenset({plain[0].lower()}))
        sign = self._next()
        self._at += 1
        if sign == "\\":
            return self._escaped()
        if sign in "*+?{":
            raise Unread
        return NOTHING if sign in "^$" else ANYTHING if sign == "." else _letter(sign)

    def _escaped(self) -> Needs:
        sign = self._next()
        self._at += 1
        if sign in WIDTHLESS:
            return NOTHING
        if sign in ANY:
            return ANYTHING
        if not sign or sign.isalnum():
            raise Unread
        return _letter(sign)

    def _repeated(self, needs: Needs) -> Needs:
        while self._next() and self._next() in "*+?{":
            times = self._take(REPEATED)
            if times[0][0] == "?" and needs.exact is not None:
                needs = Needs(needs.exact | {""})
            elif times[0][0] in "?*" or times[1] == "0":
                needs = ANYTHING
            else:
                needs = Needs(None, needs.all())
        return needs

    def _next(self) -> str:
        return self._pattern[self._at : self._at + 1]

    def _take(self, form: re.Pattern[str]) -> re.Match[str]:
        match = form.match(self._pattern, self._at)
        if match is None:
            raise Unread
        self._at = match.end()
        return match


def _written_out(ways: str) -> Needs:
    exact = frozenset(ways.lower().split("|"))
    return Needs(exact) if len(exact) <= MOST else _any_of([Needs(frozenset({way})) for way in exact])


def _letter(sign: str) -> Needs:
    """A letter beyond ASCII may be written in more ways than two; an emoji has but one."""
    if sign.encode() == BETWEEN or (not sign.isascii() and sign.lower() != sign.upper()):
        return ANYTHING
    return Needs(frozenset({sign.lower()}))


def _chosen(choice: re.Match[str]) -> Needs:
    signs = choice[2]
    if choice[1] or "\\" in signs or "-" in signs:
        return ANYTHING
    return _any_of([_letter(sign) for sign in signs])


def _any_of(ways: list[Needs]) -> Needs:
    if len(ways) == 1:
        return ways[0]
    exact = [way.exact for way in ways if way.exact is not None]
    if len(exact) == len(ways) and sum(map(len, exact)) <= MOST:
        return Needs(frozenset().union(*exact))
    best = [max(way.all(), key=_telling, default=None) for way in ways]
    known = [clause for clause in best if clause is not None]
    together = frozenset[bytes]().union(*known)
    return Needs(None, (together,)) if len(known) == len(ways) and len(together) <= MOST else ANYTHING


def _one_after_another(parts: Iterable[Needs]) -> Needs:
    """What stands side by side is written out together as long as that is little."""
    found: list[Clause] = []
    run, whole = NOTHING, True
    for part in parts:
        longer = _joined(run, part)
        if longer is not None:
            run = longer
            continue
        whole = False
        found += (*run.all(), *(part.clauses if part.exact is None else ()))
        run = NOTHING if part.exact is None else part
    return run if whole else Needs(None, (*found, *run.all()))


def _joined(run: Needs, part: Needs) -> Needs | None:
    if run.exact is None or part.exact is None or len(run.exact) * len(part.exact) > max(TOGETHER, len(run.exact)):
        return None
    return Needs(frozenset(first + then for first, then in product(run.exact, part.exact)))


def _worth(clause: Clause) -> int:
    return min(map(len, clause))


def _letters(clause: Clause) -> int:
    """Of its shortest atom, spaces aside: those beside `on` make it hardly any rarer."""
    return min(len(atom) - atom.count(b" ") for atom in clause)


def _telling(clause: Clause) -> tuple[int, int]:
    """Few texts hold long atoms, fewer hold one of few."""
    return _letters(clause), -len(clause)
