"""The author has fewer, or more, followers than this."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from bot.model.facts import Facts
from bot.rules.conditions.base import BaseCondition, Table, Verdict, no, unknown, yes
from bot.signals.reading import Reading

Count = Annotated[int, Field(strict=True, ge=0)]


class Counts(Table):
    """Bounds of a count; at least one."""

    under: Count | None = None
    over: Count | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if self.under is None and self.over is None:
            raise ValueError("needs under or over, as in { under = 10 }")
        return self

    def hold(self, count: int) -> bool:
        """Whether a count lies strictly within them."""
        return (self.under is None or count < self.under) and (self.over is None or count > self.over)


class Followers(BaseCondition):
    """As the platform counted them when the mention came; unknown where it does not tell."""

    name: ClassVar[str] = "followers"
    example: ClassVar[str] = "{ followers = { under = 10 } }"
    followers: Counts

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Yes, no or unknown."""
        count = facts.mention.author.followers
        if count is None:
            return unknown("the number of followers is unknown")
        said = f"has {count} followers"
        return yes(said) if self.followers.hold(count) else no(said)
