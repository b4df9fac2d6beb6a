"""From policies to the engine that asks them."""

from collections.abc import Iterable, Mapping, Sequence

from bot.rules.engine import Engine
from bot.rules.policy import Policy, Rule
from bot.rules.score import Gauge
from bot.signals.reading import Reader


def compile_policies(policies: Mapping[str, Policy], gauge: Sequence[Rule] = ()) -> Engine:
    """The engine of all people, by name; `gauge` are the rules whose words make the score, all of them if left out.

    ConfigError where the patterns of all together are too large.
    """
    everyone = tuple(dict.fromkeys(rule for policy in policies.values() for rule in policy.rules))
    return Engine(policies, compile_reader((*everyone, *gauge)), Gauge(tuple(gauge) or everyone))


def compile_reader(rules: Iterable[Rule]) -> Reader:
    """One matcher for all their words, one set for all their patterns."""
    terms: dict[str, None] = {}
    patterns: dict[str, None] = {}
    for rule in rules:
        for condition in (*rule.all, *rule.any, *rule.none):
            terms.update(dict.fromkeys(sorted(condition.terms)))
            patterns.update(dict.fromkeys(sorted(condition.sought)))
    return Reader(terms, patterns)
