"""Names as they are written so that no machine reads them: `Du🌹pont`, `D.u.pont`, `M4rie`, `Duuupont`, `mArIe`."""

import re
from collections.abc import Iterator
from typing import Final

from bot.dossier.readings import Reading
from bot.signals.leaks.tokens import MIXED

WITHIN: Final = re.compile(r"(?<=[^\W_])(?:[^\w\s'’@/:]|_){1,8}(?=[^\W_])")
"""Signs and pictures between two letters."""
POSED: Final = re.compile(r"[^\W\d_][013457$€!|]|[013457$€!|][^\W\d_]")
LETTERS: Final = str.maketrans("013457$€!|", "oieastseil")
"""Digits and signs that pose as letters."""
DRAWN_OUT: Final = re.compile(r"([^\W\d_])\1{2,}", re.IGNORECASE)


def disguises(text: str) -> Iterator[Reading]:
    """What it says to who leaves such signs out, none of most texts."""
    read = _without(Reading(text, tuple((place, place + 1) for place in range(len(text)))), WITHIN, keep=0)
    letters = Reading(POSED.sub(lambda match: match[0].translate(LETTERS), read.text), read.places)
    letters = Reading(POSED.sub(lambda match: match[0].translate(LETTERS), letters.text), read.places)
    every = [read, letters, _without(letters, DRAWN_OUT, keep=1), _without(letters, DRAWN_OUT, keep=2)]
    every += [Reading("".join(map(_small, one.text)), one.places) for one in every if MIXED.search(one.text)]
    yield from ({one.text: one for one in every if one.text != text}).values()


def _small(letter: str) -> str:
    """In its size."""
    return small if len(small := letter.lower()) == 1 else letter


def _without(read: Reading, pattern: re.Pattern[str], keep: int) -> Reading:
    """Without what the pattern finds, but for so many signs of each."""
    said: list[str] = []
    places: list[tuple[int, int]] = []
    end = 0
    for match in pattern.finditer(read.text):
        said.append(read.text[end : match.start() + keep])
        places += read.places[end : match.start() + keep]
        end = match.end()
    if not end:
        return read
    return Reading("".join((*said, read.text[end:])), (*places, *read.places[end:]))
