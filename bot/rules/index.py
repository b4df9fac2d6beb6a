"""Rules, found by what they ask of a text: deciding costs what hits, not what is written."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.model.facts import Facts
from bot.rules.conditions.base import BaseCondition, Need
from bot.rules.policy import Rule
from bot.signals.lexicon import Category
from bot.signals.reading import Reading


class Index:
    """Tells of rules which can hold of a text, without asking each."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Take the rules in the order in which they are asked."""
        self._rules = tuple(rules)
        self._gates = tuple(map(_gate, self._rules))
        self._sayings = tuple(map(_saying, self._rules))
        self._always: list[int] = []
        self._by_term: dict[str, list[int]] = {}
        self._by_pattern: dict[str, list[int]] = {}
        self._by_category: dict[Category, list[int]] = {}
        for place, gate in enumerate(self._gates):
            self._add(place, gate)
        self._wants = tuple(frozenset(one.need for one in rule.all if one.need) for rule in self._rules)
        """What must be there for each, beside the text."""
        self._needs = frozenset[Need]().union(*self._wants)

    def candidates(self, facts: Facts, reading: Reading) -> Iterator[Rule]:
        """The rules that can hold, in their order: what they ask for is there, in the text wherever it stands."""
        lacking = {need for need in self._needs if not need(facts, reading)}
        for place in self._always if reading.empty else self._places(reading):
            if self._wants[place].isdisjoint(lacking) and self._gates[place].opens(reading):
                yield self._rules[place]

    def spoken(self, reading: Reading) -> Iterator[tuple[Rule, bool]]:
        """Those that have what they ask of the text, each with whether it `says` it outside of what they protect."""
        for place in self._places(reading):
            if self._gates[place].opens(reading):
                rule = self._rules[place]
                yield rule, self._sayings[place].opens(reading.outside(rule.protecting))

    def _places(self, reading: Reading) -> Sequence[int]:
        """Where rules stand that ask nothing of the text, or have something of it in the text."""
        places = set(self._always)
        for found, index in ((reading.words, self._by_term), (reading.patterns, self._by_pattern)):
            for name in found:
                places.update(index.get(name, ()))
        for entry in reading.lexicon:
            places.update(self._by_category.get(entry.category, ()))
        return sorted(places)

    def _add(self, place: int, gate: "_Gate") -> None:
        conditions = gate.needed[:1] or gate.offered
        if not conditions:
            self._always.append(place)
        for condition in conditions:
            for term in condition.terms:
                self._by_term.setdefault(term, []).append(place)
            for pattern in condition.sought:
                self._by_pattern.setdefault(pattern, []).append(place)
            for category in condition.categories:
                self._by_category.setdefault(category, []).append(place)


class _Gate(NamedTuple):
    """What a rule asks of the text: all of `needed`, one of `offered` if there are any."""

    needed: tuple[BaseCondition, ...]
    offered: tuple[BaseCondition, ...]

    def opens(self, reading: Reading) -> bool:
        """Whether the text has it, wherever it stands."""
        for one in self.needed:  # asked often, mostly of none: `all` would cost more
            if not one.said(reading):
                return False
        return not self.offered or any(one.said(reading) for one in self.offered)


def _gate(rule: Rule) -> _Gate:
    """Whatever else may stand in for words opens it: then nothing is asked of them."""
    asks = all(one.of_text for one in rule.any)
    return _Gate(tuple(one for one in rule.all if one.of_text), rule.any if asks else ())


def says(rule: Rule, reading: Reading) -> bool:
    """Whether the text holds what the rule asks of it, whatever else the rule asks."""
    return _saying(rule).opens(reading)


def _saying(rule: Rule) -> _Gate:
    return _Gate(_gate(rule).needed, tuple(one for one in rule.any if one.of_text))
