"""The author came by the same mailbox or network as accounts that were suspended."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from bot.model.community import Kin as Known
from bot.model.facts import Facts
from bot.rules.conditions.base import BaseCondition, Table, Verdict, no, yes
from bot.signals.reading import Reading

Count = Annotated[int, Field(strict=True, ge=1)]


class Shared(Table):
    """With so many suspended accounts, or more: the mailbox, its domain, the network; any one of them is enough."""

    email: Count | None = None
    domain: Count | None = None
    net: Count | None = None

    @model_validator(mode="after")
    def _some(self) -> Self:
        if self.email is self.domain is self.net is None:
            raise ValueError("asks for nothing; write email, domain or net, each with a number of accounts")
        return self


class Kin(BaseCondition):
    """The community's own server tells by what an account came; only numbers are kept, and no address.

    A network is shared by a household, a school, a phone company: with nothing else, let it hold for a human. For a
    person, and for accounts of other servers, it never holds.
    """

    name: ClassVar[str] = "kin"
    example: ClassVar[str] = "{ kin = { email = 1, net = 3 } }"
    kin: Shared

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Yes or no; of what is shared only the kind is said."""
        known = facts.kin or Known()
        pairs = {
            "mailbox": (self.kin.email, known.email),
            "domain": (self.kin.domain, known.domain),
            "network": (self.kin.net, known.net),
        }
        held = [what for what, (least, count) in pairs.items() if least is not None and count >= least]
        if held:
            return yes(f"the same {held[0]} as {pairs[held[0]][1]} suspended accounts")
        return no("shares too little with suspended accounts")
