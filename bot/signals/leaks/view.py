"""A text as it is searched for private data, and its words and numbers."""

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from functools import partial
from itertools import accumulate
from typing import Final, NamedTuple

from bot.model.decision import Span
from bot.signals.leaks.plain import Plain
from bot.signals.leaks.signs import EVERY
from bot.signals.leaks.streets import KINDS

PART: Final = re.compile("([a-z]+|[0-9]+)")
NO_DIGITS: Final = bytes(set(range(256)) - set(b"0123456789"))
"""For `bytes.translate`, to be left with the digits."""


LAST_DIGIT: Final = ":"
"""Above all numbers and below all words."""
BEYOND: Final = 1 << 62
Piece = tuple[int, int, int]
"""Where a piece of a view's text begins, and the bytes for which it is read: where they begin and where they end, or 0
if each byte is read as it stands."""


class Token(NamedTuple):
    """A word or a number, and where it stands in its view's text."""

    said: str
    start: int
    end: int

    @property
    def number(self) -> bool:
        """Whether it is digits."""
        return self.said.isdigit()

    @property
    def kind(self) -> str:
        """What kind of street it names, in full; empty if none."""
        return KINDS.get(self.said, "")


TOKEN: Final = partial(tuple.__new__, Token)
"""One of a row of three, in a fifth of the time that its own constructor takes."""


class View:
    """A plain text, or one in which something was written otherwise, with the way back to the original."""

    __slots__ = ("_numbers", "_parts", "_straight", "digits", "figures", "places", "plain", "seen", "text")

    def __init__(self, plain: Plain, text: bytes, places: Sequence[Piece] = (), seen: Collection[int] = EVERY) -> None:
        """Take the plain text, what is read instead of it, of which pieces of the plain text that is made, in order,
        if it is another, and the signs (signs.py) of what may stand there."""
        self.plain = plain
        self.text = text
        self.places = places
        self.seen = seen
        self.figures = text.translate(None, NO_DIGITS)
        """All digits, in a row."""
        self.digits = len(self.figures)
        self._straight = plain.straight and not places
        self._parts: Sequence[Token] | None = None
        self._numbers: Sequence[Token] | None = None

    @property
    def parts(self) -> Sequence[Token]:
        """Its words and its numbers, in order."""
        if self._parts is None:
            pieces = PART.split(self.text.decode())  # what lies between them, and them, by turns
            places = list(accumulate(map(len, pieces)))
            self._parts = list(map(TOKEN, zip(pieces[1::2], places[::2], places[1::2], strict=False)))
        return self._parts

    @property
    def numbers(self) -> Sequence[Token]:
        """Those that are numbers."""
        if self._numbers is None:
            self._numbers = [part for part in self.parts if part[0] <= LAST_DIGIT]
        return self._numbers

    def span(self, start: int, end: int) -> Span:
        """Where `text[start:end]` stands in the original, in code points; `start` < `end`."""
        if not self._straight:
            start, end = self.plain.span(*self._within(start, end))
        return start, end

    def written(self, start: int, end: int) -> str:
        """What was written there."""
        first, last = self.span(start, end)
        return self.plain.original[first:last]

    def _within(self, start: int, end: int) -> Span:
        if not self.places:
            return start, end
        return self._stood(start)[0], self._stood(end - 1)[1]

    def _stood(self, place: int) -> Span:
        """Where in the plain text it stands what one byte of this one is read for."""
        begin, start, end = self.places[bisect_right(self.places, (place, BEYOND)) - 1]
        return (start, end) if end else (start + place - begin, start + place - begin + 1)
