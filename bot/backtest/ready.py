"""From a configuration to the engine that goes by it, with every rule observing that nobody accepted yet."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

import structlog

from bot.backtest.arming import Arming, Withheld
from bot.config import Config, lexicon
from bot.config.encoder import encoder
from bot.config.shipped import shipped, shipped_to_communities
from bot.config.weights import model
from bot.rules.compile import compile_policies
from bot.rules.conditions.base import BaseCondition
from bot.rules.conditions.score import Score
from bot.rules.engine import Engine
from bot.rules.policy import Policy
from bot.store.database import Store

log = structlog.get_logger(__name__)


class Ready(NamedTuple):
    """An engine, and the rules that it only lets observe."""

    engine: Engine
    withheld: tuple[Withheld, ...]

    def of(self, person: str) -> tuple[str, ...]:
        """The names of a person's rules that only observe."""
        return tuple(one.rule for one in self.withheld if one.person == person)


def engine_of(config: Config, store: Store, at: datetime) -> Ready:
    """The engine of a configuration, at the start of the shield and whenever it is read anew.

    Rules that are about to act for the first time are tried on the past, which may take a second; else it only
    compiles. Callable from any thread. Raises ConfigError where the rules cannot be compiled.
    """
    written = policies_of(config)
    engine = _sparing(written)
    policies, withheld = Arming(store, engine.under, _shipped(config), config.arming.people).arm(written, at)
    for one in withheld:
        cure = f"rempart backtest --person {one.person} --accept"
        log.warning("rule only observes", person=one.person, rule=one.rule, hits=one.people, close=one.close, cure=cure)
    return Ready(engine.under(policies), withheld)


def policies_of(config: Config) -> dict[str, Policy]:
    """What everybody's rules are as they are written, by name."""
    return {one.name: config.policy(one) for one in config.shielded}


def arming(store: Store, config: Config, people: int | None = None) -> Arming:
    """What decides which rules may act; those that hit more than so many people, those of the configuration if left
    out, need to be accepted.
    """
    return Arming(store, compiled, _shipped(config), config.arming.people if people is None else people)


def compiled(policies: Mapping[str, Policy]) -> Engine:
    """Their engine, with all that comes with Rempart."""
    return compile_policies(policies, lexicon=lexicon(), model=model(encoder()))


def _shipped(config: Config) -> frozenset[str]:
    """The rules that are armed as they come; the packs of communities are read only where there is one."""
    return shipped() | shipped_to_communities() if config.communities else shipped()


def _sparing(policies: Mapping[str, Policy]) -> Engine:
    """Their engine, without the lexicon and the trained score where no rule asks for either: 20 MB, and a second."""
    rules = [rule for policy in policies.values() for rule in policy.rules]
    asked = [condition for rule in rules for condition in rule.conditions]
    return compiled(policies) if any(map(_measures, asked)) else compile_policies(policies)


def _measures(condition: BaseCondition) -> bool:
    """Whether it asks for the score or the lexicon, be it in a slot of a pattern."""
    slots = any("<" in pattern for pattern in condition.sought)
    return isinstance(condition, Score) or bool(condition.categories) or slots
