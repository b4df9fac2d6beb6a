"""The author's account was made less than this before the mention."""

from typing import ClassVar

from bot.model.facts import Facts
from bot.rules.conditions.base import BaseCondition, Verdict, no, unknown, yes
from bot.rules.duration import Duration, in_words
from bot.signals.reading import Reading


class NewAccount(BaseCondition):
    """In event time. Where the platform does not tell when the account was made, our own memory may tell that it is
    not new: it wrote to the person longer ago than this. Else it is unknown: few posts and few followers make an
    account quiet, not new, and who has kept quiet for ten years must not be taken for a throw-away; ask for them
    with `bare_profile` and `followers`.
    """

    name: ClassVar[str] = "new_account"
    example: ClassVar[str] = '{ new_account = "7 days" }'
    new_account: Duration

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Yes, no or unknown."""
        mention, first = facts.mention, facts.history.first_at
        span = in_words(self.new_account)
        if first is not None and mention.received_at - first >= self.new_account:
            return no(f"wrote to the person {span} ago or more")
        created = mention.author.created_at
        if created is None:
            return unknown("the account's age is unknown")
        if mention.received_at - created < self.new_account:
            return yes(f"the account is less than {span} old")
        return no(f"the account is {span} old or more")
