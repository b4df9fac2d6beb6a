"""What a rule needs before it acts: to be harmless to the past, or accepted by a human who saw whom it hits.

A rule is tried once, when it would first act: then it is harmless, or observes until somebody accepts it. What is armed
stays armed, whatever happens later: a raid must not disarm the rules that answer it.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

import msgspec
from sqlalchemy import Connection

from bot.backtest.memory import HARMLESS, Armed, Memory, recall, remember
from bot.backtest.outcome import Found, Outcome
from bot.backtest.replay import Replay
from bot.evidence.pseudonym import pseudonym
from bot.model.decision import Mode
from bot.model.noun import Noun
from bot.rules.aim import acts_alone, digest
from bot.rules.engine import Engine
from bot.rules.policy import Policy, Rule
from bot.store import write
from bot.store.database import Store

MOST: Final = 5_000
"""Mentions, the latest, on which a rule is tried before it first acts: about a second."""
Compile = Callable[[Mapping[str, Policy]], Engine]
Tried = tuple[Rule, Found]


class Verdict(StrEnum):
    """What a rule may do once the person's mode is act."""

    ASKS = "asks"
    """It does nothing by itself: it notes, tells, observes, or asks a human."""
    SHIPPED = "shipped"
    """It comes with the default packs, and is armed as it comes."""
    ARMED = "armed"
    """It acts already, or was accepted."""
    HARMLESS = "harmless"
    """It may act at once."""
    NEEDS = "needs_accept"
    """It observes until somebody accepts it."""


