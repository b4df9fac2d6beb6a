"""The mention addresses fewer, or more, others than this beside the person."""

from typing import ClassVar

from bot.model.facts import Facts
from bot.rules.conditions.base import BaseCondition, Verdict, no, yes
from bot.rules.conditions.followers import Counts
from bot.signals.reading import Reading


class MentionsCount(BaseCondition):
    """Each other account counts once, however often it is named; the person does not count. Always known."""

    name: ClassVar[str] = "mentions_count"
    example: ClassVar[str] = "{ mentions_count = { over = 5 } }"
    mentions_count: Counts

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Yes or no with the number."""
        count = len(set(facts.mention.others))
        said = f"addresses {count} others"
        return yes(said) if self.mentions_count.hold(count) else no(said)
