"""The text holds a word or phrase of the lexicon, of these categories and at least this strong."""

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from bot.model.facts import Facts
from bot.rules.conditions.base import BaseCondition, Verdict, no, yes
from bot.rules.conditions.pattern import one_or_more
from bot.signals.lexicon import Category, Entry, Tongue
from bot.signals.reading import Reading


class Lexicon(BaseCondition):
    """Categories of abuse; strength 3 is hardly ever said otherwise than as abuse, 1 needs context."""

    name: ClassVar[str] = "lexicon"
    example: ClassVar[str] = '{ lexicon = "insult", strength = 2 }'
    lexicon: Annotated[tuple[Category, ...], BeforeValidator(one_or_more), Field(min_length=1)]
    strength: Literal[1, 2, 3] = 1
    """The least."""
    language: Tongue | None = None
    """Of the lexicon's entry, not of the text; None: any."""

    @property
    def categories(self) -> frozenset[Category]:
        """Those it asks for."""
        return frozenset(self.lexicon)

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Yes with the entries found, by their headwords, and where."""
        found = [entry for entry in reading.lexicon if self._asks_for(entry)]
        if not found:
            return no("no such entry of the lexicon is there")
        note = ", ".join(dict.fromkeys(entry.term for entry in found))
        return yes(note, tuple(dict.fromkeys(span for entry in found for span in reading.lexicon[entry])))

    def said(self, reading: Reading) -> bool:
        """Whether such an entry is there."""
        return any(map(self._asks_for, reading.lexicon))

    def _asks_for(self, entry: Entry) -> bool:
        return (
            entry.category in self.lexicon
            and entry.strength >= self.strength
            and self.language in {None, entry.language}
        )
