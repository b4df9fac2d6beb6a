"""Rules as moderators have them: what a person's shield would do by itself is put to them, and no more.

A community reads what is written to many, knows whom none of them follows, and is told of what is said, not of what a
score makes of it.
"""

from collections.abc import Collection, Iterator
from typing import Any, Final

from bot.model.action import Block, Mute, kind_of
from bot.model.decision import Mode
from bot.model.mention import Kind as Way
from bot.model.reason import Severity
from bot.rules.condition import Condition
from bot.rules.conditions.kind import Kind
from bot.rules.conditions.leak import Leak
from bot.rules.conditions.relationship import Relationship
from bot.rules.conditions.score import Score
from bot.rules.effect import Effect, Suggest, Word
from bot.rules.policy import Rule

LEAST: Final = Severity.MEDIUM
"""What is less is between those two: a community is not told of it."""
GRAVE: Final = "suspend"
LIGHT: Final = "limit"
"""What is suggested where a person's shield would mute: for what is urgent, and for the rest."""
ELSEWHERE: Final = {"limit": "label", "sensitive": "label", "suspend": "takedown"}
"""What stands for a measure of Mastodon's at a labeler."""


def moderated(rules: Collection[Rule]) -> Iterator[Rule]:
    """Those of a person's rules that moderators can use, in their order."""
    return (_suggesting(rule) for rule in rules if _fits(rule))


def within(rule: Rule, measures: Collection[str], known: Collection[str]) -> Rule:
    """The rule with nothing done but these measures, by name; the others are put to moderators, as far as they have
    them: where they are not among those `known`, by what stands for them there.
    """
    words = [one for one in rule.then if isinstance(one, Word)]
    done = [one for one in rule.actions if kind_of(one) in measures]
    beyond = [kind_of(one) for one in rule.actions if kind_of(one) not in measures]
    suggested = next((one for one in (rule.suggests, *beyond) if one), "")
    put = suggested if suggested in known else ELSEWHERE.get(suggested, "")
    return _anew(rule, then=(*done, *words, *([Suggest(put)] if put in known else [])))


def _fits(rule: Rule) -> bool:
    asked = (*rule.all, *rule.any)
    if rule.mode is Mode.OFF or rule.severity < LEAST or rule.of_case:
        return False
    return any(one.of_text for one in asked) and not any(_private(one) for one in asked)


def _private(one: Condition) -> bool:
    """Whether it asks for what only a person knows, or for an opinion."""
    if isinstance(one, Relationship):
        return one.relationship != ("stranger",)
    return isinstance(one, Score) or (isinstance(one, Leak) and one.of == "vault")


def _suggesting(rule: Rule) -> Rule:
    kept = {
        name: tuple(one for one in getattr(rule, name) if not isinstance(one, Relationship))
        for name in ("all", "any", "none")
    }
    kept["none"] += (Kind(kind=(Way.SIGN_UP,)),)  # who signs up addresses nobody
    acts = any(isinstance(action, Mute | Block) for action in rule.actions)
    measure = GRAVE if rule.severity is Severity.URGENT else LIGHT
    then: list[Effect] = [Word.ALERT] if Word.ALERT in rule.then and rule.severity is Severity.URGENT else []
    then += [Suggest(measure)] if acts and Word.HOLD not in rule.then else []
    return _anew(rule, **kept, then=tuple(then))


def _anew(rule: Rule, **other: Any) -> Rule:
    """The rule with these in the place of its own; a copy would know what it was asked for before."""
    said = {name: getattr(rule, name) for name in Rule.model_fields} | other
    return Rule.model_validate({name: value for name, value in said.items() if value})
