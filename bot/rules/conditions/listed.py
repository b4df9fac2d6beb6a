"""A list that the person follows names the author, or the author's server."""

from typing import Annotated, ClassVar, Final, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from bot.model.facts import Facts
from bot.model.reason import LABELS, Severity
from bot.rules.conditions.base import BaseCondition, Table, Verdict, no, unknown, yes
from bot.rules.conditions.pattern import one_or_more
from bot.signals.reading import Reading

LEVELS: Final = {label: Severity(number) for number, label in enumerate(LABELS)}
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]


class Lists(Table):
    """In so many of these lists, with so much said against them, or more."""

    list: Annotated[tuple[Slug, ...], BeforeValidator(one_or_more), Field(min_length=1)]
    severity: Literal["low", "medium", "high", "urgent"] = "low"
    at_least: Annotated[int, Field(strict=True, ge=1)] = 1

    @model_validator(mode="after")
    def _enough(self) -> Self:
        if self.at_least > len(set(self.list)):
            raise ValueError("at_least: is more than there are lists, so that it could never hold")
        return self


class Listed(BaseCondition):
    """A list says of the account, or of its server, that it should be muted (`medium`) or blocked (`high`); where it
    tells a severity of its own, that.

    It says what others found, not what was written here: with nothing else, let it hold for a human. Unknown where a
    list is not followed, or was not read yet.
    """

    name: ClassVar[str] = "listed"
    example: ClassVar[str] = '{ listed = { list = ["a-list-i-follow"], severity = "high" } }'
    listed: Lists

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Yes with the names of the lists, which are the rule's own; unknown if those not known could make it so."""
        asked, least = dict.fromkeys(self.listed.list), LEVELS[self.listed.severity]
        naming = [name for name in asked if facts.listed.get(name, Severity.NONE) >= least]
        if len(naming) >= self.listed.at_least:
            return yes(f"in the list {', '.join(naming)}")
        unread = [name for name in asked if name not in facts.listed]
        if len(naming) + len(unread) >= self.listed.at_least:
            return unknown(f"the list {unread[0]} is not followed, or was not read yet")
        return no("named by too few of the lists" if naming else "named by none of the lists")
