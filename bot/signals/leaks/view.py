"""A text as it is searched for private data, and its words and numbers."""

import re
from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from bot.model.decision import Span
from bot.signals.leaks.plain import Plain
from bot.signals.leaks.signs import EVERY
from bot.signals.leaks.streets import KINDS

PART: Final = re.compile("[a-z]+|[0-9]+")
NO_DIGITS: Final = bytes(set(range(256)) - set(b"0123456789"))
"""For `bytes.translate`, to be left with the digits."""


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


class View:
    """A plain text, or one in which something was written otherwise, with the way back to the original."""

    def __init__(
        self, plain: Plain, text: bytes, places: Sequence[Span] | None = None, seen: Collection[int] = EVERY
    ) -> None:
        """Take the plain text, what is read instead of it, for each byte of that the bytes it stands for, and the
        signs (signs.py) of what may stand there."""
        self.plain = plain
        self.text = text
        self.places = places
        self.seen = seen

    @cached_property
    def digits(self) -> int:
        """How many there are."""
        return len(self.text.translate(None, NO_DIGITS))

    @cached_property
    def parts(self) -> Sequence[Token]:
        """Its words and its numbers, in order."""
        return [Token(part[0], *part.span()) for part in PART.finditer(self.text.decode())]

    def span(self, start: int, end: int) -> Span:
        """Where `text[start:end]` stands in the original, in code points; `start` < `end`."""
        return self.plain.span(*self._within(start, end))

    def written(self, start: int, end: int) -> str:
        """What was written there."""
        return self.plain.written(*self._within(start, end))

    def _within(self, start: int, end: int) -> Span:
        if self.places is None:
            return start, end
        return self.places[start][0], self.places[end - 1][1]
