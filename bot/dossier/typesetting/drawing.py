"""Texts as they can be drawn: every sign that no font draws, or that would not be seen, is named in its place."""

import re
from enum import Enum
from typing import Final

from bot.dossier.typesetting.signs import Coverage, Kind, coverage

OPEN, CLOSE = "⟦", "⟧"
MARKS: Final = 4
"""Marks and joiners on one sign: some scripts need three, and a thousand take hours to place."""
ENDS: Final = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
"""What ends a line, as Python and Unicode have it."""
_PLAIN: Final = re.compile(
    "[\n\x20-\x7e\xa0-\xac\xae-\u017f\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u202f\u20ac]*"
)
_BRACKETS: Final = re.compile(f"[{OPEN}{CLOSE}]")
_ASCII: Final = re.compile("[^\n\x20-\x7e\xa0-\xac\xae-\xff]")


class Care(Enum):
    """How much is replaced: more where typst could not set what was left."""

    DRAWN = "drawn"
    PLAIN = "plain"
    """Latin letters and their punctuation alone."""
    LATIN = "latin"
    """Latin-1 alone, which cannot fail."""


def named(sign: str) -> str:
    """A sign by its number: `⟦U+1F9FF⟧`."""
    return f"{OPEN}U+{ord(sign):04X}{CLOSE}"


def drawable(text: str, care: Care = Care.DRAWN) -> str:
    """What somebody wrote, with every sign that cannot be drawn or seen named; our own brackets too."""
    return fitted(_BRACKETS.sub(lambda sign: named(sign[0]), text), care)


def fitted(text: str, care: Care = Care.DRAWN) -> str:
    """A text of ours in which every sign can be drawn and seen; lines end with a line feed alone."""
    if text.isascii() and text.isprintable():
        return text
    whole = ENDS.sub("\n", text).replace("\t", "    ")
    if _PLAIN.fullmatch(whole):
        return whole if care is not Care.LATIN else _ASCII.sub(lambda sign: f"[U+{ord(sign[0]):04X}]", whole)
    if care is Care.LATIN:
        return _ASCII.sub(lambda sign: f"[U+{ord(sign[0]):04X}]", whole)
    if care is Care.PLAIN:
        return "".join(sign if _PLAIN.fullmatch(sign) or sign in OPEN + CLOSE else named(sign) for sign in whole)
    return "".join(_drawn(whole, coverage()))


def _drawn(text: str, known: Coverage) -> list[str]:
    """The signs of a text, each as it is or named; a mark stands only on a sign that a font of its own draws."""
    out: list[str] = []
    fonts = hung = 0
    for sign in text:
        kind, drawn = known.of(sign)
        if sign == "\n" or kind is Kind.SPACE:
            fonts = hung = 0
        elif kind is Kind.BASE:
            fonts, hung = drawn, 0
        elif kind is Kind.MARK and fonts & drawn & known.marking and hung < MARKS:
            fonts, hung = fonts & drawn & known.marking, hung + 1
        elif kind is Kind.JOINER and fonts & known.joined and hung < MARKS:
            hung += 1
        else:
            sign = named(sign)  # noqa: PLW2901
            fonts = 0
        out.append(sign)
    return out
