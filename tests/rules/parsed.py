"""Rules from tables, as they stand in a file, and what is said of those that cannot be used."""

from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from bot.config.explain import explain
from bot.config.policy_file import PolicyFile
from bot.config.problem import Written
from bot.rules.policy import Rule


def parse_rules(tables: Iterable[Any]) -> tuple[Rule, ...]:
    """Rules that can be used."""
    return tuple(map(Rule.model_validate, tables))


def wrong_with(*tables: Any) -> list[str]:
    """A sentence for everything wrong in the rules of a file."""
    data = {"rule": list(tables)}
    try:
        PolicyFile.model_validate(data)
    except ValidationError as error:
        return [str(one) for one in explain(Written(file="rules.toml", data=data, lines={}), error, PolicyFile)]
    return []
