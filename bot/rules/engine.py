"""The engine: all rules of all people, asked about one mention; pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final, Self

import msgspec

from bot.model.action import Block, Mute
from bot.model.conduct import Act, Level
from bot.model.decision import Decision, Failure, Match, Miss, Mode
from bot.model.facts import Facts
from bot.rules.beside import Looking, asks, held
from bot.rules.conditions.identical_text import IdenticalText
from bot.rules.conditions.leak import Leak
from bot.rules.conditions.score import Score
from bot.rules.escalate import weight
from bot.rules.index import Index
from bot.rules.policy import Policy, Rule
from bot.rules.score import Gauge
from bot.rules.weigh import Weigher, explained, weigh, weigh_what_holds
from bot.signals.reading import Reader, Reading, Text

NOTHING: Final = Act()
"""What most mentions are in their author's conduct."""


class Engine:
    """Holds one matcher for all words and one set for all patterns; deciding costs what hits, not what is written."""

    def __init__(self, policies: Mapping[str, Policy], reader: Reader, gauge: Gauge) -> None:
        """Take what bot/rules/compile.py made of the policies, by person's name."""
        self._plans = {person: _Plan(policy) for person, policy in policies.items()}
        self._reader = reader
        self._gauge = gauge
        self._looking = Looking(self.read)

    def under(self, policies: Mapping[str, Policy]) -> Self:
        """The same under policies whose rules ask nothing that these do not: fewer, or in other modes. Costs little."""
        return type(self)(policies, self._reader, self._gauge)

    def read(self, text: str, tag: str | None = None) -> Reading:
        """Measure a text once; `tag` is the language the platform names."""
        return self._read([(text, tag)])[0]

    def read_all(self, texts: Iterable[Text]) -> list[Reading]:
        """Measure texts with their tags, and what rules ask of whole texts: together that costs less."""
        readings = self._read([*texts])
        if any(plan.scores for plan in self._plans.values()):
            self.score_all(readings)
        elif any(plan.disputes for plan in self._plans.values()):
            self._gauge.measure(readings)
        return readings

    def _read(self, texts: Sequence[Text]) -> list[Reading]:
        readings = self._reader.read_all(texts)
        for reading in readings:
            reading.gauge = self._gauge
        return readings

    def score_all(self, readings: Sequence[Reading]) -> None:
        """Score what was read and is not yet scored: together that costs less."""
        fresh = [reading for reading in readings if not reading.scored]
        for reading, opinion in zip(fresh, self._gauge.opinions(fresh), strict=True):
            reading.opinion = opinion

    def decide(self, person: str, facts: Facts, at: datetime, reading: Reading | None = None) -> Decision:
        """What the person's rules make of the mention; `reading` is that of its text, where it was made already.

        A rule that breaks, or for which something unknown mattered, is a failure and does not blind the others.
        KeyError if nobody is called so.
        """
        seen = reading or self.read(facts.mention.text, facts.mention.lang)
        return self.joined(person, facts, self.heard(person, facts, at, seen), seen)

    def holding(self, person: str, facts: Facts, at: datetime, reading: Reading) -> Decision:
        """The same without telling for which rules something unknown mattered, which costs less. KeyError as above."""
        heard = self._heard(person, facts, at, reading, weigh_what_holds)
        return self._joined(person, facts, heard, reading, weigh_what_holds)

    def heard(self, person: str, facts: Facts, at: datetime, reading: Reading) -> Decision:
        """What those rules make of it that do not ask for the author's case. KeyError as above."""
        return self._heard(person, facts, at, reading, weigh)

    def joined(self, person: str, facts: Facts, heard: Decision, reading: Reading) -> Decision:
        """The decision with those rules in it that ask for the case, as `facts.conduct` has it. KeyError as above."""
        return self._joined(person, facts, heard, reading, weigh)

    def _heard(self, person: str, facts: Facts, at: datetime, reading: Reading, weigher: Weigher) -> Decision:
        plan = self._plans[person]
        matches, failures = _weighed(plan.first.candidates(facts, reading), plan.mode, facts, reading, weigher)
        beside, unknown = self._beside(plan, facts, reading, weigher)
        if beside:
            known = {match.rule for match in matches}
            matches += [match for name, match in beside.items() if name not in known]
            matches.sort(key=lambda match: plan.places[match.rule])
        failures += [failure for failure in dict.fromkeys(unknown) if failure not in failures]
        spared = _spared(facts)
        return Decision(matches=tuple(matches), failures=tuple(failures), spared=spared, decided_at=at)

    def _joined(self, person: str, facts: Facts, heard: Decision, reading: Reading, weigher: Weigher) -> Decision:
        plan = self._plans[person]
        late = plan.late if facts.conduct else plan.without_case
        if late is None:
            return heard
        matches, failures = _weighed(late.candidates(facts, reading), plan.mode, facts, reading, weigher)
        if not matches and not failures:
            return heard
        every = sorted((*heard.matches, *matches), key=lambda match: plan.places[match.rule])
        return msgspec.structs.replace(heard, matches=tuple(every), failures=(*heard.failures, *failures))

    def act(self, person: str, facts: Facts, heard: Decision, reading: Reading) -> Act:
        """What the mention is in its author's conduct; `heard` is what `heard` gave. KeyError as above.

        It weighs what a rule found in what was said or done, whatever else was written; where nothing was, it is
        unwanted if a rule that asks for the case holds but for that.
        """
        plan = self._plans[person]
        shown = [match for match in heard.matches if match.rule in plan.shown and not match.beside]
        if shown:
            worst = max(match.severity for match in shown)
            may = not heard.spared and not facts.relation.lifted
            return Act(weight(worst), muted=may and any(map(_mutes, shown)))
        if reading.empty:
            return NOTHING
        rest, _ = _weighed(plan.bare.candidates(facts, reading), plan.mode, facts, reading, weigh)
        return Act(Level.UNWANTED) if rest else NOTHING

    def explain(self, person: str, facts: Facts) -> tuple[Match | Miss, ...]:
        """Every rule of the person, in their order: its match, or the first condition that did not hold."""
        plan = self._plans[person]
        seen = self.read(facts.mention.text, facts.mention.lang)
        beside, _ = self._beside(plan, facts, seen, weigh)
        found = (explained(rule, plan.policy.mode, facts, seen) for rule in plan.policy.rules)
        return tuple(beside.get(one.rule, one) if isinstance(one, Miss) else one for one in found)

    def _beside(
        self, plan: "_Plan", facts: Facts, reading: Reading, weigher: Weigher
    ) -> tuple[dict[str, Match], Sequence[Failure]]:
        """What rules find beside the text, by their names, each where it first does; and what could not be judged."""
        found: dict[str, Match] = {}
        unknown: list[Failure] = []
        if plan.beside is not None:
            for within, said in self._looking.around(facts, reading):
                matches, failures = _weighed(plan.beside.candidates(facts, said), plan.mode, facts, said, weigher)
                for match in matches:
                    found.setdefault(match.rule, held(match, within))
                unknown += failures
        return found, unknown

    def compares(self, person: str) -> bool:
        """Whether a rule of the person asks who else wrote a text, so that it must be looked for. KeyError as above."""
        return self._plans[person].compares

    def hurts(self, person: str, reading: Reading) -> bool:
        """Whether the text alone is hostile, whoever wrote it: it says what a rule asks for, or scores so.

        What it scores counts where texts are measured anyway, and without a second opinion. KeyError as above.
        """
        if any(says for _, says in self._plans[person].spoken.spoken(reading)):
            return True
        return bool(reading.measured) and self._gauge.leans(reading)

    def seeks(self, person: str) -> bool:
        """Whether a rule of the person asks for anybody's private data, so that they must be looked for. KeyError."""
        return self._plans[person].seeks

    def score(self, text: str, reading: Reading | None = None) -> float:
        """From 0 to 1, how probable it is that the text abuses whom it addresses."""
        return (reading or self.read(text)).score


