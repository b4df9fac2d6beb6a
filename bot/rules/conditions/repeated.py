"""The author mentions the person again and again."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot.model.facts import RECENT, Facts
from bot.rules.conditions.base import BaseCondition, Table, Verdict, no, yes
from bot.rules.duration import Duration, in_words
from bot.signals.reading import Reading


class Times(Table):
    """So many within so long."""

    times: Annotated[int, Field(strict=True, ge=2, le=RECENT)]
    within: Duration


class Repeated(BaseCondition):
    """So many mentions of the person by this author, this one among them, in a window of event time that it ends."""

    name: ClassVar[str] = "repeated"
    example: ClassVar[str] = '{ repeated = { times = 5, within = "1 hour" } }'
    repeated: Times

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Counts what came before in event time, whatever order it arrived in."""
        now, within = facts.mention.received_at, self.repeated.within
        count = 1 + sum(now - within < moment <= now for moment in facts.history.recent)
        said = f"{count} times within {in_words(within)}"
        return yes(said) if count >= self.repeated.times else no(said)
