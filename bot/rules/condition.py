"""From a table with one key to the condition it names."""

from typing import Annotated, Any, Final

from pydantic import BeforeValidator, ValidationError

from bot.rules.conditions import CONDITIONS
from bot.rules.conditions.base import BaseCondition
from bot.rules.faults import faults, no_such

NAMES: Final = tuple(condition.name for condition in CONDITIONS)


def parse_condition(written: Any) -> BaseCondition:
    """The condition that the table's key names; ValueError with what to write instead."""
    if isinstance(written, BaseCondition):
        return written
    if not isinstance(written, dict) or not written:
        raise ValueError(f"must be a table; write {CONDITIONS[0].example}")
    named = [key for key in written if key in NAMES]
    if not named:
        raise ValueError(no_such(str(next(iter(written))), NAMES, "condition"))
    named = [key for key in named if {*named} <= {*_called(key).model_fields}] or named  # lexicon has a language too
    if len(named) > 1:
        raise ValueError(f"has {' and '.join(named)} in one table; write each in a table of its own")
    condition = _called(named[0])
    try:
        return condition.model_validate(written)
    except ValidationError as error:
        found = [
            f"{where}: {sentence}" if where else sentence for where, sentence in faults(error, condition.model_fields)
        ]
        raise ValueError(f"{'; '.join(found)}. Write it like {condition.example}") from None


def _called(name: str) -> type[BaseCondition]:
    return CONDITIONS[NAMES.index(name)]


Condition = Annotated[BaseCondition, BeforeValidator(parse_condition)]
