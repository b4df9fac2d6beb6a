"""The person was addressed in one of these ways."""

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from bot.model.facts import Facts
from bot.model.mention import Kind as Way
from bot.rules.conditions.base import BaseCondition, Verdict, no, yes
from bot.rules.conditions.pattern import one_or_more
from bot.signals.reading import Reading


class Kind(BaseCondition):
    """`mention`, `reply`, `quote` or `direct`."""

    name: ClassVar[str] = "kind"
    example: ClassVar[str] = '{ kind = ["reply", "quote"] }'
    kind: Annotated[tuple[Way, ...], BeforeValidator(one_or_more), Field(min_length=1)]

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Always known."""
        way = facts.mention.kind
        return yes(f"is a {way}") if way in self.kind else no(f"is a {way}")
