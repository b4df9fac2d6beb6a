"""What one character reads as: the table behind folding, filled as characters are met."""

import unicodedata
from typing import Final

MARKS: Final = frozenset({"Mn", "Me"})
"""Unicode categories of accents and enclosures, which are laid on letters and say nothing of their own."""
INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Cn"})
"""Categories of NUL and its like, zero-width characters, direction controls, lone surrogates, what is no character."""
BLANK: Final = frozenset("\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufffc\ufffd")
"""Letters that show nothing (Default_Ignorable_Code_Point in Unicode), and what stands for no character."""
LOOK_ALIKES: Final = str.maketrans(
    dict(
        zip(
            "абвгекмнорстухѕіјԁһӏқօոսցքαβγεηικμνορτυχωςʋɡɑǝə",
            "abbrekmhopctyxsijdhlkonugqabyenikuvoptuxwcvgaee",
            strict=True,
        )
    )
)
"""Cyrillic, Armenian and Greek letters, in lower case, that are drawn like Latin ones."""
DIGRAPHS: Final = {
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "đ": "d",
    "ħ": "h",
    "ı": "i",
    "ł": "l",
    "ŧ": "t",
    "þ": "th",
    "ð": "d",
}
KEPT: Final = frozenset("@$€£!|*·•‧")
"""Signs that may pose as letters, mask them or part an inclusive ending; the later steps of folding read them."""


class Letters(dict[int, str]):
    """For `str.translate`: a code point to what it reads as; '' for what cannot be seen, ' ' for what parts words."""

    def __missing__(self, code: int) -> str:
        """Read a character met for the first time; at most one entry for each character there is."""
        read = _read(chr(code))
        self[code] = read
        return read


def _read(character: str) -> str:
    if character in KEPT:
        return "·" if character in "•‧" else character
    if character.isspace():
        return " "
    if character in BLANK or unicodedata.category(character) in INVISIBLE:
        return ""
    if "\U0001f1e6" <= character <= "\U0001f1ff":
        return f" {chr(ord(character) - 0x1F1E6 + ord('a'))} "  # the letters flags are made of, which also spell words
    plain = _letter_by_name(character) or unicodedata.normalize("NFKD", character).casefold()
    return "".join(_part(part) for part in unicodedata.normalize("NFKD", plain))


def _part(part: str) -> str:
    category = unicodedata.category(part)
    if category in MARKS or category in INVISIBLE or "\U0001f3fb" <= part <= "\U0001f3ff":
        return ""
    if part in KEPT:
        return part
    if part.isalnum():
        return DIGRAPHS.get(part) or part.translate(LOOK_ALIKES)
    return f" {part} " if category == "So" else " "


def _letter_by_name(character: str) -> str:
    """The Latin letter that the character's Unicode name ends with: 🅰, 🇦, ɐ, ᴀ, đ are named after theirs."""
    name = unicodedata.name(character, "").partition(" WITH ")[0]
    head, _, letter = name.rpartition(" ")
    return letter.casefold() if "LATIN" in head and len(letter) == 1 and letter.isalpha() else ""


LETTERS: Final = Letters()
"""Shared, and only ever added to: each entry is a fact about Unicode."""
