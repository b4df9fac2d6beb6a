"""Names, streets and places of the vault in a text."""
# ruff: noqa: E501 - a pattern cut where the line ends reads worse than a long line

import re
from collections.abc import Iterator, Sequence
from typing import Final

import re2

from bot.model.leak import LeakKind
from bot.signals.leaks.addresses import RESIDES
from bot.signals.leaks.dwelling import POSTCODE, codes
from bot.signals.leaks.found import preceded
from bot.signals.leaks.houses import NEAR, Houses
from bot.signals.leaks.index import HOMES, Entry, Index
from bot.signals.leaks.numbered import Hit
from bot.signals.leaks.pieces import HEADS
from bot.signals.leaks.streets import KINDS
from bot.signals.leaks.tokens import Tokens, canonical
from bot.signals.leaks.view import View

BETWEEN: Final = re.compile(
    rb"[ ,.\-_'\n]{0,3}(?:(?:de|du|des|d|la|le|l|van|von|el|ben|al)[ .'\-]{0,2}|[a-z][ .]{1,2}){0,3}"
)
"""What stands between a first name and a family name."""
_WHOSE = "ta|ton|tes|sa|son|ses|votre|vos|leurs?|your|ur|her|his|their"
_RELATIVES = (
    r"fils|filles?|enfants?|gosses?|gamine?s?|"
    r"petite?s?|bebe|mari|femme|epou(?:x|se)|conjointe?|compagn(?:on|e)|mec|meuf|copine?|mere|pere|maman|papa|soeurs?|freres?|"
    r"parents?|niece|neveu|cousine?|grand-?mere|grand-?pere|"
    r"kids?|sons?|daughters?|child|children|boy|girl|baby|husband|wife|partner|boyfriend|girlfriend|mother|mom|mum|father|"
    r"dad|sister|brother|parents|niece|nephew|cousin|grandma|grandpa"
)
RELATIVE: Final = re2.compile(
    rf"\b(?:{_WHOSE}) (?:\w+ )?(?:{_RELATIVES})[ ,:(]{{1,3}}(?:(?:s'appelle|c'est|named|called|is|est|little|petite?) ){{0,2}}$"
)
"""Before the first name of somebody's relative."""
RELATED: Final = re2.compile(
    rf"(?:, ?(?:c'est |qui est |who is |that's )?| ?\(| (?:est|c'est|is) )(?:{_WHOSE}) (?:\w+ )?(?:{_RELATIVES})\b"
)
"""The same behind it."""
OWN: Final = re2.compile(r"\b(?:ma|mon|mes|notre|my|our) (?:\w+ )?\w+[ ,]{1,2}$")
REACH: Final = 48
"""Bytes behind a first name that are looked at."""
UNITS: Final = frozenset({"unit", "given"})
"""Pieces that are one name."""
PLACED: Final = re2.compile(
    r"\b(?:a|au|aux|chez|devant|vers|derriere|sortie de|pres de|at|in|to|near|outside|past|behind|by) (?:la |le |l'|the )?$"
)
"""Before a place."""
CLOCK: Final = re.compile(rb"\b[0-2]?[0-9](?: ?h\b| ?h ?[0-5][0-9]\b|[:.][0-5][0-9]\b| ?[ap]m\b)")
ADDRESSED: Final = re.compile(rb"(?:[ .]*@[a-z0-9_.\-]++(?:@[a-z0-9.\-]++)?)*")
"""The handles with which a text begins, if any."""
SIGNS: Final = b" \n,;:.!?()-"
NAMED: Final = "named"
"""A piece: the name of a place where somebody else may be meant who has it."""
CONFLICT: Final = 3
"""Tokens behind a house in which another postcode says that it is another one."""


