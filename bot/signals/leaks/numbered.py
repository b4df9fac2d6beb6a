"""Phone numbers, plates and papers of the vault in a text, whole or in part."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from bot.model.leak import LeakKind
from bot.signals.leaks.index import Entry, Index
from bot.signals.leaks.numbers import View
from bot.signals.leaks.phones import national
from bot.signals.leaks.pieces import POSED, SPLIT

GROUP: Final = re.compile(rb"[0-9oil]*[0-9][0-9oil]*|(?<![a-z])o{1,2}(?![a-z])")
PART: Final = re.compile(rb"[a-z]+|[0-9]+")
GAP: Final = re.compile(rb"[^a-z0-9]{0,3}")
BEFORE: Final = re.compile(r"(?:00)?33|0|1")
"""What may stand before a number."""
NINE: Final = ord("9") + 1
"""Below it are the digits, where all is letters and digits."""
DIGIT: Final = re.compile("[0-9]")
CAPITAL: Final = re.compile(r"(?<![^\W\d_])[A-Z]{2,3}(?![^\W\d_])")
CAPITALS: Final = (2, 3)
"""Letters on either side of a plate."""
TOGETHER: Final = 3
"""Parts that are tried as one half of a number."""


class Hit(NamedTuple):
    """A piece of a value, and where it stands in a view's text."""

    entry: Entry
    start: int
    end: int


class _Piece(NamedTuple):
    said: str
    start: int
    end: int


def phones(index: Index, view: View) -> Iterator[Hit]:
    """The digits of a phone, whatever stands between them; and halves of it."""
    lengths = index.lengths(LeakKind.PHONE, "whole")
    if not lengths or view.digits < SPLIT:
        return
    groups = [_Piece(part[0].translate(POSED).decode(), *part.span()) for part in GROUP.finditer(view.text)]
    said = "".join(group.said for group in groups)
    places = [(group.start, group.end, place) for group in groups for place in range(len(group.said))]
    for length in lengths:
        for place in range(len(said) - length + 1):
            for entry in index.numbers(said[place : place + length]):
                if entry.kind != LeakKind.PHONE:
                    continue
                first = place - _leading(said[:place])
                start, end = (_at(places[one]) for one in (first, place + length - 1))
                yield Hit(entry, start, end + 1)
    yield from _halves(index, {LeakKind.PHONE}, _runs(view.text, groups))


def coded(index: Index, view: View) -> Iterator[Hit]:
    """The letters and digits of plates and papers, whatever parts them; and halves of them."""
    kinds = index.kinds & {LeakKind.PLATE, LeakKind.DOCUMENT}
    if not kinds:
        return
    lengths = {length for kind in kinds for length in index.lengths(kind, "whole")}
    if view.digits:
        row = _Row([_Piece(part[0].translate(POSED).decode(), *part.span()) for part in PART.finditer(view.text)])
        yield from _whole(index, lengths, row)
        yield from _halves(index, kinds, _together(view.text, row.parts))
    if LeakKind.PLATE in kinds:
        yield from _halves(index, kinds, _capitals(view))


class _Row:
    """Letters and digits without what parts them, and where their parts begin and end in it."""

    def __init__(self, parts: Sequence[_Piece]) -> None:
        self.parts = parts
        self.said = "".join(part.said for part in parts)
        ends = list(accumulate(len(part.said) for part in parts))
        self.begins = dict(zip([0, *ends], range(len(parts)), strict=False))
        self.ends = dict(zip(ends, range(len(parts)), strict=True))


def _whole(index: Index, lengths: Iterable[int], row: _Row) -> Iterator[Hit]:
    for length in lengths:
        for begin, first in row.begins.items():
            last = row.ends.get(begin + length)
            if last is not None and DIGIT.search(row.said, begin, begin + length):
                for entry in index.numbers(row.said[begin : begin + length]):
                    if entry.kind != LeakKind.PHONE:
                        yield Hit(entry, row.parts[first].start, row.parts[last].end)


def _at(place: tuple[int, int, int]) -> int:
    """Where a digit of a group stands."""
    start, end, within = place
    return min(start + within, end - 1)


def _leading(before: str) -> int:
    """How many of the digits before a number belong to it."""
    for prefix in ("0033", "33", "0"):
        if before.endswith(prefix):
            return len(prefix)
    return 0


def _runs(text: bytes, groups: Sequence[_Piece]) -> Iterator[_Piece]:
    """Groups that nothing but signs parts, as one."""
    run: list[_Piece] = []
    for group in groups:
        if run and not GAP.fullmatch(text, run[-1].end, group.start):
            yield _joined(run)
            run = []
        run.append(group)
    if run:
        yield _joined(run)


def _joined(run: Sequence[_Piece]) -> _Piece:
    return _Piece("".join(group.said for group in run), run[0].start, run[-1].end)


def _together(text: bytes, parts: Sequence[_Piece]) -> Iterator[_Piece]:
    """Parts with a digit, alone and with their neighbours, which may be half of a plate."""
    for place, part in enumerate(parts):
        if text[part.start] < NINE:
            first, last = max(0, place - 1), min(len(parts), place + 2)
            yield part
            for begin, end in ((first, place + 1), (place, last), (first, last)):
                if end - begin > 1:
                    yield _joined(parts[begin:end])


def _capitals(view: View) -> Iterator[_Piece]:
    """Two or three capitals that stand alone, which may be the rest of one."""
    original = view.plain.original
    if not any(map(str.islower, original)):
        return  # nothing but capitals
    for part in PART.finditer(view.text) if CAPITAL.search(original) else ():
        start, end = part.span()
        if end - start in CAPITALS and view.written(start, end).isupper():
            yield _Piece(part[0].translate(POSED).decode(), start, end)


def _halves(index: Index, kinds: Collection[LeakKind], pieces: Iterable[_Piece]) -> Iterator[Hit]:
    tried: set[str] = set()
    for piece in pieces:
        said = piece.said
        for one in {said, national(said)} if LeakKind.PHONE in kinds else (said,):
            if SPLIT <= len(one) <= index.longest and one not in tried:
                tried.add(one)
                for entry in index.halves(one):
                    if entry.kind in kinds:
                        yield Hit(entry, piece.start, piece.end)
