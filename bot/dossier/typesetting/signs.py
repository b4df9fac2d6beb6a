"""Which signs the shipped fonts draw, and how: read from fonts/coverage.json, sign by sign as they are asked for."""

import unicodedata
from bisect import bisect_right
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

import msgspec

JOINED: Final = ("Emoji", "Arabic", "Devanagari")
"""Fonts in whose scripts U+200C and U+200D mean something."""
SHOWN: Final = frozenset("\u200c\u200d\ufe0e\ufe0f")
"""Signs that cannot be seen and yet may stand, where they belong to what stands before them."""
BLANK: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0\u034f\u17b4\u17b5")
"""Drawn by a font as nothing at all."""

TONES: Final = frozenset("\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
"""Of skin, which change the sign before them as marks do."""


class Kind(Enum):
    """How a sign stands."""

    BASE = "base"
    SPACE = "space"
    MARK = "mark"
    """Over, under, beside the sign before it."""
    JOINER = "joiner"
    HIDDEN = "hidden"
    """Cannot be drawn, or would be drawn as nothing."""


class Sign(NamedTuple):
    """What is known of one sign."""

    kind: Kind
    fonts: int
    """A bit for each font that draws it."""


class Coverage:
    """Every sign that some font draws."""

    def __init__(self, ranges: dict[str, list[tuple[int, int]]]) -> None:
        self._firsts = [[first for first, _ in spans] for spans in ranges.values()]
        self._lasts = [[last for _, last in spans] for spans in ranges.values()]
        self.joined = sum(1 << bit for bit, name in enumerate(ranges) if any(one in name for one in JOINED))
        """The bits of the fonts in whose scripts signs are joined."""
        self.marking = sum(1 << bit for bit, name in enumerate(ranges) if "Symbols" not in name and "Math" not in name)
        """The bits of the fonts that can place a mark."""
        self._known: dict[str, Sign] = {}

    def of(self, sign: str) -> Sign:
        """What is known of a sign."""
        found = self._known.get(sign)
        if found is None:
            found = self._known[sign] = self._look(sign)
        return found

    def _look(self, sign: str) -> Sign:
        fonts, category = self._fonts(ord(sign)), unicodedata.category(sign)
        if sign in SHOWN:
            return Sign(Kind.JOINER, fonts)
        if not fonts or category[0] == "C" or sign in BLANK:
            return Sign(Kind.HIDDEN, 0)
        if category == "Zs":
            return Sign(Kind.SPACE, fonts)
        return Sign(Kind.MARK if category[0] == "M" or sign in TONES else Kind.BASE, fonts)

    def _fonts(self, point: int) -> int:
        drawn = 0
        for bit, (firsts, lasts) in enumerate(zip(self._firsts, self._lasts, strict=True)):
            place = bisect_right(firsts, point) - 1
            if place >= 0 and point <= lasts[place]:
                drawn |= 1 << bit
        return drawn


@cache
def coverage() -> Coverage:
    """That of the fonts that come with us."""
    written = (files("bot.dossier") / "fonts" / "coverage.json").read_bytes()
    return Coverage(msgspec.json.decode(written, type=dict[str, list[tuple[int, int]]]))
