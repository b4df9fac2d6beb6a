"""A text as numbers and addresses are read in it: one small ASCII letter or sign for each character that is seen."""

import codecs
import unicodedata
from collections.abc import Sequence
from functools import cached_property
from itertools import chain, repeat
from typing import Final

from bot.model.decision import Span
from bot.signals.letters import LETTERS

HEAD: Final = 65_536
"""Code points that are read; no platform we know takes as many."""
GONE: Final = 0
"""In the wire: a character that cannot be seen."""
SEVERAL: Final = 1
"""In the wire: a character that reads as several."""
ONE_EACH: Final = "rempart-one-each"
"""The name under which `str.encode` finds what to write for characters beyond Latin-1."""
SIGNS: Final = dict.fromkeys("’‘ʼ´`′", "'") | dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("·•‧⋅∙・･。", ".")
"""Signs that stand for an apostrophe, a hyphen or a dot."""


class Plain:
    """What a text shows, in small ASCII letters and signs, with the way back to the text."""

    def __init__(self, text: str) -> None:
        """Read it; linear, and little more than two passes where nothing is hidden."""
        self.original = text[:HEAD]
        self._wire = self.original.encode("latin-1", ONE_EACH).translate(SHOWN)
        seen = self._wire if GONE not in self._wire else self._wire.replace(b"\0", b"")
        self.text = seen if SEVERAL not in seen else b"".join(map(self._letters, range(len(self._wire))))
        """ASCII; one byte for each character, but for those that cannot be seen, or that read as several."""
        self.straight = self.text is self._wire
        """Whether each character stands where its byte does."""

    def span(self, start: int, end: int) -> Span:
        """Where `text[start:end]` stands in the original, in code points; `start` < `end`."""
        if self.straight:
            return start, end
        return self._places[start], self._places[end - 1] + 1

    def written(self, start: int, end: int) -> str:
        """What was written where `text[start:end]` is read."""
        first, last = self.span(start, end)
        return self.original[first:last]

    def _letters(self, place: int) -> bytes:
        code = self._wire[place]
        if code == SEVERAL:
            return _read(self.original[place])
        return b"" if code == GONE else bytes((code,))

    @cached_property
    def _places(self) -> Sequence[int]:
        """Where each byte of the text stands in the original."""
        lengths = (len(self._letters(place)) for place in range(len(self._wire)))
        return tuple(chain.from_iterable(repeat(place, length) for place, length in enumerate(lengths)))


class _Codes(dict[str, int]):
    """One character to its byte in the wire; at most one entry for each character there is."""

    def __missing__(self, character: str) -> int:
        read = _read(character)
        code = self[character] = read[0] if len(read) == 1 else SEVERAL if read else GONE
        return code


def _read(character: str) -> bytes:
    """What one character reads as."""
    if character in SIGNS or character.isspace():
        return SIGNS.get(character, " ").encode()
    if character.isascii():
        return character.lower().encode() if character.isprintable() else b""
    if (digit := unicodedata.digit(character, None)) is not None:
        return b"%d" % digit
    letters = LETTERS[character]
    if letters.isalnum() and letters.isascii():
        return letters
    signs = unicodedata.normalize("NFKD", character).lower()
    return signs.encode() if signs.isascii() and signs.isprintable() else b" "[: len(letters)]


def _one_each(error: UnicodeError) -> tuple[bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return bytes(map(CODES.__getitem__, error.object[error.start : error.end])), error.end


CODES: Final = _Codes()
"""Shared, and only ever added to: each entry is a fact about Unicode."""
SHOWN: Final = bytes(range(2)) + bytes(
    CODES[chr(code)] if code not in (GONE, SEVERAL) else GONE for code in range(2, 256)
)
"""For `bytes.translate` of the wire; what the error handler wrote stays what it is."""

codecs.register_error(ONE_EACH, _one_each)
