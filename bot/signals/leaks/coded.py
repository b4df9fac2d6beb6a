"""Plates and papers of the vault in a text, whole or in part: their letters and digits, whatever parts them."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Final

from bot.model.decision import Span
from bot.signals.leaks.index import CODED, Index
from bot.signals.leaks.numbered import Hit, halves
from bot.signals.leaks.pieces import POSED, SPLIT
from bot.signals.leaks.plain import Plain
from bot.signals.leaks.view import LAST_DIGIT, View

NO_PART: Final = bytes(code for code in range(256) if not bytes((code,)).isalnum())
PART: Final = re.compile(rb"[a-z]+|[0-9]+")
CAPITAL: Final = re.compile(r"[A-ZＡ-Ｚ](?<![^\W\d_].)[A-ZＡ-Ｚ]{1,2}(?![^\W\d_])")
"""What is before it is looked at only where a capital is found."""
CAPITALS: Final = (2, 3)
"""Letters on either side of a plate."""


def coded(index: Index, view: View) -> Iterator[Hit]:
    """Plates and papers, and halves of them, in a text with digits."""
    if not (index.coded and index.parted.any({*PART.findall(view.text)})):
        return
    row = _Row(view)
    if not row.about(index):
        return
    whole = row.pieces(index.codes)
    for number, entry in index.numbers([row.said[begin:end].encode() for begin, end in whole]):
        if entry.kind in index.coded:
            yield Hit(entry, *row.span(*whole[number]))
    pieces = row.beside_digits(index.longest_coded)
    for said, entries in index.halves(pieces):
        for entry in entries:
            if entry.kind in index.coded:
                yield Hit(entry, *row.span(*pieces[said]))


def capitals(index: Index, view: View) -> Iterator[Hit]:
    """Two or three capitals that stand alone, which may be half of a plate."""
    original = view.plain.original
    if CAPITAL.search(original) is None or original.isupper():
        return
    alone = CAPITAL.findall(original)
    said = Plain(" ".join(alone)).text.translate(POSED).decode().split()
    if any(index.halves(said)):
        yield from halves(index, CODED, _capitals(index, view))


class _Row:
    """Letters and digits without what parts them, and where their parts stand in it and in the text."""

    def __init__(self, view: View) -> None:
        self._parts = view.parts
        self._bare = view.text.translate(None, NO_PART)
        self.said = self._bare.translate(POSED).decode()
        """What looks alike in it is one."""
        self._ends = list(accumulate([len(part[0]) for part in view.parts]))
        self._begins = [0, *self._ends[:-1]]
        self._first: Sequence[int] = ()
        self._last: Sequence[int] = ()

    def about(self, index: Index) -> bool:
        """Whether a part begins as a number of these kinds does, or ends so; there is none without, nor half of one."""
        said = self.said
        heads = [said[begin : begin + SPLIT] for begin in self._begins]
        tails = [said[end - SPLIT : end] for end in self._ends]
        first, last = index.heads.among({*heads}), index.tails.among({*tails})
        if not first and not last:
            return False
        self._first = [place for place, head in enumerate(heads) if head in first]
        self._last = [place for place, tail in enumerate(tails) if tail in last]
        return True

    def pieces(self, lengths: Iterable[int]) -> Sequence[Span]:
        """Where whole parts in a row stand in it that are so long together, have a digit among them, and begin so."""
        if not self._first:
            return ()
        bare, ends = self._bare, {*self._ends}
        begins = [self._begins[place] for place in self._first]
        every = [(begin, begin + length) for length in lengths for begin in begins if begin + length in ends]
        return sorted([one for one in every if not bare[slice(*one)].isalpha()])

    def beside_digits(self, most: int) -> Mapping[str, Span]:
        """Parts with a digit that begin or end so, alone and with their neighbours, which may be half of a plate, if
        they are no longer than `most` together; and where each stands first."""
        begins, ends, said = [0, *self._begins], [*self._ends, *self._ends[-1:]], self.said
        about = {near for place in self._first for near in (place, place + 1)}
        about |= {near for place in self._last for near in (place - 1, place)}
        first, last = {self._begins[place] for place in self._first}, {self._ends[place] for place in self._last}
        found: dict[str, Span] = {}
        for place in sorted(about & {*range(len(self._parts))}):
            if self._parts[place][0] <= LAST_DIGIT:
                before, begin, end, behind = begins[place], begins[place + 1], ends[place], ends[place + 1]
                for start, stop in ((begin, end), (before, end), (begin, behind), (before, behind)):
                    if (start in first or stop in last) and SPLIT <= stop - start <= most:
                        found.setdefault(said[start:stop], (start, stop))
        return found

    def span(self, begin: int, end: int) -> Span:
        """Where what it has there stands in the text."""
        return self._parts[bisect_left(self._begins, begin)].start, self._parts[bisect_left(self._ends, end)].end


def _capitals(index: Index, view: View) -> Mapping[str, Span]:
    """Each where it stands first."""
    posed = view.text.translate(POSED).decode()
    short = [(posed[start:end], start, end) for said, start, end in view.parts if len(said) in CAPITALS]
    known = {said for said, _ in index.halves({said for said, _, _ in short})}
    found: dict[str, Span] = {}
    for said, start, end in short:
        if said in known and view.written(start, end).isupper():
            found.setdefault(said, (start, end))
    return found
