"""Plates and papers of the vault in a text, whole or in part: their letters and digits, whatever parts them."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final

from bot.model.leak import LeakKind
from bot.signals.leaks.index import Index
from bot.signals.leaks.numbered import Hit, Piece, halves
from bot.signals.leaks.numbers import View
from bot.signals.leaks.pieces import POSED

PART: Final = re.compile(rb"[a-z]+|[0-9]+")
NO_PART: Final = bytes(code for code in range(256) if not bytes((code,)).isalnum())
NINE: Final = ord("9") + 1
"""Below it are the digits, where all is letters and digits."""
CAPITAL: Final = re.compile(r"(?<![^\W\d_])[A-Z]{2,3}(?![^\W\d_])")
CAPITALS: Final = (2, 3)
"""Letters on either side of a plate."""


def coded(index: Index, view: View) -> Iterator[Hit]:
    """Plates and papers, and halves of them."""
    kinds = index.kinds & {LeakKind.PLATE, LeakKind.DOCUMENT}
    if not kinds:
        return
    if view.digits:
        row = _Row(view.text)
        lengths = {length for kind in kinds for length in index.lengths(kind, "whole")}
        for piece in row.pieces(sorted(lengths)):
            for entry in index.numbers(piece.said):
                if entry.kind in kinds:
                    yield Hit(entry, piece.start, piece.end)
        yield from halves(index, kinds, row.beside_digits())
    if LeakKind.PLATE in kinds:
        yield from halves(index, kinds, _capitals(view))


class _Row:
    """Letters and digits without what parts them, and where their parts stand in it and in the text."""

    def __init__(self, text: bytes) -> None:
        self._said = text.translate(POSED, NO_PART).decode()
        self._spans = [part.span() for part in PART.finditer(text)]
        self._ends = list(accumulate(end - start for start, end in self._spans))
        self._begins = [0, *self._ends[:-1]]
        self._digits = [place for place, (start, _) in enumerate(self._spans) if text[start] < NINE]

    def pieces(self, lengths: Sequence[int]) -> Iterator[Piece]:
        """Whole parts in a row that are so long together and have a digit among them."""
        last_at = {end: place for place, end in enumerate(self._ends)}
        tried: set[tuple[int, int]] = set()
        for digit in self._digits:
            for length in lengths:
                first = digit
                while first >= 0 and self._ends[digit] - self._begins[first] <= length:
                    last = last_at.get(self._begins[first] + length)
                    if last is not None and (first, last) not in tried:
                        tried.add((first, last))
                        yield self._piece(first, last)
                    first -= 1

    def beside_digits(self) -> Iterator[Piece]:
        """Parts with a digit, alone and with their neighbours, which may be half of a plate."""
        most = len(self._spans) - 1
        for place in self._digits:
            first, last = max(0, place - 1), min(most, place + 1)
            for begin, end in dict.fromkeys(((place, place), (first, place), (place, last), (first, last))):
                yield self._piece(begin, end)

    def _piece(self, first: int, last: int) -> Piece:
        said = self._said[self._begins[first] : self._ends[last]]
        return Piece(said, self._spans[first][0], self._spans[last][1])


def _capitals(view: View) -> Iterator[Piece]:
    """Two or three capitals that stand alone, which may be the rest of one."""
    original = view.plain.original
    if not CAPITAL.search(original) or original.isupper():
        return
    for part in PART.finditer(view.text):
        start, end = part.span()
        if end - start in CAPITALS and view.written(start, end).isupper():
            yield Piece(part[0].translate(POSED).decode(), start, end)
