"""The words that the house itself writes with a capital: no sign that somebody is named, where they stand alone."""

import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from bot.dossier import content, fact, statement
from bot.model.noun import Noun
from bot.signals.leaks.plain import Plain

KINDS: Final = (".toml", ".typ", ".txt", ".md")
PLACES: Final = {"bot.dossier": KINDS, "bot.law": KINDS, "bot.standalone": (".py",)}
WORD: Final = re.compile(rb"[a-z]+")
PERSON: Final = {"fr": "personne", "en": "person"}
"""What somebody is called whose name is not told, before a letter."""

FIELDS: Final = frozenset(
    word
    for module in (content, fact, statement)
    for noun in vars(module).values()
    if isinstance(noun, type) and issubclass(noun, Noun)
    for field in noun.__struct_fields__
    for word in field.split("_")
)
"""What the values of a dossier are called where machines read them."""


@cache
def ordinary() -> frozenset[str]:
    """All words of the texts of a dossier, of its fields, and of what goes with it, as they are compared."""
    said: set[bytes] = {word.encode() for word in (*PERSON.values(), *FIELDS)}
    for place, kinds in PLACES.items():
        try:
            folder = files(place)
        except ModuleNotFoundError:
            continue
        for text in _texts(folder, kinds):
            said.update(WORD.findall(Plain(text).text))
    return frozenset(word.decode() for word in said)


def _texts(folder: Traversable, kinds: tuple[str, ...]) -> list[str]:
    found: list[str] = []
    for one in folder.iterdir():
        if one.is_dir():
            found += _texts(one, kinds)
        elif one.name.endswith(kinds):
            found.append(one.read_text("utf-8"))
    return found
