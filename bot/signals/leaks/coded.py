"""Plates and papers of the vault in a text, whole or in part: their letters and digits, whatever parts them."""

import re
from collections.abc import Collection, Iterator
from itertools import accumulate
from typing import Final

from bot.model.decision import Span
from bot.model.leak import LeakKind
from bot.signals.leaks.index import Index
from bot.signals.leaks.numbered import Hit, halves
from bot.signals.leaks.pieces import POSED, POSED_TEXT, SPLIT
from bot.signals.leaks.plain import Plain
from bot.signals.leaks.view import Token, View

NO_PART: Final = bytes(code for code in range(256) if not bytes((code,)).isalnum())
TWO: Final = re.compile("[A-ZＡ-Ｚ]{2}")
CODED: Final = frozenset({LeakKind.PLATE, LeakKind.DOCUMENT})
CAPITAL: Final = re.compile(r"(?<![^\W\d_])[A-ZＡ-Ｚ]{2,3}(?![^\W\d_])")
LAST_DIGIT: Final = ":"
"""Above all numbers and below all words."""
CAPITALS: Final = (2, 3)
"""Letters on either side of a plate."""


def coded(index: Index, view: View) -> Iterator[Hit]:
    """Plates and papers, and halves of them, in a text with digits."""
    kinds = index.kinds & CODED
    if not kinds:
        return
    row = _Row(view)
    lengths = {length for kind in kinds for length in index.lengths(kind, "whole")}
    for piece in row.pieces(lengths):
        for entry in index.numbers(piece.said):
            if entry.kind in kinds:
                yield Hit(entry, piece.start, piece.end)
    for said, first, last in row.beside_digits(index.longest):
        for entry in index.halves(said):
            if entry.kind in kinds:
                yield Hit(entry, *row.span(first, last))


def capitals(index: Index, view: View) -> Iterator[Hit]:
    """Two or three capitals that stand alone, which may be half of a plate."""
    original = view.plain.original
    if not TWO.search(original) or original.isupper():
        return
    alone = (Plain(match[0]).text.decode().translate(POSED_TEXT) for match in CAPITAL.finditer(original))
    if any(map(index.halves, alone)):
        yield from halves(index, CODED, _capitals(view))


class _Row:
    """Letters and digits without what parts them, and where their parts stand in it and in the text."""

    def __init__(self, view: View) -> None:
        self._parts = view.parts
        self._bare = view.text.translate(None, NO_PART)
        self._said = self._bare.translate(POSED).decode()
        self._ends = list(accumulate([len(part.said) for part in view.parts]))
        self._begins = [0, *self._ends[:-1]]

    def pieces(self, lengths: Collection[int]) -> Iterator[Token]:
        """Whole parts in a row that are so long together and have a digit among them."""
        last_at = {end: place for place, end in enumerate(self._ends)}
        for first, begin in enumerate(self._begins):
            for length in lengths:
                last = last_at.get(begin + length)
                if last is not None and not self._bare[begin : begin + length].isalpha():
                    yield Token(self._said[begin : begin + length], *self.span(first, last))

    def beside_digits(self, most: int) -> Iterator[tuple[str, int, int]]:
        """Parts with a digit, alone and with their neighbours, which may be half of a plate, each once and no longer
        than `most`; with the places of their first and last part."""
        begins, ends, there = self._begins, self._ends, len(self._parts) - 1
        tried: set[str] = set()
        for place, part in enumerate(self._parts):
            if part.said > LAST_DIGIT:
                continue
            first, last = max(0, place - 1), min(there, place + 1)
            for begin, end in ((place, place), (first, place), (place, last), (first, last)):
                said = self._said[begins[begin] : ends[end]]
                if SPLIT <= len(said) <= most and said not in tried:
                    tried.add(said)
                    yield said, begin, end

    def span(self, first: int, last: int) -> Span:
        """Where some parts stand in the text."""
        return self._parts[first].start, self._parts[last].end


def _capitals(view: View) -> Iterator[Token]:
    for said, start, end in view.parts:
        if end - start in CAPITALS and view.written(start, end).isupper():
            yield Token(said.translate(POSED_TEXT), start, end)
