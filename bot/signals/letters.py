"""What one character reads as, in the wire that folding works on: bytes, most of them the letters a to z.

The wire holds a–z, 0–9, space, the signs that later steps read, and each character beyond those as its code point in
hexadecimal digits, which are C1 controls: 0x80–0x8F, the last 0x90–0x9F. It is ASCII wherever nothing else was written.
"""

import codecs
import re
import unicodedata
from typing import Final

from bot.signals.confusables import CONFUSABLES

MARKS: Final = frozenset({"Mn", "Me", "Mc"})
"""Unicode categories of accents and enclosures, which are laid on letters and say nothing of their own."""
INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Cn"})
"""Categories of NUL and its like, zero-width characters, direction controls, lone surrogates, what is no character."""
BLANK: Final = frozenset("\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufffc\ufffd")
"""Letters that show nothing (Default_Ignorable_Code_Point in Unicode), and what stands for no character."""
SIGNS: Final = b"'.-_()/!@$#*|%"
"""Signs that may pose as letters, mask them, part them or part an inclusive ending; the steps of folding read them."""
POUND: Final = b"\xa3"
EURO: Final = b"\xa4"
DOT: Final = b"\xb7"
SIGNED: Final = (
    dict.fromkeys("’‘ʼ´`′", b"'")
    | dict.fromkeys("‐‑", b"-")
    | dict.fromkeys("∗⁎✱✳⋆★☆٭", b"*")
    | dict.fromkeys("·•‧⋅∙・･", DOT)
    | {"£": POUND, "€": EURO, "¤": EURO, "¢": b"c", "¥": b"y", "₳": b"a", "฿": b"b", "₵": b"c", "₣": b"f", "₲": b"g"}
    | {"₭": b"k", "₥": b"m", "₦": b"n", "₱": b"p", "₴": b"s", "₮": b"t", "₩": b"w"}
)
"""Signs that are drawn like another sign or are letters with a stroke."""
DRAWN: Final = dict(
    zip("абвгекмнопрстухѕіјԁһӏқяξεηικμνρυχωςβԛωʋɡɑǝəŋĸ", "abbrekmhonpctyxsijdhlkreenikuvpuxwcbqwvgaeenk", strict=True)
) | {"æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ß": "ss"}
"""Ours, where it is not what UTS 39 says: letters in lower case, as people use them in the place of Latin ones."""
HEXADECIMAL: Final = bytes(range(0x80, 0xA0))
LEADING: Final = HEXADECIMAL[:16]
"""All digits of a code point but the last."""
HEX_DIGITS: Final = bytes.maketrans(HEXADECIMAL, 2 * b"0123456789abcdef")
WIRED: Final = re.compile("[\x80-\x8f]*[\x90-\x9f]")
BEYOND_LATIN: Final = "rempart-beyond-latin"
"""The name under which `str.encode` finds what to write for characters beyond Latin-1."""


class Letters(dict[str, bytes]):
    """One character to what it reads as; b'' for what cannot be seen, b' ' for what parts words."""

    def __missing__(self, character: str) -> bytes:
        """Read a character met for the first time; at most one entry for each character there is."""
        read = self[character] = _read(character)
        return read


def _read(character: str) -> bytes:
    if character in SIGNED:
        return SIGNED[character]
    if character.isspace():
        return b" "
    if character in BLANK or unicodedata.category(character) in INVISIBLE:
        return b""
    if "\U0001f1e6" <= character <= "\U0001f1ff":
        letter = chr(ord(character) - 0x1F1E6 + ord("a"))  # what flags are made of, which also spells words
        return f" {letter} ".encode()
    plain = _named(character) or unicodedata.normalize("NFKD", character).casefold()
    return b"".join(_part(part) for part in unicodedata.normalize("NFKD", plain))


def _part(part: str) -> bytes:
    category = unicodedata.category(part)
    if category in MARKS or category in INVISIBLE or "\U0001f3fb" <= part <= "\U0001f3ff":
        return b""
    if part.isascii():
        return part.encode() if part.isalnum() or part.encode() in SIGNS else b" "
    if part in SIGNED:
        return SIGNED[part]
    if category == "Nd":
        return b"%d" % unicodedata.digit(part)
    if part.isalnum():
        return (DRAWN.get(part) or ALIKE.get(part) or _named(part)).encode() or _hexadecimal(part)
    return b" %b " % _hexadecimal(part) if category == "So" and part > "\xff" else b" "


def _named(character: str) -> str:
    """The Latin letter that the character's Unicode name ends with: 🅰, ɐ, ᴀ, đ are named after theirs."""
    name = unicodedata.name(character, "").partition(" WITH ")[0]
    head, _, letter = name.rpartition(" ")
    return letter.casefold() if "LATIN" in head and len(letter) == 1 and letter.isalpha() else ""


def _hexadecimal(character: str) -> bytes:
    digits = [int(digit, 16) for digit in f"{ord(character):x}"]
    return bytes((*(0x80 + digit for digit in digits[:-1]), 0x90 + digits[-1]))


def text_of(wire: bytes) -> str:
    """What a wire without signs reads as."""
    if wire.isascii():
        return wire.decode("ascii")
    return WIRED.sub(lambda match: character_of(match[0].encode("latin-1")), wire.decode("latin-1"))


def character_of(digits: bytes) -> str:
    """The character behind its hexadecimal digits in the wire."""
    return chr(int(digits.translate(HEX_DIGITS), 16))


def _beyond_latin(error: UnicodeError) -> tuple[bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return b"".join(map(LETTERS.__getitem__, error.object[error.start : error.end])), error.end


ALIKE: Final = {character: letters for letters, characters in CONFUSABLES.items() for character in characters}
LETTERS: Final = Letters()
"""Shared, and only ever added to: each entry is a fact about Unicode."""
LATIN: Final = tuple(LETTERS[chr(code)] for code in range(256))
"""What the characters of Latin-1 read as."""
UNSEEN: Final = bytes(code for code in range(256) if not LATIN[code] and code not in HEXADECIMAL)
LONGER: Final = {bytes((code,)): read for code, read in enumerate(LATIN) if len(read) > 1}
"""Those that read as several letters (æ, ½); in the wire they stay as they are until more than ASCII was seen."""
READ: Final = bytes(code if code in HEXADECIMAL or len(read) != 1 else read[0] for code, read in enumerate(LATIN))
"""For `bytes.translate` of a text encoded as Latin-1."""
ONCE: Final = "".join(chr(code) for code, read in enumerate(LATIN) if len(read) == 1 and code not in HEXADECIMAL)
UNEVEN: Final = re.compile(f"[^{re.escape(ONCE)}]+")
"""Characters that are not of Latin-1, or read as none or as several letters."""

codecs.register_error(BEYOND_LATIN, _beyond_latin)
