"""What every condition is."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from enum import StrEnum
from functools import cached_property
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from bot.model.decision import Because, Span
from bot.model.facts import Facts
from bot.model.noun import Noun
from bot.signals.lexicon import Category
from bot.signals.reading import Reading


class Truth(StrEnum):
    """Unknown is not no: a rule that needs what nobody told does not hold, and says so."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Verdict(Noun, frozen=True, kw_only=True):
    """What a condition says about a mention; `note` names the rule's words and numbers, never the author's."""

    truth: Truth
    note: str = ""
    spans: tuple[Span, ...] = ()


class Table(BaseModel):
    """A table as a person writes it: frozen, without keys we do not know; its errors don't repeat what was written."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, arbitrary_types_allowed=True)


Need = Callable[[Facts, Reading], object]
"""Tells, at no cost, whether something is there."""


class BaseCondition(Table, ABC):
    """A question about the facts, written as a table whose key names it: `{ words = ["…"] }`."""

    name: ClassVar[str]
    """Its key in the table, and the field that holds what is asked."""
    example: ClassVar[str]
    """How a person writes it, as TOML."""
    of_act: ClassVar[bool] = False
    """Whether it shows, without a word being read, something that the author did to the person."""
    of_past: ClassVar[bool] = False
    """Whether it depends on what else was written, so that the order of arrival can change what it says."""
    of_case: ClassVar[bool] = False
    """Whether it asks for the author's case, which is known once the other rules have judged the mention."""

    @abstractmethod
    def judge(self, facts: Facts, reading: Reading) -> Verdict:
        """Whether it holds; pure."""

    @property
    def need(self) -> Need | None:
        """What must be there for it to hold, so that most mentions need not be asked; None where nothing must."""
        return None

    @property
    def terms(self) -> frozenset[str]:
        """Folded words without one of which in the text it cannot hold."""
        return frozenset()

    @property
    def sought(self) -> frozenset[str]:
        """Patterns without one of which in the text it cannot hold."""
        return frozenset()

    @property
    def categories(self) -> frozenset[Category]:
        """Categories of the lexicon without an entry of one of which in the text it cannot hold."""
        return frozenset()

    @cached_property
    def of_text(self) -> bool:
        """Whether it asks for words, patterns or entries of the lexicon."""
        return bool(self.terms or self.sought or self.categories)

    def said(self, reading: Reading) -> bool:
        """Whether the text holds what it asks for, where it is of the text."""
        return not (self.terms.isdisjoint(reading.words) and self.sought.isdisjoint(reading.patterns))

    def because(self, verdict: Verdict) -> Because:
        """The verdict as a decision keeps it."""
        return Because(condition=self.name, note=verdict.note, spans=verdict.spans)


def yes(note: str, spans: tuple[Span, ...] = ()) -> Verdict:
    """It holds."""
    return Verdict(truth=Truth.YES, note=note, spans=spans)


def no(note: str) -> Verdict:
    """It does not."""
    return Verdict(truth=Truth.NO, note=note)


def unknown(note: str) -> Verdict:
    """Nobody told."""
    return Verdict(truth=Truth.UNKNOWN, note=note)
