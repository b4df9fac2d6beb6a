"""The text quotes, bears witness, negates, jokes or plays."""

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from bot.model.facts import Facts
from bot.rules.conditions.base import BaseCondition, Verdict, no, yes
from bot.rules.conditions.pattern import one_or_more
from bot.signals.context import KINDS
from bot.signals.reading import Reading

Region = Literal[
    "quotation",
    "testimony",
    "counter_speech",
    "fiction",
    "sport_and_games",
    "idiom",
    "affection",
    "laughter",
    "political",
    "negation",
    "third_person",
    "first_person",
    "second_person",
]


class Context(BaseCondition):
    """One of these is somewhere in the text.

    Under `none` of a rule that asks for words or patterns it protects its span, not the post: what is found wholly
    inside is not counted, what is found beside it is.
    """

    name: ClassVar[str] = "context"
    example: ClassVar[str] = '{ context = ["testimony", "quotation"] }'
    context: Annotated[tuple[Region, ...], BeforeValidator(one_or_more), Field(min_length=1)]

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Yes with the spans."""
        kinds = (kind for kind in KINDS if kind in self.context)
        found = [region for kind in kinds for region in reading.contexts.of(kind)]
        if not found:
            return no(f"no {' or '.join(self.context)}")
        return yes(", ".join(dict.fromkeys(region.kind for region in found)), tuple(region.span for region in found))
