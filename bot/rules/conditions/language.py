"""The text is in one of these languages."""

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field, StringConstraints

from bot.model.facts import Facts
from bot.rules.conditions.base import BaseCondition, Verdict, no, unknown, yes
from bot.rules.conditions.pattern import one_or_more
from bot.signals.reading import Reading


class Language(BaseCondition):
    """As the platform says, else a guess between French and English; unknown where neither tells."""

    name: ClassVar[str] = "language"
    example: ClassVar[str] = '{ language = ["fr"] }'
    language: Annotated[
        tuple[Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")], ...],
        BeforeValidator(one_or_more),
        Field(min_length=1),
    ]

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Yes, no or unknown."""
        spoken = reading.language
        if spoken is None:
            return unknown("the language cannot be told")
        return yes(f"is in {spoken}") if spoken in self.language else no(f"is in {spoken}")