class _Plan:
    """One person's rules, those that are off left out."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.mode = policy.mode
        asked = policy.rules if policy.mode is not Mode.OFF else ()
        rules = tuple(rule for rule in asked if rule.mode is not Mode.OFF)
        conditions = [one for rule in rules for one in rule.conditions]
        self.compares = any(isinstance(one, IdenticalText) for one in conditions)
        self.seeks = any(isinstance(one, Leak) and one.of == "anybody" for one in conditions)
        bounds = [one.score for one in conditions if isinstance(one, Score)]
        self.scores = any(not asked.disputed for asked in bounds)
        self.disputes = any(asked.disputed for asked in bounds)
        self.places = {rule.name: place for place, rule in enumerate(rules)}
        late = [rule for rule in rules if rule.of_case]
        self.first = Index([rule for rule in rules if not rule.of_case])
        self.late = Index(late)
        spoken = [
            rule for rule in rules if not (rule.of_case or any(isinstance(one, Leak | Score) for one in rule.all))
        ]
        self.spoken = Index([rule for rule in spoken if any(one.of_text for one in (*rule.all, *rule.any))])
        bold = [rule for rule in late if _holds_without_case(rule)]
        self.without_case = Index(bold) if bold else None
        """None where no rule that asks for the case can hold of somebody who has none."""
        looked = [rule for rule in rules if not rule.of_case and asks(rule)]
        self.beside = Index(looked) if looked else None
        """None where no rule is asked of what stands beside the text."""
        self.bare = Index([bare for rule in late if (bare := rule.without_past)])
        self.shown = frozenset(rule.name for rule in rules if rule.shows and not rule.of_past)


def _holds_without_case(rule: Rule) -> bool:
    """Whether it can hold of somebody who has no case."""
    return not any(one.of_case for one in rule.all) and not (rule.any and all(one.of_case for one in rule.any))


def _mutes(match: Match) -> bool:
    """Whether its rule mutes or blocks the author without asking anybody."""
    acts = match.mode is Mode.ACT and not match.review
    return acts and any(isinstance(action, Mute | Block) for action in match.actions)


def _weighed(
    rules: Iterable[Rule], mode: Mode, facts: Facts, reading: Reading, weigher: Weigher
) -> tuple[list[Match], list[Failure]]:
    """What holds, and what could not be judged."""
    matches: list[Match] = []
    failures: list[Failure] = []
    for rule in rules:
        try:
            outcome = weigher(rule, mode, facts, reading)
        except Exception as error:  # noqa: BLE001 - whatever breaks one rule must not blind the others
            failures.append(Failure(rule=rule.name, what=f"broke: {type(error).__name__}"))
            continue
        if isinstance(outcome, Match):
            matches.append(outcome)
        elif outcome.unknown:
            failures.append(Failure(rule=rule.name, what=outcome.note))
    return matches, failures


def _spared(facts: Facts) -> str:
    """Why nothing may be done to the author, if nothing may."""
    relation = facts.relation
    if relation.delegate:
        return "delegate"
    if relation.trusted:
        return "trusted"
    if relation.following:
        return "followed"
    return "support" if facts.support else ""
