"""The first storey of the score: how likely a text abuses its addressee, by the rules whose words it holds."""

from collections.abc import Sequence
from typing import Final

from bot.model.reason import Severity
from bot.rules.policy import Rule
from bot.signals.reading import Reading

BASE: Final = 0.03
"""Of a text in which nothing was found."""
PROTECTED: Final = 0.12
"""Of one in which all that was found stands in a quotation, a testimony, a negation…"""
LIKELY: Final = {Severity.LOW: 0.45, Severity.MEDIUM: 0.75, Severity.HIGH: 0.88, Severity.URGENT: 0.94}
"""Of one rule's words alone; set by hand from the development sentences, no probability before it is calibrated."""
CEILING: Final = 0.99


class Gauge:
    """Rules that measure, whoever they belong to: those for which words are enough."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Take the rules; those that ask for anything but words measure nothing: their words alone say too little."""
        self._rules = tuple(rule for rule in rules if all(one.of_text for one in (*rule.all, *rule.any)))

    def score(self, reading: Reading) -> float:
        """Between 0 and 1; each further rule takes its share of the doubt that is left."""
        held = [rule for rule in self._rules if says(rule, reading.outside(rule.protecting))]
        if not held:
            found = any(says(rule, reading) for rule in self._rules)
            return PROTECTED if found else BASE
        doubt = 1.0
        for rule in held:
            doubt *= 1 - LIKELY[rule.severity]
        return round(min(1 - doubt, CEILING), 3)


def says(rule: Rule, reading: Reading) -> bool:
    """Whether the text holds what the rule asks of it, whatever else the rule asks."""
    needed = [one for one in rule.all if one.of_text]
    offered = [one for one in rule.any if one.of_text]
    return all(one.said(reading) for one in needed) and (not offered or any(one.said(reading) for one in offered))
