"""From policies to the engine that asks them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.errors import ConfigError
from bot.rules.conditions.base import BaseCondition
from bot.rules.engine import Engine
from bot.rules.policy import Policy, Rule
from bot.rules.score import UNTRAINED, Gauge, Model
from bot.signals.lexicon import Lexicon
from bot.signals.reading import Reader

WORDLESS: Final = Lexicon()
"""For rules that bring all their words."""


def compile_policies(
    policies: Mapping[str, Policy],
    gauge: Sequence[Rule] = (),
    *,
    lexicon: Lexicon = WORDLESS,
    model: Model = UNTRAINED,
) -> Engine:
    """The engine of all people, by name; `gauge` are the rules whose words count in the score, all of them if left out.

    `model` is what else makes the score.
    ConfigError where the patterns of all together are too large, or a rule asks for what the lexicon lacks.
    """
    everyone = tuple(dict.fromkeys(rule for policy in policies.values() for rule in policy.rules))
    return Engine(policies, compile_reader((*everyone, *gauge), lexicon), Gauge(tuple(gauge) or everyone, model))


def compile_reader(rules: Iterable[Rule], lexicon: Lexicon = WORDLESS) -> Reader:
    """One matcher for all their words and those of the lexicon, one set for all their patterns."""
    terms: dict[str, None] = {}
    patterns: dict[str, None] = {}
    excepting: dict[str, None] = {}
    for rule in rules:
        for conditions, sought in (((*rule.all, *rule.any), patterns), (rule.none, excepting)):
            for condition in conditions:
                terms.update(dict.fromkeys(sorted(condition.terms)))
                sought.update(dict.fromkeys(sorted(condition.sought)))
                _known(condition, rule, lexicon)
    return Reader(terms, patterns, lexicon, (one for one in excepting if one not in patterns))


def _known(condition: BaseCondition, rule: Rule, lexicon: Lexicon) -> None:
    lacking = sorted(condition.categories - lexicon.categories)
    if lacking:
        raise ConfigError(f'rule "{rule.name}": the lexicon has no entry of the category {lacking[0]}; ask for another')
