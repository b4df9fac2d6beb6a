"""What the author has done to the person so far, this mention in it."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from bot.model.conduct import Conduct as Known
from bot.model.facts import Facts
from bot.rules.conditions.base import BaseCondition, Table, Verdict, no, yes
from bot.signals.reading import Reading

Count = Annotated[int, Field(strict=True, ge=1, le=1000)]


class Asked(Table):
    """What must hold, all of it."""

    score: Annotated[float, Field(ge=0.5, le=1000)] | None = None
    """At least this much."""
    days: Count | None = None
    """At least so many distinct days on which something counted."""
    after_mute: Count | None = None
    """At least so many days on which they wrote though they were muted or blocked."""
    restricted: Literal[True] | None = None
    """This mention was written while a restriction forbade it."""
    reached: Literal[True] | None = None
    """The case comes to its stage with this mention."""

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("asks for nothing; name score, days, after_mute, restricted or reached")
        return self


class Conduct(BaseCondition):
    """Somebody of whom nothing counts has no score and no days; always known."""

    name: ClassVar[str] = "conduct"
    example: ClassVar[str] = "{ conduct = { score = 6, days = 3 } }"
    of_case: ClassVar[bool] = True
    conduct: Asked

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Yes or no with the numbers that were asked for."""
        known, asked = facts.conduct or Known(), self.conduct
        if asked.restricted and not known.restricted:
            return no("no ban forbade it")
        if asked.reached and not known.reached:
            return no("no stage is reached with it")
        said = f"score {known.score:g} over {known.days} days, {known.after_mute} of them after a mute"
        wanted = (asked.score or 0, asked.days or 0, asked.after_mute or 0)
        found = (known.score, known.days, known.after_mute)
        enough = all(have >= want for have, want in zip(found, wanted, strict=True))
        return yes(said) if enough else no(said)
