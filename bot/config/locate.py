"""Where a key stands in a TOML text, which tomllib does not tell."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

Path = tuple[str | int, ...]
"""Keys, and indices into arrays: `("person", 0, "account", 1, "handle")`."""

TOKEN: Final = re.compile(
    r"""(?P<text>\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
    r"""|(?P<blank>\#[^\n]*|[ \t\r]+)|(?P<end>\n)|(?P<mark>[\[\]{}=,.])|(?P<bare>[^\s\[\]{}=,.\#"']+)""",
    re.DOTALL,
)


def lines_of(toml: str) -> dict[Path, int]:
    """The line, from 1, of each key and array element of a text that tomllib has accepted."""
    return _Reading(toml).lines


def line_of(lines: Mapping[Path, int], path: Sequence[str | int]) -> int | None:
    """The line of a path, or of what stands nearest above it; parts that are not in the text are passed over."""
    here: Path = ()
    for part in path:
        if (*here, part) in lines:
            here = (*here, part)
    return lines.get(here)


class _Reading:
    """One pass over the tokens."""

    def __init__(self, toml: str) -> None:
        self.lines: dict[Path, int] = {}
        self._arrays: dict[Path, int] = {}
        self._tokens = [found for found in TOKEN.finditer(toml) if found.lastgroup != "blank"]
        self._at = 0
        self._line = 1
        table: Path = ()
        while self._at < len(self._tokens):
            if self._peek() == "\n":
                self._next()
            elif self._peek() == "[":
                table = self._header()
            else:
                self._pair(table)

    def _peek(self) -> str:
        return self._tokens[self._at].group() if self._at < len(self._tokens) else "\n"

    def _next(self) -> str:
        token = self._peek()
        self._at += 1
        self._line += token.count("\n")
        return token

    def _note(self, path: Path) -> None:
        self.lines.setdefault(path, self._line)

    def _key(self) -> tuple[str, ...]:
        """A dotted key; bare keys, and quoted ones without their quotes."""
        parts = [self._name(self._next())]
        while self._peek() == ".":
            self._next()
            parts.append(self._name(self._next()))
        return tuple(parts)

    @staticmethod
    def _name(token: str) -> str:
        return token[1:-1] if token[0] in "\"'" else token

    def _header(self) -> Path:
        """`[a.b]`, or `[[a.b]]`, which begins another element."""
        self._next()
        many = self._peek() == "["
        if many:
            self._next()
        path: Path = ()
        for part in (parts := self._key())[:-1]:
            self._note((*path, part))
            path = self._inside((*path, part))
        path = (*path, parts[-1])
        if many:
            self._arrays[path] = self._arrays.get(path, -1) + 1
        self._note(path)
        path = self._inside(path)
        self._note(path)
        while self._peek() == "]":
            self._next()
        return path

    def _inside(self, path: Path) -> Path:
        return (*path, self._arrays[path]) if path in self._arrays else path

    def _pair(self, table: Path) -> None:
        """`key = value`; each part of a dotted key has the line."""
        path = table
        for part in self._key():
            path = (*path, part)
            self._note(path)
        self._next()
        self._value(path)

    def _value(self, path: Path) -> None:
        match self._peek():
            case "[":
                self._items("]", path)
            case "{":
                self._items("}", path)
            case _:
                while self._peek() not in {",", "]", "}", "\n"}:
                    self._next()

    def _items(self, closing: str, path: Path) -> None:
        """The elements of an array, or the pairs of an inline table."""
        self._next()
        index = 0
        while self._at < len(self._tokens) and (token := self._peek()) != closing:
            if token in {"\n", ","}:
                self._next()
            elif closing == "}":
                self._pair(path)
            else:
                self._note((*path, index))
                self._value((*path, index))
                index += 1
        self._next()
