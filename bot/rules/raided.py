"""Rules that hold only for as long as a raid lasts."""

from typing import Final

from bot.rules.conditions.raid import Raid, Size
from bot.rules.policy import Rule
from bot.signals.burst import LEAST

RAID: Final = Raid(raid=Size(hostile=LEAST))
LONGEST: Final = 100
"""Characters of a rule's name."""


def within_raid(rule: Rule) -> Rule:
    """The same rule, which holds only in a raid and of those who are in it, under a name of its own."""
    name = f"{rule.name} (raid)"[:LONGEST]
    return rule.model_copy(update={"name": name, "all": (RAID, *rule.all)})