class Withheld(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """A rule that observes although it is told to act, until somebody accepts it."""

    person: str
    rule: str
    people: int
    close: int
    """How many of the people are followed, trusted, or delegates."""
    mentions: int


Bound = tuple[dict[str, Policy], tuple[Withheld, ...]]
"""Policies whose withheld rules observe, and which rules those are."""


class Arming:
    """Decides which rules may act; `policies` are by person's name."""

    def __init__(self, store: Store, compiled: Compile, shipped: frozenset[str], people: int) -> None:
        """Take the past, how policies are compiled, and what is armed as it comes: digests of measured rules, and
        rules that hit at most so many people.
        """
        self.store = store
        self.compiled = compiled
        self.shipped = shipped
        self.people = people

    def arm(self, policies: Mapping[str, Policy], at: datetime) -> Bound:
        """The policies with every rule that needs to be accepted observing, and which those are.

        What was tried is remembered: only rules that were never tried cost anything.
        """
        tried = {person: self._tried(person, policy) for person, policy in policies.items()}
        for person, found in tried.items():
            self._remember(person, found, at)
        return self._bound(policies, tried)

    def look(self, policies: Mapping[str, Policy]) -> Bound:
        """The same, for who only asks: nothing is written."""
        return self._bound(policies, {person: self._tried(person, policy) for person, policy in policies.items()})

    def verdicts(self, policy: Policy, outcome: Outcome) -> dict[str, Verdict]:
        """What each rule of a policy may do, after a backtest of all of them."""
        unarmed = {rule.name for rule in self._unarmed(outcome.person, policy)}
        return {rule.name: self._verdict(rule, outcome, unarmed) for rule in policy.rules}

    def note(self, policy: Policy, outcome: Outcome, at: datetime) -> None:
        """Remember which rules a backtest found to need acceptance, so that the shield goes by what a human saw."""
        found = [(rule, outcome.found(rule.name)) for rule in self._unarmed(outcome.person, policy)]
        self._remember(outcome.person, [(rule, one) for rule, one in found if self.harms(one)], at)

    def accept(self, policy: Policy, outcome: Outcome, by: str, at: datetime) -> tuple[Tried, ...]:
        """Arm every rule of a policy that was not, and enter each in the trail: with whom it hits, as a human saw it
        now, or as an earlier look further back remembers it.
        """
        person, rules = outcome.person, self._unarmed(outcome.person, policy)
        if not rules:
            return ()
        with self.store.writing() as connection:
            known = recall(connection, self.store.master, person)
            tried = tuple((rule, _worse(outcome.found(rule.name), known.harmful.get(digest(rule)))) for rule in rules)
            armed = {digest(rule): Armed(at=at, by=by, found=one) for rule, one in tried}
            harmful = {key: one for key, one in known.harmful.items() if key not in armed}
            remember(connection, self.store.master, person, Memory(armed=known.armed | armed, harmful=harmful))
            self._enter(connection, person, armed)
        return tried

    def harms(self, found: Found) -> bool:
        """Whether a rule hits somebody close to the person, or too many people."""
        return found.close > 0 or found.people > self.people

    def _bound(self, policies: Mapping[str, Policy], tried: Mapping[str, Sequence[Tried]]) -> Bound:
        bound, withheld = {}, list[Withheld]()
        for person, policy in policies.items():
            harmful = [(rule, found) for rule, found in tried[person] if self.harms(found)]
            bound[person] = _observing(policy, frozenset(digest(rule) for rule, _ in harmful))
            withheld += _withheld(person, harmful)
        return bound, tuple(withheld)

    def _verdict(self, rule: Rule, outcome: Outcome, unarmed: Container[str]) -> Verdict:
        if not acts_alone(rule):
            return Verdict.ASKS
        if rule.name in unarmed:
            return Verdict.NEEDS if self.harms(outcome.found(rule.name)) else Verdict.HARMLESS
        return Verdict.SHIPPED if digest(rule) in self.shipped else Verdict.ARMED

    def _unarmed(self, person: str, policy: Policy) -> tuple[Rule, ...]:
        """The rules that would act by themselves, and were never armed."""
        fresh = [rule for rule in policy.rules if acts_alone(rule) and digest(rule) not in self.shipped]
        if not fresh:
            return ()
        known = self._recall(person).armed
        return tuple(rule for rule in fresh if digest(rule) not in known)

    def _tried(self, person: str, policy: Policy) -> list[Tried]:
        """What each rule that is told to act, and was never armed, finds in the past: as remembered, or tried now."""
        rules = self._unarmed(person, policy) if policy.mode is Mode.ACT else ()
        if not rules:
            return []
        known = {key: one for key, one in self._recall(person).harmful.items() if self.harms(one)}
        fresh = Policy(mode=Mode.ACT, rules=tuple(rule for rule in rules if digest(rule) not in known))
        if fresh.rules:
            outcome = Replay(self.store, self.compiled({person: fresh})).of(person, fresh, "UTC", most=MOST)
            known |= {digest(rule): outcome.found(rule.name) for rule in fresh.rules}
        return [(rule, known[digest(rule)]) for rule in rules]

    def _recall(self, person: str) -> Memory:
        with self.store.reading() as connection:
            return recall(connection, self.store.master, person)

    def _remember(self, person: str, tried: Sequence[Tried], at: datetime) -> None:
        """Arm for good what is harmless, and remember what is not."""
        found = {digest(rule): one for rule, one in tried}
        if not found:
            return
        with self.store.writing() as connection:
            known = recall(connection, self.store.master, person)
            harmful = {key: one for key, one in found.items() if self.harms(one)}
            armed = {key: Armed(at=at, by=HARMLESS, found=one) for key, one in found.items() if key not in harmful}
            fresh = Memory(armed=armed | known.armed, harmful=known.harmful | harmful)
            if fresh != known:
                remember(connection, self.store.master, person, fresh)

    def _enter(self, connection: Connection, person: str, armed: Mapping[str, Armed]) -> None:
        """An entry for each rule that a human accepted."""
        salt = write.salt(connection, self.store.master, person)
        lines = [(one.at, "rule:accepted", _line(salt, key, one)) for key, one in armed.items()]
        write.append(connection, person, lines)


def _observing(policy: Policy, digests: frozenset[str]) -> Policy:
    if not digests:
        return policy
    bound = (
        rule.model_copy(update={"mode": Mode.OBSERVE}) if acts_alone(rule) and digest(rule) in digests else rule
        for rule in policy.rules
    )
    return msgspec.structs.replace(policy, rules=tuple(bound))


def _withheld(person: str, harmful: Iterable[Tried]) -> Iterator[Withheld]:
    for rule, found in harmful:
        yield Withheld(person=person, rule=rule.name, people=found.people, close=found.close, mentions=found.mentions)


def _worse(found: Found, remembered: Found | None) -> Found:
    """What hits more people, those close to the person before all."""
    if remembered is None:
        return found
    return max(found, remembered, key=lambda one: (one.close, one.people))


def _line(salt: bytes, key: str, armed: Armed) -> dict[str, str | int]:
    """What the chain says of an acceptance: the rule by its salted digest, since its words may be private."""
    found = armed.found
    counts = {"mentions": found.mentions, "people": found.people, "close": found.close}
    return {"rule": pseudonym(salt, key), "by": armed.by, **counts}
