"""Phone numbers of the vault in a text, whole or in part, and what their parts have in common with those of plates."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from bot.model.leak import LeakKind
from bot.signals.leaks.index import Entry, Index
from bot.signals.leaks.phones import national
from bot.signals.leaks.pieces import POSED, SPLIT
from bot.signals.leaks.signs import Sign
from bot.signals.leaks.view import Token, View

GROUP: Final = re.compile(rb"[0-9oil]*[0-9][0-9oil]*|(?<![a-z])o{1,2}(?![a-z])")
POSING: Final = r"[0-9][oil]|[oil][0-9]|(?:^|[^a-z])o{1,2}(?:[^a-z]|$)"
"""Without it, no letter poses as a digit."""
GAP: Final = re.compile(rb"[^a-z0-9]{0,3}")


class Hit(NamedTuple):
    """A piece of a value, and where it stands in a view's text."""

    entry: Entry
    start: int
    end: int


def phones(index: Index, view: View) -> Iterator[Hit]:
    """The digits of a phone, whatever stands between them; and halves of it."""
    lengths = index.lengths(LeakKind.PHONE, "whole")
    if not lengths or view.digits < SPLIT:
        return
    groups = _posed(view) if Sign.POSED in view.seen else [part for part in view.parts if part.said.isdigit()]
    said = "".join(group.said for group in groups)
    for length in lengths:
        for place in range(len(said) - length + 1):
            for entry in index.numbers(said[place : place + length]):
                if entry.kind != LeakKind.PHONE:
                    continue
                places = [(group.start, group.end, within) for group in groups for within in range(len(group.said))]
                first = place - _leading(said[:place])
                start, end = (_at(places[one]) for one in (first, place + length - 1))
                yield Hit(entry, start, end + 1)
    yield from halves(index, {LeakKind.PHONE}, _runs(view.text, groups))


def _posed(view: View) -> list[Token]:
    """Digits, and letters that pose as some beside them."""
    return [Token(part[0].translate(POSED).decode(), *part.span()) for part in GROUP.finditer(view.text)]


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


def _runs(text: bytes, groups: Sequence[Token]) -> Iterator[Token]:
    """Groups that nothing but signs parts, as one."""
    run: list[Token] = []
    for group in groups:
        if run and not GAP.fullmatch(text, run[-1].end, group.start):
            yield _joined(run)
            run = []
        run.append(group)
    if run:
        yield _joined(run)


def _joined(run: Sequence[Token]) -> Token:
    return Token("".join(group.said for group in run), run[0].start, run[-1].end)


def halves(index: Index, kinds: Collection[LeakKind], pieces: Iterable[Token]) -> Iterator[Hit]:
    """Numbers of these kinds of which one of the pieces is the beginning or the end."""
    tried: set[str] = set()
    called = LeakKind.PHONE in kinds
    for piece in pieces:
        said = piece.said
        for one in dict.fromkeys((said, national(said))) if called else (said,):
            if one not in tried and SPLIT <= len(one) <= index.longest:
                tried.add(one)
                for entry in index.halves(one):
                    if entry.kind in kinds:
                        yield Hit(entry, piece.start, piece.end)
