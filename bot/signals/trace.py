"""The way back: where in the original what a folded text says was written; costs what was rewritten, not the length."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import AnyStr, Generic, NamedTuple, Protocol

from bot.model.decision import Span
from bot.signals.letters import LEADING, LETTERS, READ, UNEVEN


class Rewriting(NamedTuple, Generic[AnyStr]):
    """A step as one reading takes it."""

    pattern: re.Pattern[AnyStr]
    write: Callable[[re.Match[AnyStr]], AnyStr]
    even: bool
    signs: frozenset[int] = frozenset()
    """Where none of them was, there is nothing to do."""


class Way(NamedTuple):
    """All substitutions of one reading: on the text as written, then on the wire."""

    written: tuple[Rewriting[str], ...]
    wired: tuple[Rewriting[bytes], ...]


class Layer(Protocol):
    """What one step did; both tell of a character of its outcome what it stands for in what the step was given."""

    def first(self, at: int) -> int:
        """Its first character."""

    def last(self, at: int) -> int:
        """Its last one."""


class Trace(NamedTuple):
    """The layers between a text and its folded form, the last step first."""

    layers: tuple[Layer, ...]

    def span(self, start: int, end: int) -> Span:
        """What the outcome's characters `start` to `end` stand for; `start` < `end`."""
        last = end - 1
        for layer in self.layers:
            start, last = layer.first(start), layer.last(last)
        return start, last + 1


def trace(text: str, way: Way) -> Trace:
    """Go the way again and note what each step moves; linear in the text's length."""
    layers: list[Layer] = []
    for rewriting in way.written:
        text = _rewritten(text, rewriting, layers)
    wire = _wire(text, layers)
    signs = frozenset(wire)
    for step in way.wired:
        if not step.signs or not signs.isdisjoint(step.signs):
            wire = _rewritten(wire, step, layers)
    stripped = wire.lstrip(b" ")
    if len(stripped) < len(wire):
        layers.append(_Shift(len(wire) - len(stripped)))
    if not stripped.isascii():
        layers.append(_Letters(stripped.rstrip(b" ")))
    return Trace(tuple(reversed(layers)))


class _Edits:
    """Stretches that were written anew, everything between them only moved."""

    def __init__(self, at: Sequence[int], edits: Sequence[tuple[Span, int, bool]]) -> None:
        """Take where in the outcome each begins; what was taken for it, its length, and whether letter for letter."""
        self._at = at
        self._edits = edits

    def first(self, at: int) -> int:
        return self._stood(at)[0]

    def last(self, at: int) -> int:
        return self._stood(at)[1]

    def _stood(self, at: int) -> Span:
        place = bisect_right(self._at, at) - 1
        if place < 0:
            return at, at
        (start, end), length, even = self._edits[place]
        beyond = at - self._at[place]
        if beyond >= length:
            return (moved := end + beyond - length), moved
        return (start + beyond, start + beyond) if even else (start, end - 1)


class _Shift(NamedTuple):
    """What was taken away at the beginning."""

    by: int

    def first(self, at: int) -> int:
        return at + self.by

    def last(self, at: int) -> int:
        return at + self.by


class _Letters:
    """Characters that the wire holds as several digits."""

    def __init__(self, wire: bytes) -> None:
        self._ends = [at for at, code in enumerate(wire) if code not in LEADING]

    def first(self, at: int) -> int:
        return self._ends[at - 1] + 1 if at else 0

    def last(self, at: int) -> int:
        return self._ends[at]


def _wire(text: str, layers: list[Layer]) -> bytes:
    pieces: list[bytes] = []
    places: list[int] = []
    edits: list[tuple[Span, int, bool]] = []
    done = beyond = 0
    for match in UNEVEN.finditer(text):
        first, last = match.span()
        read = [LETTERS[character] for character in match[0]]
        pieces += [text[done:first].encode("latin-1").translate(READ), *read]
        done = last
        for at, length in enumerate(map(len, read), first):
            if length != 1:
                places.append(at + beyond)
                edits.append(((at, at + 1), length, False))
                beyond += length - 1
    if edits:
        layers.append(_Edits(places, edits))
    return b"".join((*pieces, text[done:].encode("latin-1").translate(READ)))


def _rewritten(text: AnyStr, step: Rewriting[AnyStr], layers: list[Layer]) -> AnyStr:
    pieces: list[AnyStr] = []
    places: list[int] = []
    edits: list[tuple[Span, int, bool]] = []
    done = length = 0
    for match in step.pattern.finditer(text):
        start, end = match.span()
        written = step.write(match)
        if written == match[0]:
            continue
        pieces += [text[done:start], written]
        length += start - done
        many = len(written)
        places.append(length)
        edits.append(((start, end), many, step.even and many == end - start))
        length, done = length + many, end
    if not pieces:
        return text
    layers.append(_Edits(places, edits))
    pieces.append(text[done:])
    return text[:0].join(pieces)
