"""A raid on the person is going on."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot.model.facts import Facts
from bot.rules.conditions.base import BaseCondition, Need, Table, Verdict, no, yes
from bot.signals.burst import LEAST
from bot.signals.reading import Reading


class Size(Table):
    """So many hostile authors, or more."""

    hostile: Annotated[int, Field(strict=True, ge=LEAST)]


class Raid(BaseCondition):
    """The mention came in the middle of a raid of so many hostile authors, by one of the crowd: somebody new to the
    person, or hostile. Who stands by the person, or did before the raid, is none of them.

    A raid is known only once enough of it is there: what came before that is not said to be within it.
    """

    name: ClassVar[str] = "raid"
    example: ClassVar[str] = "{ raid = { hostile = 20 } }"
    of_past: ClassVar[bool] = True
    raid: Size

    @property
    def need(self) -> Need:
        """A raid."""
        return _going_on

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Yes or no, with how many were hostile by then."""
        if facts.raid is None:
            return no("there is no raid")
        said = f"{facts.raid.hostile} hostile authors"
        if not facts.raid.within or facts.support is not None:
            return no(f"{said}, but this one is none of the crowd")
        return yes(said) if facts.raid.hostile >= self.raid.hostile else no(said)


def _going_on(facts: Facts, reading: Reading) -> object:  # noqa: ARG001 - every need is told alike
    return facts.raid
