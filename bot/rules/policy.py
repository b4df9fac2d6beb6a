"""A policy: the rules one person lives by, as they write them."""

from functools import cached_property
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from bot.model.action import Action
from bot.model.decision import Mode
from bot.model.measure import Light
from bot.model.noun import Noun
from bot.model.reason import Reason, Severity
from bot.rules.condition import Condition
from bot.rules.conditions.base import BaseCondition, Table
from bot.rules.conditions.context import Context
from bot.rules.conditions.score import Score
from bot.rules.effect import Effects, Suggest, Word

CONDUCT: Final = frozenset({"repeated", "identical_text", "mentions_count", "link_domain", "image_known"})
"""Conditions that show what somebody did; like words, they are ground enough to act where the score agrees."""
LEVELS: Final = tuple(severity.label for severity in Severity if severity)
Texts = tuple[Annotated[str, Field(min_length=1)], ...]


def _severity(written: Any) -> Severity:
    if isinstance(written, Severity):
        return written
    if written not in LEVELS:
        raise ValueError(f"must be one of {', '.join(LEVELS)}")
    return Severity[written.upper()]


def _said(conditions: tuple[BaseCondition, ...]) -> tuple[BaseCondition, ...]:
    if not conditions:
        raise ValueError("is empty, which could mean always or never; name a condition, or leave the key out")
    return conditions


Conditions = Annotated[tuple[Condition, ...], AfterValidator(_said)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^\S([^\n\r]*\S)?$")]


class Title(Table):
    """The rule's name as alerts show it."""

    fr: Name
    en: Name


class Rule(Table):
    """When all of `all`, at least one of `any` and none of `none` hold, then `then`.

    Unknown counts as neither: a rule for which it matters does not hold, under `none` too, and the decision says so.
    """

    name: Name
    reason: Reason
    severity: Annotated[Severity, BeforeValidator(_severity)]
    mode: Mode = Mode.ACT
    """The rule's own limit; the person's mode may be stricter, never bolder."""
    all: Conditions = Field(default=())
    any: Conditions = Field(default=())
    none: Conditions = Field(default=())
    then: Effects = ()
    """Nothing: the match is noted, and counts in what people see."""
    title: Title | None = None
    example: Texts = ()
    """Texts whose words it must find; tried by `rempart check`."""
    counter: Texts = ()
    """Texts whose words it must not."""

    @model_validator(mode="after")
    def _asks(self) -> Self:
        if not self.all and not self.any:
            raise ValueError("has neither all nor any, and would match everything; write what must hold")
        if (self.example or self.counter) and not any(condition.of_text for condition in (*self.all, *self.any)):
            raise ValueError("has examples but no words or pattern; leave example and counter out")
        if self.actions and self._by_score_alone():
            raise ValueError(
                "acts on the score alone, which may only hold or alert; add words, a pattern, the lexicon or conduct "
                'to all, or write then = ["hold"]'
            )
        return self

    def _by_score_alone(self) -> bool:
        """Whether it can hold by the score without anything that was said or done."""
        if not any(isinstance(one, Score) for one in (*self.all, *self.any)):
            return False
        shown = [one.of_text or one.name in CONDUCT for one in self.all]
        offered = [one.of_text or one.name in CONDUCT for one in self.any]
        return not any(shown) and not (offered and all(offered))

    @property
    def conditions(self) -> Conditions:
        """All that it asks, wherever that stands."""
        return (*self.all, *self.any, *self.none)

    @cached_property
    def of_case(self) -> bool:
        """Whether it asks for the author's case, so that it is asked after the others."""
        return any(one.of_case for one in self.conditions)

    @cached_property
    def of_past(self) -> bool:
        """Whether it asks what else was written, or for the case."""
        return any(one.of_past or one.of_case for one in self.conditions)

    @cached_property
    def shows(self) -> bool:
        """Whether it holds only where something was said or done, not by who writes, or how a text looks."""
        return any(one.of_text or one.of_act for one in (*self.all, *self.any))

    @cached_property
    def without_past(self) -> "Rule | None":
        """What it asks of the mention itself, without what else was written; None where that shows nothing."""
        rest = {
            key: tuple(one for one in getattr(self, key) if not (one.of_past or one.of_case))
            for key in ("all", "any", "none")
        }
        bare = self.model_copy(update=rest)
        return bare if bare.shows else None

    @cached_property
    def actions(self) -> tuple[Action | Light, ...]:
        """What platforms are asked to do, or desks."""
        return tuple(effect for effect in self.then if not isinstance(effect, Word | Suggest))

    @cached_property
    def suggests(self) -> str:
        """The measure, by name, that moderators are to think of; empty: none."""
        return next((effect.measure for effect in self.then if isinstance(effect, Suggest)), "")

    @cached_property
    def protecting(self) -> frozenset[str]:
        """Contexts under `none`, where the rule asks for words: what is found inside them is not counted."""
        if not any(condition.of_text for condition in (*self.all, *self.any)):
            return frozenset()
        return frozenset(kind for one in self.none if isinstance(one, Context) for kind in one.context)

    @cached_property
    def excluding(self) -> Conditions:
        """What is under `none`, but for contexts that have done their work by protecting their spans."""
        return tuple(one for one in self.none if not (self.protecting and isinstance(one, Context)))

    @cached_property
    def excludes_words(self) -> bool:
        """Whether something said may keep it from holding, wherever that stands."""
        return any(one.of_text for one in self.excluding)

    def called(self, language: Literal["fr", "en"]) -> str:
        """Its name for people."""
        return getattr(self.title, language) if self.title else self.name


class Policy(Noun, frozen=True, kw_only=True):
    """All the rules of one person, and how far any of them may go."""

    mode: Mode = Mode.OBSERVE
    rules: tuple[Rule, ...] = ()
