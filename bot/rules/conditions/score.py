"""The score of the text, or what it hints at, lies over or under a bound; or the score is disputed."""

from typing import Annotated, ClassVar, Final, Literal, Self

from pydantic import Field, model_validator

from bot.model.facts import Facts
from bot.rules.conditions.base import BaseCondition, Need, Table, Verdict, no, yes
from bot.signals.reading import Reading

Hint = Literal["threat", "pursuit", "sexual", "incitement"]
LIKE: Final[dict[Hint, str]] = {
    "threat": "a threat",
    "pursuit": "insistence after a refusal",
    "sexual": "a sexual demand",
    "incitement": "being told not to live",
}
Probability = Annotated[float, Field(strict=True, ge=0, le=1)]


class Scores(Table):
    """Bounds of a probability, at least one, of abuse or of what `like` names; or that it is disputed."""

    over: Probability | None = None
    under: Probability | None = None
    disputed: Literal[True] | None = None
    like: Hint | None = None
    """A kind of harm that no word says; nothing reads like it where no second opinion is asked."""

    @model_validator(mode="after")
    def _one(self) -> Self:
        bounded = self.over is not None or self.under is not None
        if not bounded and not self.disputed:
            raise ValueError("needs over, under or disputed; write score = { over = 0.9 }")
        if (bounded or self.like) and self.disputed:
            raise ValueError("has disputed beside a bound; write score = { disputed = true } in a table of its own")
        return self


class Score(BaseCondition):
    """How probable it is that the text abuses whom it addresses, by all that is measured of its words.

    `like`: how probable it is that it is of a kind of harm that hurts without a word that does.
    `disputed`: the words found and how the whole text reads say the opposite, one abuse and the other none.

    It never acts alone: a rule that acts needs words, patterns, the lexicon or conduct beside it.
    """

    name: ClassVar[str] = "score"
    example: ClassVar[str] = "{ score = { over = 0.9 } }"
    score: Scores

    @property
    def need(self) -> Need | None:
        """A hint, where one is to lie over a bound."""
        return _hinted if self.score.like and self.score.over is not None else None

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Never unknown: every text has a score."""
        asked = self.score
        if asked.disputed:
            return yes("words and score say the opposite") if reading.disputed else no("words and score do not differ")
        likely = reading.opinion.hints.get(asked.like, 0.0) if asked.like else reading.score
        said = f"reads like {LIKE[asked.like]}: {likely:.2f}" if asked.like else f"the score is {likely:.2f}"
        over = asked.over is None or likely > asked.over
        under = asked.under is None or likely < asked.under
        return yes(said) if over and under else no(said)


def _hinted(facts: Facts, reading: Reading) -> object:  # noqa: ARG001 - every need is told alike
    """Of a text that is not yet scored nobody knows."""
    return not reading.scored or reading.opinion.hints
