"""From the text of a rule pack to its rules: fragments written out, and everything wrong told with its line."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Self

from pydantic import Field, ValidationError, model_validator

from bot.config.explain import explain
from bot.config.locate import Path, lines_of
from bot.config.problem import Problem, Unusable, Written
from bot.config.values import Table
from bot.errors import ConfigError
from bot.model.decision import Mode
from bot.rules.moderated import moderated
from bot.rules.packs import Pack
from bot.rules.policy import Rule

FRAGMENT: Final = re.compile(r"\{\{(\w+)\}\}")
DEEPEST: Final = 5
"""How deep fragments may stand in fragments."""
NONE: Final[Mapping[str, str]] = {}


class Summary(Table):
    """What the pack is for, in a sentence."""

    fr: str
    en: str


class PackTable(Table):
    """A pack as its file has it."""

    name: str
    summary: Summary
    fragments: dict[str, str] = Field(default_factory=dict)
    """Parts of patterns by name, written `{{name}}` where they are used; those shared by all packs need not be here."""
    observe: tuple[str, ...] = ()
    """Packs whose rules it has too, in mode observe."""
    moderates: tuple[str, ...] = ()
    """Packs whose rules it has too, as moderators have them."""
    rules: tuple[Rule, ...] = Field(default=(), alias="rule")

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not self.rules and not self.observe and not self.moderates:
            raise ValueError('has no rule; write [[rule]], or observe = ["essentials"] for the rules of another pack')
        return self


class FragmentsTable(Table):
    """What the packs share."""

    fragments: dict[str, str]


def _no_other(name: str) -> Pack:
    raise ConfigError(f"{name} is no pack beside this one")


def parse_pack(
    text: str, filename: str, shared: Mapping[str, str] = NONE, other: Callable[[str], Pack] = _no_other
) -> Pack:
    """The pack in a file's text; `shared` are fragments beside its own, `other` is asked for the packs that it takes
    rules from.

    Raises Unusable with all that is wrong in the file.
    """
    written = _written(text, filename)
    own = written.data.get("fragments")
    fragments = {**shared, **(own if isinstance(own, dict) else {})}
    filling = _Filling(written, {name: one for name, one in fragments.items() if isinstance(one, str)})
    data = {key: filling.fill(value, (key,)) if key == "rule" else value for key, value in written.data.items()}
    try:
        table = PackTable.model_validate(data)
    except ValidationError as error:
        raise Unusable([*filling.problems, *explain(written, error, PackTable)]) from None
    filling.problems += _twice(written, table)
    if filling.problems:
        raise Unusable(filling.problems)
    observed = tuple(
        rule.model_copy(update={"mode": Mode.OBSERVE}) for name in table.observe for rule in other(name).rules
    )
    put = tuple(rule for name in table.moderates for rule in moderated(other(name).rules))
    return Pack(name=table.name, fr=table.summary.fr, en=table.summary.en, rules=(*table.rules, *observed, *put))


def parse_fragments(text: str, filename: str) -> Mapping[str, str]:
    """The fragments that packs share, from their file's text. Raises Unusable with all that is wrong."""
    written = _written(text, filename)
    try:
        return FragmentsTable.model_validate(written.data).fragments
    except ValidationError as error:
        raise Unusable(list(explain(written, error, FragmentsTable))) from None


class _Filling:
    """Writes fragments out in the patterns of a pack, noting what cannot be."""

    def __init__(self, written: Written, fragments: Mapping[str, str]) -> None:
        self.problems: list[Problem] = []
        self._written = written
        self._fragments = fragments

    def fill(self, value: Any, path: Path) -> Any:
        """The value with the patterns inside it filled."""
        if isinstance(value, dict):
            return {key: self.fill(one, (*path, key)) for key, one in value.items()}
        if isinstance(value, list):
            return [self.fill(one, (*path, index)) for index, one in enumerate(value)]
        return self._filled(value, path) if isinstance(value, str) and "pattern" in path else value

    def _filled(self, pattern: str, path: Path) -> str:
        for _ in range(DEEPEST):
            used = FRAGMENT.findall(pattern)
            missing = [name for name in used if name not in self._fragments]
            if not used:
                return pattern
            if missing:
                self._wrong(path, f"uses {missing[0]}, which is no fragment; add {missing[0]} = '…' to [fragments]")
                return "fragment"
            pattern = FRAGMENT.sub(lambda match: f"(?:{self._fragments[match[1]]})", pattern)
        self._wrong(path, f"uses {used[0]}, which stands in itself; write it out in [fragments]")
        return "fragment"

    def _wrong(self, path: Path, sentence: str) -> None:
        self.problems.append(self._written.problem(path, sentence))


def _written(text: str, filename: str) -> Written:
    try:
        return Written(file=filename, data=tomllib.loads(text), lines=lines_of(text))
    except tomllib.TOMLDecodeError as error:
        cure = "patterns stand between single quotes, each list and table is closed"
        raise Unusable([Problem(file=filename, problem=f"is not TOML: {error}; {cure}")]) from None


def _twice(written: Written, table: PackTable) -> Iterator[Problem]:
    names = [rule.name.casefold() for rule in table.rules]
    for place, name in enumerate(names):
        if name in names[:place]:
            yield written.problem(("rule", place, "name"), "is the name of another rule too; give each one of its own")
