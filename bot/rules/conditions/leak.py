"""Something of somebody's private life is given away."""

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from bot.model.facts import Facts
from bot.rules.conditions.base import BaseCondition, Need, Verdict, no, yes
from bot.rules.conditions.pattern import one_or_more
from bot.signals.reading import Reading

Kind = Literal["any", "address", "phone", "email", "name", "plate", "place", "document"]


class Leak(BaseCondition):
    """In the text, a picture's description, or in who wrote it.

    `of = "vault"`: the person's own, which they keep in the vault (`rempart vault`); else also what looks like
    anybody's. What they declared public, and what authors offer of their own, is none.
    """

    name: ClassVar[str] = "leak"
    example: ClassVar[str] = '{ leak = ["address", "phone"], of = "vault" }'
    of_act: ClassVar[bool] = True
    leak: Annotated[tuple[Kind, ...], BeforeValidator(one_or_more), Field(min_length=1)]
    of: Literal["vault", "anybody"] = "anybody"

    @property
    def need(self) -> Need:
        """Something private."""
        return _given_away

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Yes with the kinds, and where they stand in the text; never what they say."""
        found = [
            leak
            for leak in facts.leaks
            if (leak.vault or self.of == "anybody") and ("any" in self.leak or leak.kind in self.leak)
        ]
        if not found:
            return no("nothing private is given away" if self.of == "anybody" else "nothing of the vault is in it")
        kinds = ", ".join(dict.fromkeys(leak.kind.value for leak in found))
        said = f"{kinds} of the vault" if any(leak.vault for leak in found) else kinds
        return yes(said, tuple(leak.span for leak in found if leak.within == "text"))


def _given_away(facts: Facts, reading: Reading) -> object:  # noqa: ARG001 - every need is told alike
    return facts.leaks
