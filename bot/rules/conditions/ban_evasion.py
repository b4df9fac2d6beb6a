"""The author is likely somebody against whom a measure was taken, back under another name."""

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from bot.model.facts import Facts
from bot.model.link import Likely, Status
from bot.rules.conditions.base import BaseCondition, Need, Verdict, no, yes
from bot.rules.conditions.pattern import one_or_more
from bot.signals.reading import Reading

Evasion = Literal["suggested", "confirmed", "restricted"]


class BanEvasion(BaseCondition):
    """`suggested`: it is likely, and no human has said yet. `confirmed`: a human said so. `restricted`: one or the
    other, while a court or a platform forbids that person to come back.

    `over` is the least score of what is suggested; under 0.7 nothing is. A human's no is remembered: no link is left.
    """

    name: ClassVar[str] = "ban_evasion"
    example: ClassVar[str] = '{ ban_evasion = ["suggested", "restricted"] }'
    ban_evasion: Annotated[tuple[Evasion, ...], BeforeValidator(one_or_more), Field(min_length=1)]
    over: Annotated[float, Field(strict=True, ge=0, le=1)] = 0.0

    @property
    def need(self) -> Need:
        """Somebody whom the author is likely to be."""
        return _resembled

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Yes with the score, or no; always known."""
        found = facts.likely
        if found is None:
            return no("resembles nobody against whom a measure was taken")
        held = [asked for asked in self.ban_evasion if self._holds(asked, found)]
        said = f"{found.status} link, score {found.score:.2f}"
        said = f"{said}, during a restriction" if found.restricted else said
        return yes(said) if held else no(said)

    def _holds(self, asked: Evasion, found: Likely) -> bool:
        confirmed = found.status is Status.CONFIRMED
        if not confirmed and found.score < self.over:
            return False
        return found.restricted if asked == "restricted" else confirmed == (asked == "confirmed")


def _resembled(facts: Facts, reading: Reading) -> object:  # noqa: ARG001 - every need is told alike
    return facts.likely
