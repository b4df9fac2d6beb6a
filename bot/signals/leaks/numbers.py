"""Numbers in words, French and English, written as digits, with the way back."""
# ruff: noqa: E501 - a list cut where the line ends reads worse than a long line

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final

import re2

from bot.signals.leaks.plain import Plain
from bot.signals.leaks.view import Piece, View

_UNITS = (
    "zero|un une one|deux two|trois three|quatre four|cinq five|six|sept seven|huit eight|neuf nine|dix ten|onze eleven|"
    "douze twelve|treize thirteen|quatorze fourteen|quinze fifteen|seize sixteen|dixsept seventeen|dixhuit eighteen|"
    "dixneuf nineteen"
)
_TENS = (
    "vingt vingts twenty|trente thirty|quarante forty fourty|cinquante fifty|soixante sixty|septante seventy|"
    "huitante octante eighty|nonante ninety"
)
UNITS: Final = {word: value for value, words in enumerate(_UNITS.split("|")) for word in words.split()} | {
    "oh": 0,
    "o": 0,
}
TENS: Final = {word: 10 * value for value, words in enumerate(_TENS.split("|"), start=2) for word in words.split()}
HUNDRED: Final = frozenset({"cent", "cents", "hundred"})
THOUSAND: Final = frozenset({"mille", "thousand"})
REPEATED: Final = {"double": 2, "triple": 3}
JOINING: Final = frozenset({"et", "and"})
ALONE: Final = frozenset(
    {"un", "une", "one", "o", "oh", "cent", "cents", "hundred", "mille", "thousand", "double", "triple"}
)
"""What is no number where no other stands beside it."""
WORD: Final = "|".join(sorted({*UNITS, *TENS, *HUNDRED, *THOUSAND, *REPEATED}, key=len, reverse=True))
RUN: Final = re2.compile(rf"\b(?:{WORD})\b(?:[ ,.\-/]{{1,3}}(?:(?:et|and)[ \-])?(?:\d{{1,2}}|{WORD})\b)*")
PART: Final = re.compile("([a-z]+|[0-9]+)")
SAID: Final = re2.compile(
    rf"\b(?:{'|'.join(sorted({*UNITS, *TENS} - ALONE, key=len, reverse=True))})\b|\b(?:double|triple) "
)
"""Without one of these there is no number in words that is looked for."""
SIMPLE: Final = frozenset(UNITS) - {"quatre", "dix"}
"""What is a number of its own, whatever follows but a hundred or a thousand."""
LARGE: Final = HUNDRED | THOUSAND
LONGEST: Final = 9
"""Words of the longest number: `quatre mille deux cent quatre-vingt-dix-sept`."""
TEN, SIXTY, EIGHTY = 10, 60, 80


Group = tuple[str, int, int]
"""Digits, and where the words or digits stand that say them."""


def in_digits(plain: Plain) -> View:
    """The text with its numbers in words as digits, one space between two; the text itself where there are none."""
    return View(plain, plain.text) if SAID.search(plain.text) is None else written_in_digits(plain)


def written_in_digits(plain: Plain) -> View:
    """The same of a text that is known to have some."""
    text = plain.text
    said, places, last = bytearray(), list[Piece](), 0
    for run in RUN.finditer(text):
        for number, (digits, start, end) in enumerate(_groups(text, *run.span()), start=1):
            if number > 1:
                last = start - 1
            places += (len(said), last, 0), (len(said) + start - last, start, end)
            said += text[last:start] + digits.encode()
            last = end
    places.append((len(said), last, 0))
    return View(plain, bytes(said + text[last:]), places)


def _groups(text: bytes, begin: int, stop: int) -> Iterator[Group]:
    """The numbers of a run; none where it is one word that is seldom a number."""
    pieces = PART.split(text[begin:stop].decode())  # what parts words, and words, by turns
    at = list(accumulate(map(len, pieces), initial=begin))
    parts = [part for part in zip(pieces[1::2], at[1::2], at[2::2], strict=False) if part[0] not in JOINING]
    words = [part[0] for part in parts]
    if len(parts) == 1 and words[0] in ALONE:
        return
    place = 0
    while place < len(parts):
        digits, used = _number(words[place : place + LONGEST])
        yield digits, parts[place][1], parts[place + used - 1][2]
        place += used


def _number(words: Sequence[str]) -> tuple[str, int]:
    """The number that the words begin with, and how many of them it takes."""
    first, following = words[0], words[1] if len(words) > 1 else ""
    if first.isdigit():
        return first, 1
    if first in SIMPLE and following not in LARGE:
        return str(UNITS[first]), 1
    if first in TENS:
        value, used = _below_hundred(words)
        return str(value), used
    if first in REPEATED:
        digit = following if following.isdigit() else str(UNITS.get(following, ""))
        return digit * REPEATED[first], 2 if digit else 1
    value, used = (1, 0) if first in THOUSAND else _below_thousand(words)
    if words[used : used + 1] and words[used] in THOUSAND and value < TEN:
        rest, more = _below_thousand(words[used + 1 :])
        return str(1000 * value + rest), used + 1 + more
    return (str(value), used) if used else ("1000", 1)


def _below_thousand(words: Sequence[str]) -> tuple[int, int]:
    """A number below a thousand and how many words it takes; 0 and none where there is none."""
    first, following = words[0] if words else "", words[1] if len(words) > 1 else ""
    if first in HUNDRED:
        value, used = _below_hundred(words[1:])
        return 100 + value, 1 + used
    if following in HUNDRED and 0 < UNITS.get(first, 0) < TEN:
        value, used = _below_hundred(words[2:])
        return UNITS[first] * 100 + value, 2 + used
    return _below_hundred(words)


def _below_hundred(words: Sequence[str]) -> tuple[int, int]:
    """A number below a hundred and how many words it takes; 0 and none where there is none."""
    if not words:
        return 0, 0
    first, following = words[0], words[1] if len(words) > 1 else ""
    if first == "quatre" and following in {"vingt", "vingts"}:
        value, used = _below_twenty(words[2:])
        return EIGHTY + value, 2 + used
    if first in TENS:
        value, used = _below_twenty(words[1:])
        fits = 0 < value < TEN or (TENS[first] == SIXTY and value)
        return (TENS[first] + value, 1 + used) if fits else (TENS[first], 1)
    value, used = _below_twenty(words)
    return value, used


def _below_twenty(words: Sequence[str]) -> tuple[int, int]:
    if not words or words[0] not in UNITS:
        return 0, 0
    value, following = UNITS[words[0]], words[1] if len(words) > 1 else ""
    if words[0] == "dix" and following in {"sept", "huit", "neuf"}:
        return TEN + UNITS[following], 2
    return value, 1
