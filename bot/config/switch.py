"""The mode of one person or community, changed in the text of a configuration; every other byte stays as it is."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any, Final

from bot.config.locate import line_of, lines_of
from bot.errors import ConfigError
from bot.model.decision import Mode

WRITTEN: Final = re.compile(r"""(\bmode["']?[ \t]*=[ \t]*)(?:"[^"\n]*"|'[^'\n]*')""")
NAMED: Final = re.compile(r"""([ \t]*)["']?name\b.*""", re.DOTALL)


Place = tuple[str, int]
"""Whose table it is: `("person", 0)`, `("community", 1)`."""


def switched(text: str, person: str, mode: Mode) -> str:
    """The text with another mode for the person: on its line, or on a new one below the name.

    Raises ConfigError where it stands in no place that can be told for sure.
    """
    data = tomllib.loads(text)
    kind, at = place = place_of(data, person)
    wanted = deepcopy(data)
    wanted[kind][at]["mode"] = mode.value
    lines = text.split("\n")
    for number, line in _candidates(lines, lines_of(text), place, mode):
        changed = "\n".join([*lines[:number], line, *lines[number + 1 :]])
        if _read(changed) == wanted:
            return changed
    raise ConfigError(f'the mode of {person} cannot be changed for you; write mode = "{mode}" below their name')


def place_of(data: Mapping[str, Any], name: str) -> Place:
    """Where somebody of this name stands. Raises ConfigError where nobody does."""
    for kind in ("person", "community"):
        names = [one.get("name") for one in data.get(kind, ())]
        if name in names:
            return kind, names.index(name)
    raise ConfigError(f"nobody is called {name} in the configuration")


def _candidates(
    lines: list[str], known: Mapping[tuple[str | int, ...], int], place: Place, mode: Mode
) -> Iterator[tuple[int, str]]:
    """(index of a line, what may take its place); the reader says which of them is right."""
    at = known.get((*place, "mode"))
    if at is not None:
        line = lines[at - 1]
        for found in WRITTEN.finditer(line):
            yield at - 1, f"{line[: found.start()]}{found[1]}{json.dumps(mode.value)}{line[found.end() :]}"
        return
    named = (line_of(known, (*place, "name")) or 1) - 1
    if below := NAMED.fullmatch(lines[named]):
        end = "\r" if lines[named].endswith("\r") else ""
        yield named, f'{lines[named]}\n{below[1]}mode = "{mode}"{end}'


def _read(text: str) -> dict[str, Any]:
    """What a text says; nothing where it is no TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}
