"""The words of every day: those that are said in small letters in our own texts, rules and lexicons."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from bot.model.decision import Span
from bot.signals.common import COMMON
from bot.signals.leaks.plain import Plain

PLACES: Final = ("bot.policies", "bot.lexicons", "bot.law", "bot.alerts", "bot.dossier.typesetting")
SMALL: Final = re.compile(r"(?<!\w)[a-zà-öø-ÿœ]+(?!\w)")
"""A word without a capital: no name."""
HOLDING: Final = frozenset(word.decode() for word in COMMON)
"""Words that hold sentences together: with a capital, too, they are no names."""
WORD: Final = re.compile(r"[^\W_]+")


@cache
def everyday() -> frozenset[str]:
    """All of them, as they are compared."""
    said = {word for place in PLACES for text in _texts(files(place)) for word in SMALL.findall(text)}
    return HOLDING | {Plain(word).text.decode() for word in said}


def others(text: str) -> list[Span]:
    """Where words stand that are none of them, or may be names by their capital; those beside each other as one."""
    found: list[Span] = []
    follows = False
    for one in WORD.finditer(text):
        word = Plain(one[0]).text.decode()
        other = word not in (HOLDING if one[0] != one[0].lower() else everyday())
        if other and follows:
            found[-1] = (found[-1][0], one.end())
        elif other:
            found.append(one.span())
        follows = other
    return found


def _texts(folder: Traversable) -> Iterator[str]:
    for one in folder.iterdir():
        if one.is_dir():
            yield from _texts(one)
        elif one.name.endswith(".toml"):
            yield one.read_text("utf-8")
