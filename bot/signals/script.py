"""In which writing a text is: the words that are not in Latin letters, which is all we read."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, Literal, get_args

from bot.model.decision import Span
from bot.model.noun import Noun

LATIN: Final = "latin"
MARK: Final = "mark"
Script = Literal[
    "arabic",
    "armenian",
    "bengali",
    "cyrillic",
    "devanagari",
    "ethiopic",
    "georgian",
    "greek",
    "han",
    "hangul",
    "hebrew",
    "kana",
    "tamil",
    "thai",
    "tifinagh",
]
"""Those that have a name here; letters of any other are of the script `other`."""
NAMED: Final[dict[str, str]] = {
    **{script.upper(): script for script in get_args(Script)},
    "LATIN": LATIN,
    "CJK": "han",
    "HIRAGANA": "kana",
    "KATAKANA": "kana",
    "KATAKANA-HIRAGANA": "kana",
    "MODIFIER": MARK,
}
"""By the first word of a letter's name in Unicode."""
DENSE: Final = {"han": 3, "kana": 2, "hangul": 2}
"""How many letters of an alphabet one of theirs says as much as, roughly."""
NAMES: Final = re.compile(r"(?:https?://|@)\S+")
"""Links and handles: nothing is said in them."""


class Foreign(Noun, frozen=True, kw_only=True):
    """A word without any Latin letter; `letters` as many as it would take in an alphabet."""

    script: str
    letters: int
    span: Span


class _Scripts(dict[str, str]):
    """A character to its script; MARK for what belongs to the letter before, '' for what is no letter."""

    def __missing__(self, character: str) -> str:
        """Look at a character met for the first time; at most one entry for each there is."""
        plain = unicodedata.normalize("NFKC", character)[0]
        if plain.isalpha():
            script = NAMED.get(unicodedata.name(plain, "").partition(" ")[0], "other")
        else:
            script = MARK if unicodedata.category(plain) in {"Mn", "Mc", "Cf"} else ""
        self[character] = script
        return script


TABLE: Final = _Scripts()
"""Shared, and only ever added to: each entry is a fact about Unicode."""


BEYOND: Final = re.compile(r"[^\W\x00-\u024f]")
"""A letter that is in none of the blocks of Latin letters in which French and English are written."""


def foreign(text: str) -> tuple[Foreign, ...]:
    """The words that have letters, and none of them Latin; a word that mixes is a disguise, which folding reads."""
    if text.isascii() or not BEYOND.search(text):
        return ()
    found: list[Foreign] = []
    start, scripts = 0, list[str]()
    shown = NAMES.sub(lambda name: " " * len(name[0]), text)
    for at, character in enumerate(f"{shown} "):
        script = TABLE[character]
        if script:
            scripts.append(script)
            continue
        letters = [one for one in scripts if one != MARK]
        if letters and LATIN not in letters:
            weight = sum(DENSE.get(one, 1) for one in letters)
            found.append(Foreign(script=letters[0], letters=weight, span=(start, at)))
        start, scripts = at + 1, []
    return tuple(found)


def latin(text: str) -> int:
    """How many letters of the text are Latin, names aside."""
    return sum(_latin(text))


def has_latin(text: str) -> bool:
    """Whether one is: looks no further than the first."""
    return any(_latin(text))


def _latin(text: str) -> Iterator[bool]:
    named = "@" in text or "://" in text
    return (TABLE[character] == LATIN for character in (NAMES.sub(" ", text) if named else text))