class Words:
    """Looks for the values of the vault that are made of words."""

    def __init__(self, index: Index, row: Tokens, codes: Sequence[Hit]) -> None:
        """Take what is looked for, the text's tokens, and the postcodes of values that stand in it."""
        self._index = index
        self._row = row.row
        self._view = row.view
        self._codes = codes
        self._houses = Houses(index, row)
        self._said: list[tuple[int, Entry]] = []
        self._begun: list[tuple[int, Entry]] = []
        self._known = index.words.places([token[0] for token in row.row])
        for place in self._known:
            said = row.row[place][0]
            for entry in index.word(said):
                self._said.append((place, entry))
            for entry in index.word(canonical(said)):
                if entry.piece == "begin":
                    self._begun.append((place, entry))

    def hits(self) -> Iterator[Hit]:
        """Everything that is there: `whole` for what says all of a value."""
        if not self._known:
            return
        yield from self._glued()
        yield from self._names()
        there = {entry.kind for _, entry in (*self._said, *self._begun)}
        for kind in (kind for kind in HOMES if kind in there):
            if self._index.lengths(kind, "place"):
                yield from self._places(kind)
            yield from self._homes(kind)

    def _hit(self, entry: Entry, piece: str, first: int, last: int) -> Hit:
        row = self._row
        return Hit(Entry(entry.value, entry.kind, piece), row[first].start, row[last].end)

    def _glued(self) -> Iterator[Hit]:
        """Names and places that nothing parts, as in handles and hashtags."""
        for place, entry in self._said:
            if entry.piece == "glued" and entry.kind != LeakKind.ADDRESS:
                yield self._hit(entry, "whole", place, place)

    def _names(self) -> Iterator[Hit]:
        units = list(self._units())
        if not units:
            return
        for first, last, _, entry in units:
            if entry.piece == "given" and self._of_relative(first, last):
                yield self._hit(entry, "whole", first, last)
        single = [one for one in units if one[3].piece == "unit"]
        for place, (first, last, said, _) in enumerate(single):
            for also, end, other, _ in single[place + 1 : place + 1 + 2 * NEAR]:
                if last < also and self._beside(last, also):
                    pair = " ".join(sorted((said, other)))
                    for found in self._index.find(LeakKind.NAME, "pair", pair):
                        yield self._hit(found, "whole", first, end)

    def _of_relative(self, first: int, last: int) -> bool:
        """Whether somebody's relative is said to have that first name."""
        end = self._row[last].end
        behind = self._view.text[end : end + REACH]
        start = self._row[first].start
        if preceded(self._view, start, RELATIVE):
            return True
        return RELATED.match(behind) is not None and not preceded(self._view, start, OWN)

    def _beside(self, last: int, first: int) -> bool:
        """Whether two names belong together: small words, an initial or one more name stand between them at most."""
        start, end = self._row[last].end, self._row[first].start
        if BETWEEN.fullmatch(self._view.text, start, end):
            return True
        return first == last + 2 and self._view.written(start, end).strip(" ,-").istitle()

    def _units(self) -> Iterator[tuple[int, int, str, Entry]]:
        """First names and family names, those of two words included."""
        row, word = self._row, self._index.word
        for place in self._known:
            whole = ""
            for last, token in enumerate(row[place : place + 2], start=place):
                whole += token[0]
                for entry in word(whole):
                    if entry.piece in UNITS:
                        yield place, last, whole, entry

    def _places(self, kind: LeakKind) -> Iterator[Hit]:
        for first, count, entry in self._phrases(kind, "place"):
            if count > 1 or preceded(self._view, self._row[first].start, RESIDES):
                piece = "whole" if self._is_place(first, count, entry) else NAMED
                yield self._hit(entry, piece, first, first + count - 1)

    def _is_place(self, first: int, count: int, entry: Entry) -> bool:
        """Whether it is the place, and not the person or the street of that name where its name is shortened: who says
        no more, or says when, or that they are there, means it."""
        last, row, view = first + count - 1, self._row, self._view
        if count == 1 or preceded(view, row[first].start, RESIDES):
            return True
        about = {token.said for token in row[max(0, first - 1) : last + 2]}
        if count == self._index.lengths(entry.value, "place")[0] or not about.isdisjoint(HEADS):
            return True
        if self._kind_at(first - 1):
            return False
        return (
            preceded(view, row[first].start, PLACED) or self._alone(first, last) or CLOCK.search(view.text) is not None
        )

    def _homes(self, kind: LeakKind) -> Iterator[Hit]:
        """Streets with the number of the house; and alone, what may be half of one."""
        named = list(self._towns(kind))
        yield from named
        towns = [*named, *(code for code in self._codes if code.entry.kind == kind)]
        for first, count, entry in (*self._phrases(kind, "street"), *self._glued_streets(kind)):
            yield from self._home(first, count, entry, towns)

    def _home(self, first: int, count: int, entry: Entry, towns: Sequence[Hit]) -> Iterator[Hit]:
        last = first + count - 1
        before, behind = self._kind_at(first - 1), self._kind_at(last + 1)
        kinded = entry.piece == "glued" or before or behind
        house, other = self._houses.beside(first, last, entry)
        several = count > 1 and not self._row[first].number  # a day is one of the year first: `le 8 mai, 12 gerbes`
        sure = kinded or several or any(self._placed(town, first) for town in towns if town.entry.value == entry.value)
        if house is not None and sure and not self.elsewhere(max(last, house), entry):
            yield self._hit(entry, "whole", min(first - before, house), max(last + behind, house))
        elif house is None and not other and (kinded or self._alone(first, last)):
            start = first - before
            lives = kinded and preceded(self._view, self._row[start].start, RESIDES)
            yield self._hit(entry, "whole" if lives else "street", start, last)

    def _alone(self, first: int, last: int) -> bool:
        """Whether a text begins so, behind those whom it addresses, and no word follows."""
        text, row = self._view.text, self._row
        addressed = ADDRESSED.match(text)
        begun = first == 0 or (addressed is not None and row[first - 1].end <= addressed.end())
        return begun and not text[row[last].end :].lstrip(SIGNS)[:1].isalpha()

    def _placed(self, town: Hit, place: int) -> bool:
        """Whether a town makes a street of a word: `12 Lilas, Paris`, where `12 lilas à Paris` are flowers."""
        token = self._row[place]
        return town.entry.piece == "code" or self._view.written(token.start, token.end)[:1].isupper()

    def elsewhere(self, last: int, entry: Entry) -> bool:
        """Whether another postcode stands right behind this token."""
        if (entry.value, "code") not in self._index.pieces:
            return False
        behind = self._row[last + 1 : last + 1 + CONFLICT]
        said = next((token.said for token in behind if token.number and len(token.said) == POSTCODE), None)
        if said is None:
            return False
        return all(one.value != entry.value for one in self._index.find(entry.kind, "code", said))

    def _kind_at(self, place: int) -> bool:
        return 0 <= place < len(self._row) and self._row[place][0] in KINDS

    def _glued_streets(self, kind: LeakKind) -> Iterator[tuple[int, int, Entry]]:
        for place, entry in self._said:
            if entry.piece == "glued" and entry.kind == kind == LeakKind.ADDRESS:
                yield place, 1, entry

    def _phrases(self, kind: LeakKind, piece: str) -> Iterator[tuple[int, int, Entry]]:
        """Runs of tokens that are a street or a place, the longest first."""
        index, row = self._index, self._row
        begun = [(place, entry.value) for place, entry in self._begun if entry.kind == kind]
        tried = {(place, -count) for place, value in begun for count in index.lengths(value, piece)}
        for place, count in sorted(tried) if tried else ():
            said = [token.said for token in row[place : place - count]]
            if len(said) == -count:
                words = map(canonical, said) if piece == "street" else said
                for entry in index.find(kind, piece, " ".join(words)):
                    yield place, -count, entry

    def _towns(self, kind: LeakKind) -> Iterator[Hit]:
        """Towns, which are half of an address where its other half is."""
        for place, entry in self._said:
            if entry.piece == "town" and entry.kind == kind:
                yield self._hit(entry, "town", place, place)


def postcodes(index: Index, view: View) -> Iterator[Hit]:
    """Postcodes of the vault."""
    kinds = [kind for kind in HOMES if index.lengths(kind, "code")]
    for said, start, end in codes(view.text) if kinds else ():
        for kind in kinds:
            for entry in index.find(kind, "code", said):
                yield Hit(entry, start, end)
