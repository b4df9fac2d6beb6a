"""The words that the house itself writes with a capital: no sign that somebody is named, where they stand alone."""

import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from bot.signals.leaks.plain import Plain

KINDS: Final = (".toml", ".typ", ".txt", ".md")
PLACES: Final = {"bot.dossier": KINDS, "bot.law": KINDS, "bot.standalone": (".py",)}
WORD: Final = re.compile(rb"[a-z]+")
SIGNED: Final = re.compile(rb"[@#]([a-z]+)")
PERSON: Final = {"fr": "personne", "en": "person"}
"""What somebody is called whose name is not told, before a letter."""


@cache
def ordinary() -> frozenset[str]:
    """All words of the texts of a dossier and of what goes with it, as they are compared."""
    return _words(WORD) | {*PERSON.values()}


@cache
def signed() -> frozenset[str]:
    """Those that stand there behind the sign of a handle or a hashtag: `@property`, in a program."""
    return _words(SIGNED)


def _words(pattern: re.Pattern[bytes]) -> frozenset[str]:
    said: set[bytes] = set()
    for place, kinds in PLACES.items():
        try:
            folder = files(place)
        except ModuleNotFoundError:
            continue
        for text in _texts(folder, kinds):
            said.update(pattern.findall(Plain(text).text))
    return frozenset(word.decode() for word in said)


def _texts(folder: Traversable, kinds: tuple[str, ...]) -> list[str]:
    found: list[str] = []
    for one in folder.iterdir():
        if one.is_dir():
            found += _texts(one, kinds)
        elif one.name.endswith(kinds):
            found.append(one.read_text("utf-8"))
    return found
