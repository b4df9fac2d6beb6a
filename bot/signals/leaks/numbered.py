"""Phone numbers of the vault in a text, whole or in part, and what their parts have in common with those of plates."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from bot.model.decision import Span
from bot.model.leak import LeakKind
from bot.signals.leaks.index import Entry, Index
from bot.signals.leaks.phones import national
from bot.signals.leaks.pieces import POSED, SPLIT
from bot.signals.leaks.signs import Sign
from bot.signals.leaks.view import NO_DIGITS, Token, View

GROUP: Final = re.compile(rb"[0-9oil](?:(?<=[0-9])[0-9oil]*|[oil]*[0-9][0-9oil]*|(?<=o)(?<![a-z]o)o?(?![a-z]))")
"""Digits and what poses as some beside them, or one or two o that stand alone. It begins with a set, which is sought
three times as fast as several ways to begin.
"""
POSING: Final = r"[0-9][oil]|[oil][0-9]|(?:^|[^a-z])o{1,2}(?:[^a-z]|$)"
"""Without it, no letter poses as a digit."""
RUN: Final = re.compile(rb"[0-9]+(?:[^a-z0-9]{1,3}[0-9]+)*")
"""Each byte is read once: what parts groups cannot stand in one."""
GAP: Final = re.compile(rb"[^a-z0-9]*")
SEVERAL: Final = 4
"""Digits beyond those of the shortest phone from which on it costs less to ask first where one may begin."""
LEADING: Final = ("0033", "33", "0")
"""What may stand before a number, the longest first."""
LONGEST_LEADING: Final = len(LEADING[0])
PARTED: Final = 3
"""Signs between two groups of a number at most."""
PHONES: Final = (LeakKind.PHONE,)


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
    posed = Sign.POSED in view.seen
    groups = _posed(view) if posed else ()
    said = "".join([group[0] for group in groups]) if posed else view.figures.decode()
    begun = index.begun(said) if len(said) >= lengths[-1] + SEVERAL else range(len(said) - lengths[-1] + 1)
    if begun:
        runs = [(place, place + length) for length in lengths for place in begun if place + length <= len(said)]
        found = list(index.numbers([said[first:last].encode() for first, last in runs]))
        places = _places(groups or view.numbers) if found else ()
        for number, entry in found:
            if entry.kind == LeakKind.PHONE:
                yield Hit(entry, *_span(places, said, *runs[number]))
    if posed or index.runs.any({*RUN.findall(view.text)}):
        joined = _posed_runs(view.text, groups) if posed else _runs(view.text)
        yield from halves(index, PHONES, _halved(joined, index.longest_called))


def _places(groups: Sequence[Token]) -> Sequence[int]:
    """Where each digit of some groups stands."""
    return [min(start + within, end - 1) for said, start, end in groups for within in range(len(said))]


def _span(places: Sequence[int], said: str, first: int, last: int) -> Span:
    """Where some of the digits stand in the text, with what belongs to the number before them."""
    before = _leading(said[max(0, first - LONGEST_LEADING) : first])
    return places[first - before], places[last - 1] + 1


def _posed(view: View) -> list[Token]:
    """Digits, and letters that pose as some beside them."""
    said = view.text.translate(POSED).decode()
    spans = [part.span() for part in GROUP.finditer(view.text)]
    return [Token(said[start:end], start, end) for start, end in spans]


def _leading(before: str) -> int:
    """How many of the digits before a number belong to it."""
    for prefix in LEADING:
        if before.endswith(prefix):
            return len(prefix)
    return 0


def _halved(runs: Iterable[Token], longest: int) -> dict[str, Span]:
    """Digits that nothing but signs parts, with and without what may stand before a number; each once, where it stands
    first, and none that is too long, or too short."""
    found: dict[str, Span] = {}
    for said, start, end in runs:
        for one in (said, national(said)) if len(said) >= SPLIT else ():
            if SPLIT <= len(one) <= longest:
                found.setdefault(one, (start, end))
    return found


def _runs(text: bytes) -> list[Token]:
    """Groups of digits that nothing but signs parts, as one."""
    spans = [run.span() for run in RUN.finditer(text)]
    return [Token(text[start:end].translate(None, NO_DIGITS).decode(), start, end) for start, end in spans]


def _posed_runs(text: bytes, groups: Sequence[Token]) -> list[Token]:
    """The same where letters pose as digits."""
    runs: list[Token] = []
    for group in groups:
        before = runs[-1] if runs else None
        if before and group.start - before.end <= PARTED and GAP.fullmatch(text, before.end, group.start):
            runs[-1] = Token(before.said + group.said, before.start, group.end)
        else:
            runs.append(group)
    return runs


def halves(index: Index, kinds: Collection[LeakKind], pieces: Mapping[str, Span]) -> Iterator[Hit]:
    """Numbers of these kinds of which one of the pieces is the beginning or the end."""
    for said, entries in index.halves(pieces):
        for entry in entries:
            if entry.kind in kinds:
                yield Hit(entry, *pieces[said])
