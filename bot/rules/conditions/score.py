"""The score of the text lies over, or under, a bound."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from bot.model.facts import Facts
from bot.rules.conditions.base import BaseCondition, Table, Verdict, no, yes
from bot.signals.reading import Reading

Probability = Annotated[float, Field(strict=True, ge=0, le=1)]


class Scores(Table):
    """Bounds of a probability; at least one."""

    over: Probability | None = None
    under: Probability | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if self.over is None and self.under is None:
            raise ValueError("needs over or under; write score = { over = 0.9 }")
        return self


class Score(BaseCondition):
    """How probable it is that the text abuses whom it addresses, by all that is measured of its words.

    It never acts alone: a rule that acts needs words, patterns, the lexicon or conduct beside it.
    """

    name: ClassVar[str] = "score"
    example: ClassVar[str] = "{ score = { over = 0.9 } }"
    score: Scores

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Never unknown: every text has a score."""
        over, under = self.score.over, self.score.under
        said = f"the score is {reading.score:.2f}"
        holds = (over is None or reading.score > over) and (under is None or reading.score < under)
        return yes(said) if holds else no(said)
