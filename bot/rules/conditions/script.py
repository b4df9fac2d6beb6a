"""The text is in a writing or a language that Rempart does not read, so that a human has to."""

from collections.abc import Iterable
from typing import Annotated, ClassVar, Final, Literal

from pydantic import BeforeValidator, Field

from bot.model.facts import Facts
from bot.rules.conditions.base import BaseCondition, Verdict, no, unknown, yes
from bot.rules.conditions.pattern import one_or_more
from bot.signals.language import STOP_WORDS
from bot.signals.reading import Reading
from bot.signals.script import Foreign, foreign, has_latin, latin
from bot.signals.script import Script as Named

Writing = Literal["unread", Named]
READ: Final = frozenset(STOP_WORDS)
UNDETERMINED: Final = frozenset({"und", "mul", "mis", "zxx", "art"})
"""Language tags that name none."""
COMMON: Final = frozenset.union(*STOP_WORDS.values())
SENTENCE: Final = 5
"""Words among which one that French or English cannot do without is to be expected."""
PHRASE: Final = 12
"""Letters of another writing that say something by themselves, whatever else is there; fewer are a name."""
WORD: Final = 2


class Script(BaseCondition):
    """A word in one of these writings is there; or, by `unread`, what is said cannot be read.

    `unread`: most of the letters, or a phrase, are not Latin; or the language is neither French nor English, by the
    platform's word or because a sentence holds no common word of either. Of a few Latin words in no language that is
    named it is unknown whether they are read. A word that mixes writings is a disguise, which folding reads.
    """

    name: ClassVar[str] = "script"
    example: ClassVar[str] = '{ script = "unread" }'
    script: Annotated[tuple[Writing, ...], BeforeValidator(one_or_more), Field(min_length=1)]

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Yes with the words in another writing, no or unknown."""
        words = foreign(reading.text)
        named = [word for word in words if word.script in self.script and word.letters >= WORD]
        if named:
            return yes(_names(named), tuple(word.span for word in named))
        return _unread(reading, words) if "unread" in self.script else no("no word in such a writing")


def _unread(reading: Reading, words: tuple[Foreign, ...]) -> Verdict:
    strange = sum(word.letters for word in words)
    if strange >= PHRASE or (strange and strange > latin(reading.text)):
        return yes(_names(words), tuple(word.span for word in words))
    if not has_latin(reading.text):
        return no("no letters to read")
    spoken = None if reading.language in UNDETERMINED else reading.language
    if spoken is not None and spoken not in READ:
        return yes(f"is in {spoken}")
    said = reading.readings[0].text.split()
    if len(said) >= SENTENCE and COMMON.isdisjoint(said):
        return yes("no common word of a language that is read")
    return unknown("the language cannot be told") if spoken is None else no(f"is in {spoken}")


def _names(words: Iterable[Foreign]) -> str:
    return f"in {', '.join(dict.fromkeys(word.script for word in words))} letters"
