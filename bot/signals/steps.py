"""The steps of folding after single characters are read: signs that pose, masks, gaps, stretched and spelled words.

Each pattern is ours and linear: none starts again inside what it tried, none repeats what is itself repeated.
"""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from bot.signals.veiled import unveil

Table = dict[int, str | int | None]


class Step(NamedTuple):
    """One substitution; where `guard` finds nothing the pattern would not either, at a fraction of the cost."""

    pattern: re.Pattern[str]
    rewrite: Callable[[re.Match[str]], str]
    guard: re.Pattern[str] | None = None


LETTERS_ENOUGH: Final = 2
"""With fewer, digits are digits: `4x`, `1 2 3 a`."""
POSED: Final[Table] = dict(str.maketrans("013457@$€£|", "oieastasell"))
POSED_OTHERWISE: Final[Table] = dict(str.maketrans("013457@$€£|!", "oleastaselli"))

LINK: Final = re.compile(r"https?://\S+|@[\w-]{1,64}(?:[.@][\w-]{1,64}){1,8}")
"""Links, and handles that name their server: names, not something said."""
POSING: Final = re.compile(r"(?<![\w@$€£|!])[^\W\d_]*+[0-9@$€£|!][\w@$€£|!]*+")
"""A word with a digit or a sign in it."""
ENDINGS: Final = re.compile(r"(?<=[a-z]{3})(?:·[a-z]{1,4})+(?![\w·])")
"""Inclusive endings: `·e·s`."""
MASKED: Final = re.compile(r"(?<![\w*])\w{0,12}\*[\w*]{1,24}(?![\w*])")
PARTING: Final = re.compile(r"[ @$€£!|*·]+")
EMOJI: Final = re.compile(r"(?<![^ ])[^\w ]+ ?")
STRETCHED: Final = re.compile(r"([a-z])\1\1+")
SPELLED: Final = re.compile(r"(?<![^ ])[^\W_](?: [^\W_](?![^ ])){2,}")
"""Three single letters in a row, or more."""

DOUBT: Final = re.compile(r"([a-z])\1\1|[a-z][1|]|[1|!·][a-z]|\b\w(?: +\w\b){2}")
"""What can be read in two ways; without it, and without emoji, both readings are one."""
SIGNS: Final = re.compile(r"[0-9@$€£|!]")
DOT: Final = re.compile("·")
STAR: Final = re.compile(r"\*")
SINGLES: Final = re.compile(r"(?:^| )\w \w \w(?: |$)")


def parted(_match: re.Match[str]) -> str:
    """The space between words."""
    return " "


def _nothing(_match: re.Match[str]) -> str:
    return ""


def _once(match: re.Match[str]) -> str:
    return match[0][0]


def _twice(match: re.Match[str]) -> str:
    return match[0][:2]


def _posing(table: Table) -> Callable[[re.Match[str]], str]:
    """Digits and signs to the letters they pose as, in words of two letters or more."""

    def rewrite(match: re.Match[str]) -> str:
        word = match[0].rstrip("!")
        if sum(map(str.isalpha, word)) < LETTERS_ENOUGH:
            return match[0]
        return word.translate(table) + match[0][len(word) :]

    return rewrite


def _spelled(table: Table, keep: Callable[[re.Match[str]], str]) -> Callable[[re.Match[str]], str]:
    """Single letters in a row to the word they spell."""

    def rewrite(match: re.Match[str]) -> str:
        if sum(map(str.isalpha, match[0])) < LETTERS_ENOUGH:
            return match[0]
        return STRETCHED.sub(keep, match[0].replace(" ", "").translate(table))

    return rewrite


PLAINLY: Final = (
    Step(POSING, _posing(POSED), SIGNS),
    Step(ENDINGS, _nothing, DOT),
    Step(MASKED, unveil, STAR),
    Step(SPELLED, _spelled(POSED, _once), SINGLES),  # while a wider gap still parts words
    Step(PARTING, parted),
    Step(STRETCHED, _once),
    Step(SPELLED, _spelled(POSED, _once), SINGLES),
)
OTHERWISE: Final = (
    Step(POSING, _posing(POSED_OTHERWISE), SIGNS),
    Step(ENDINGS, lambda match: match[0].replace("·", ""), DOT),
    Step(MASKED, unveil, STAR),
    Step(SPELLED, _spelled(POSED_OTHERWISE, _twice), SINGLES),
    Step(PARTING, parted),
    Step(EMOJI, _nothing),
    Step(STRETCHED, _twice),
    Step(SPELLED, _spelled(POSED_OTHERWISE, _twice), SINGLES),
)
