"""Rule packs: rules that come with Rempart, in files that a person names in `packs`."""

import re
import tomllib
from typing import Any, Final

from pydantic import Field, ValidationError

from bot.errors import ConfigError
from bot.model.noun import Noun
from bot.rules.compile import WORDLESS, compile_reader
from bot.rules.conditions.base import Table
from bot.rules.faults import faults
from bot.rules.policy import Rule, parse_rules
from bot.rules.score import says
from bot.signals.lexicon import Lexicon

FRAGMENT: Final = re.compile(r"\{\{(\w+)\}\}")
DEEPEST: Final = 5
"""How deep fragments may stand in fragments."""


class Summary(Table):
    """What the pack is for, in a sentence."""

    fr: str
    en: str


class Written(Table):
    """A pack as its file has it."""

    name: str
    summary: Summary
    fragments: dict[str, str] = Field(default_factory=dict)
    """Parts of patterns by name, written `{{name}}` where they are used."""
    rule: tuple[dict[str, Any], ...]


class Pack(Noun, frozen=True, kw_only=True):
    """Rules that a person chooses together, by name."""

    name: str
    fr: str
    en: str
    """What it is for."""
    rules: tuple[Rule, ...]


def parse_pack(text: str, filename: str) -> Pack:
    """The pack in a file's text; ConfigError with a sentence for everything wrong in it."""
    try:
        written = Written.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{filename}: is not TOML: {error}") from None
    except ValidationError as error:
        raise ConfigError(
            *(f"{filename}: {where}: {said}" for where, said in faults(error, Written.model_fields))
        ) from None
    rules = parse_rules((_filled(table, written.fragments, filename) for table in written.rule), filename)
    return Pack(name=written.name, fr=written.summary.fr, en=written.summary.en, rules=rules)


def examine(rules: tuple[Rule, ...], lexicon: Lexicon = WORDLESS) -> tuple[str, ...]:
    """Tries each rule on its own examples, by its words alone; a sentence for each that goes wrong."""
    reader = compile_reader(rules, lexicon)
    wrong = []
    for rule in rules:
        for key, texts, expected in (("example", rule.example, True), ("counter", rule.counter, False)):
            for number, text in enumerate(texts, 1):
                if says(rule, reader.read(text).outside(rule.protecting)) is not expected:
                    said = "is not found" if expected else "is found"
                    wrong.append(f'rule "{rule.name}": {key} {number} {said}; change its words, or the {key}')
    return tuple(wrong)


def _filled(table: dict[str, Any], fragments: dict[str, str], filename: str) -> dict[str, Any]:
    """The rule with the fragments written out in its patterns."""
    return {key: _in_value(value, fragments, filename) for key, value in table.items()}


def _in_value(value: Any, fragments: dict[str, str], filename: str) -> Any:
    if isinstance(value, dict):
        return {key: _written_out(one, fragments, filename) if key == "pattern" else one for key, one in value.items()}
    return [_in_value(one, fragments, filename) for one in value] if isinstance(value, list) else value


def _written_out(pattern: Any, fragments: dict[str, str], filename: str) -> Any:
    if isinstance(pattern, list):
        return [_written_out(one, fragments, filename) for one in pattern]
    if not isinstance(pattern, str):
        return pattern
    for _ in range(DEEPEST):
        used = FRAGMENT.findall(pattern)
        if not used:
            return pattern
        missing = [name for name in used if name not in fragments]
        if missing:
            raise ConfigError(f"{filename}: fragments: {missing[0]} is used and not there; add {missing[0]} = '…'")
        pattern = FRAGMENT.sub(lambda match: f"(?:{fragments[match[1]]})", pattern)
    raise ConfigError(f"{filename}: fragments: {used[0]} stands in itself; write it out")
