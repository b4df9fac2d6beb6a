"""The author is reported to the community by so many."""

from datetime import timedelta
from typing import Annotated, ClassVar

from pydantic import Field

from bot.model.facts import Facts
from bot.rules.conditions.base import BaseCondition, Table, Verdict, no, yes
from bot.rules.duration import Duration
from bot.signals.reading import Reading


class Reports(Table):
    """By so many accounts or more, of whom the first reported no longer ago than this."""

    by: Annotated[int, Field(strict=True, ge=1)]
    within: Duration = timedelta(days=7)


class Reported(BaseCondition):
    """Reports about the author are open at a community's desk, by so many accounts; however often one reports, it is
    one, and all whom nobody knows are one. It says what others think: with nothing else, let it hold for a human.

    For a person it never holds: nobody reports to them.
    """

    name: ClassVar[str] = "reported"
    example: ClassVar[str] = '{ reported = { by = 3, within = "1 day" } }'
    reported: Reports

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Yes or no, with how many reported."""
        known = facts.flagged
        if known is None or known.first_at is None:
            return no("nothing is reported of the author")
        said = f"{known.by} accounts reported"
        if facts.mention.received_at - known.first_at > self.reported.within:
            return no(f"{said}, the first too long ago")
        return yes(said) if known.by >= self.reported.by else no(said)
