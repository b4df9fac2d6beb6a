"""Rules, found by what they ask of a text: deciding costs what hits, not what is written."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.rules.conditions.base import BaseCondition
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
        self._unasked = tuple(self._rules[place] for place in self._always)
        """Those that ask nothing of the text, which are all that can hold where nothing was found in it."""

    def candidates(self, reading: Reading) -> Iterable[Rule]:
        """The rules that can hold: the text has what they ask for, wherever it stands. In their order."""
        if not (reading.words or reading.patterns or reading.lexicon):
            return self._unasked
        return (self._rules[place] for place in self._places(reading))

    def spoken(self, reading: Reading) -> Iterator[tuple[Rule, bool]]:
        """The same, each with whether the text `says` what it asks, outside of what it protects."""
        for place in self._places(reading):
            rule = self._rules[place]
            yield rule, self._sayings[place].opens(reading.outside(rule.protecting))

    def _places(self, reading: Reading) -> Iterable[int]:
        places = set(self._always)
        for found, index in ((reading.words, self._by_term), (reading.patterns, self._by_pattern)):
            for name in found:
                places.update(index.get(name, ()))
        for entry in reading.lexicon:
            places.update(self._by_category.get(entry.category, ()))
        return (place for place in sorted(places) if self._gates[place].opens(reading))

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
        return all(one.said(reading) for one in self.needed) and (
            not self.offered or any(one.said(reading) for one in self.offered)
        )


def _gate(rule: Rule) -> _Gate:
    """Whatever else may stand in for words opens it: then nothing is asked of them."""
    asks = all(one.of_text for one in rule.any)
    return _Gate(tuple(one for one in rule.all if one.of_text), rule.any if asks else ())


def says(rule: Rule, reading: Reading) -> bool:
    """Whether the text holds what the rule asks of it, whatever else the rule asks."""
    return _saying(rule).opens(reading)


def _saying(rule: Rule) -> _Gate:
    return _Gate(_gate(rule).needed, tuple(one for one in rule.any if one.of_text))
