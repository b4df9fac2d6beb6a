"""The text holds one of these words or phrases, whatever they are dressed in."""

from functools import cached_property
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from bot.model.facts import Facts
from bot.rules.conditions.base import BaseCondition, Verdict, no, yes
from bot.signals.reading import Reading
from bot.signals.text import fold


def _sayable(word: str) -> str:
    if not fold(word).text:
        raise ValueError('has a word without letters; write words that can be read, as in words = ["salope"]')
    if "*" in word:
        raise ValueError(
            'has a word with a star in it; write it out, as in words = ["salope"], and s*lope is found too'
        )
    return word


class Words(BaseCondition):
    """Whole words, compared without case, accents or the usual disguises; any space or sign parts a phrase."""

    name: ClassVar[str] = "words"
    example: ClassVar[str] = '{ words = ["salope", "je te retrouverai"] }'
    words: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_sayable)], ...], Field(min_length=1)
    ]

    @cached_property
    def _by_term(self) -> dict[str, str]:
        return {fold(word).text: word for word in self.words}

    @cached_property
    def terms(self) -> frozenset[str]:
        """The words as folding leaves them."""
        return frozenset(self._by_term)

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Yes with the words found and where."""
        found = {term: reading.words[term] for term in reading.words if term in self._by_term}
        if not found:
            return no("none of its words is there")
        note = ", ".join(self._by_term[term] for term in found)
        return yes(note, tuple(span for spans in found.values() for span in spans))
