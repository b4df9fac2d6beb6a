"""The author's account is younger, or older, than this."""

from datetime import timedelta
from typing import ClassVar, Self

from pydantic import model_validator

from bot.model.facts import Facts
from bot.rules.conditions.base import BaseCondition, Table, Verdict, no, unknown, yes
from bot.rules.duration import Duration, in_words
from bot.signals.reading import Reading


class Ages(Table):
    """Bounds of an age; at least one."""

    under: Duration | None = None
    over: Duration | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if self.under is None and self.over is None:
            raise ValueError('needs under or over; write account_age = { under = "7 days" }')
        return self


class AccountAge(BaseCondition):
    """Measured at the event time of the mention; unknown where the platform does not tell when the account was made."""

    name: ClassVar[str] = "account_age"
    example: ClassVar[str] = '{ account_age = { under = "7 days" } }'
    account_age: Ages

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Yes, no or unknown."""
        created = facts.mention.author.created_at
        if created is None:
            return unknown("the account's age is unknown")
        age = facts.mention.received_at - created
        under, over = self.account_age.under, self.account_age.over
        said = f"the account is {in_words(timedelta(days=max(age.days, 0))) if age.days > 0 else 'less than a day'} old"
        return yes(said) if (under is None or age < under) and (over is None or age > over) else no(said)
