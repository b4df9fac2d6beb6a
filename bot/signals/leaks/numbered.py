"""Phone numbers of the vault in a text, whole or in part, and what their parts have in common with those of plates."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from bot.model.leak import LeakKind
from bot.signals.leaks.index import Entry, Index
from bot.signals.leaks.numbers import View
from bot.signals.leaks.phones import national
from bot.signals.leaks.pieces import POSED, SPLIT

GROUP: Final = re.compile(rb"[0-9oil]*[0-9][0-9oil]*|(?<![a-z])o{1,2}(?![a-z])")
GAP: Final = re.compile(rb"[^a-z0-9]{0,3}")


class Hit(NamedTuple):
    """A piece of a value, and where it stands in a view's text."""

    entry: Entry
    start: int
    end: int


class Piece(NamedTuple):
    """Letters and digits, and where they stand in a view's text."""

    said: str
    start: int
    end: int


def phones(index: Index, view: View) -> Iterator[Hit]:
    """The digits of a phone, whatever stands between them; and halves of it."""
    lengths = index.lengths(LeakKind.PHONE, "whole")
    if not lengths or view.digits < SPLIT:
        return
    groups = [Piece(part[0].translate(POSED).decode(), *part.span()) for part in GROUP.finditer(view.text)]
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
    yield from halves(index, {LeakKind.PHONE}, _runs(view.text, groups))


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


def _runs(text: bytes, groups: Sequence[Piece]) -> Iterator[Piece]:
    """Groups that nothing but signs parts, as one."""
    run: list[Piece] = []
    for group in groups:
        if run and not GAP.fullmatch(text, run[-1].end, group.start):
            yield _joined(run)
            run = []
        run.append(group)
    if run:
        yield _joined(run)


def _joined(run: Sequence[Piece]) -> Piece:
    return Piece("".join(group.said for group in run), run[0].start, run[-1].end)


def halves(index: Index, kinds: Collection[LeakKind], pieces: Iterable[Piece]) -> Iterator[Hit]:
    """Numbers of these kinds of which one of the pieces is the beginning or the end."""
    tried: set[str] = set()
    for piece in pieces:
        said = piece.said
        for one in {said, national(said)} if LeakKind.PHONE in kinds else (said,):
            if SPLIT <= len(one) <= index.longest and one not in tried:
                tried.add(one)
                for entry in index.halves(one):
                    if entry.kind in kinds:
                        yield Hit(entry, piece.start, piece.end)
