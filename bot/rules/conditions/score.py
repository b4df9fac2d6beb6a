"""The score of the text lies over, or under, a bound; or it is disputed."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from bot.model.facts import Facts
from bot.rules.conditions.base import BaseCondition, Table, Verdict, no, yes
from bot.signals.reading import Reading

Probability = Annotated[float, Field(strict=True, ge=0, le=1)]


class Scores(Table):
    """Bounds of a probability, at least one; or that it is disputed."""

    over: Probability | None = None
    under: Probability | None = None
    disputed: Literal[True] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        bounded = self.over is not None or self.under is not None
        if not bounded and not self.disputed:
            raise ValueError("needs over, under or disputed; write score = { over = 0.9 }")
        if bounded and self.disputed:
            raise ValueError("has disputed beside a bound; write score = { disputed = true } in a table of its own")
        return self


class Score(BaseCondition):
    """How probable it is that the text abuses whom it addresses, by all that is measured of its words.

    `disputed`: the words found and how the whole text reads say the opposite, one abuse and the other none.

    It never acts alone: a rule that acts needs words, patterns, the lexicon or conduct beside it.
    """

    name: ClassVar[str] = "score"
    example: ClassVar[str] = "{ score = { over = 0.9 } }"
    score: Scores

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Never unknown: every text has a score."""
        asked = self.score
        if asked.disputed:
            return yes("words and score say the opposite") if reading.disputed else no("words and score do not differ")
        said = f"the score is {reading.score:.2f}"
        over = asked.over is None or reading.score > asked.over
        under = asked.under is None or reading.score < asked.under
        return yes(said) if over and under else no(said)
