"""The text holds one of these patterns, in an engine whose time is linear."""

from functools import cached_property
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BeforeValidator, Field

from bot.model.facts import Facts
from bot.rules.conditions.base import BaseCondition, Verdict, no, yes
from bot.signals.patterns import compile_pattern
from bot.signals.reading import Reading


def one_or_more(written: Any) -> Any:
    """A text alone stands for a list of one."""
    return (written,) if isinstance(written, str) else written


def _accepted(pattern: str) -> str:
    compile_pattern(pattern)
    return pattern


class Pattern(BaseCondition):
    """Tried without case and accents on what the text reads as (words parted by one space), and on it as written."""

    name: ClassVar[str] = "pattern"
    example: ClassVar[str] = "{ pattern = 'je (vais|va) te (retrouver|suivre)' }"
    pattern: Annotated[
        tuple[Annotated[str, AfterValidator(_accepted)], ...], BeforeValidator(one_or_more), Field(min_length=1)
    ]

    @cached_property
    def sought(self) -> frozenset[str]:
        """Its patterns."""
        return frozenset(self.pattern)

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Yes with the places; the note counts patterns, which are too long to read."""
        found = {pattern: reading.patterns[pattern] for pattern in reading.patterns if pattern in self.sought}
        if not found:
            return no("no pattern of it is there")
        numbers = ", ".join(str(number) for number, pattern in enumerate(self.pattern, 1) if pattern in found)
        return yes(
            f"pattern {numbers} of {len(self.pattern)}", tuple(span for spans in found.values() for span in spans)
        )
