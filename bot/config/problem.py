"""One thing that is wrong in a configuration: where it stands, and what to write instead."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.config.locate import Path, line_of
from bot.errors import ConfigError
from bot.model.noun import Noun


class Problem(Noun, frozen=True, kw_only=True):
    """What `rempart check` prints, or writes as JSON."""

    file: str
    line: int | None = None
    key: str = ""
    """As a program would name it: `person.0.account.1.handle`."""
    place: str = ""
    """As a person would name it: `person "camille", account 2, handle`."""
    problem: str
    """What is wrong and what to do; never holds a secret."""

    def __str__(self) -> str:
        """One sentence with its place."""
        where = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{where}: {self.place}: {self.problem}" if self.place else f"{where}: {self.problem}"


class Unusable(ConfigError):
    """A configuration with problems: all of them, in the order of the file."""

    def __init__(self, found: Sequence[Problem]) -> None:
        self.found = tuple(sorted(found, key=lambda problem: problem.line or 0))
        super().__init__(*dict.fromkeys(str(problem) for problem in self.found))


class Written(Noun, frozen=True, kw_only=True):
    """The text of a configuration as parsed, with the line of each key."""

    file: str
    data: Mapping[str, Any]
    lines: Mapping[Path, int]

    def problem(self, path: Sequence[str | int], sentence: str) -> Problem:
        """Something wrong at a key, which need not be there."""
        return Problem(
            file=self.file,
            line=line_of(self.lines, path),
            key=".".join(str(part) for part in path),
            place=", ".join(self._steps(path)),
            problem=sentence,
        )

    def _steps(self, path: Sequence[str | int]) -> list[str]:
        """Elements of arrays by their name, or else their number from 1."""
        steps: list[str] = []
        here: Any = self.data
        for part in path:
            here = _inside(here, part)
            if isinstance(part, str):
                steps.append(part)
            else:
                name = here.get("name") if isinstance(here, dict) else None
                label = f'"{name}"' if isinstance(name, str) and name.isprintable() else str(part + 1)
                steps[-1:] = [f"{steps[-1]} {label}"] if steps else [label]
        return steps


def _inside(here: Any, part: str | int) -> Any:
    """The element, or None where there is none."""
    if isinstance(here, dict):
        return here.get(part)
    if isinstance(here, list) and isinstance(part, int) and part < len(here):
        return here[part]
    return None
