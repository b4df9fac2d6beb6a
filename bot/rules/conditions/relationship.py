"""How the person stands to the author."""

from collections.abc import Callable
from operator import attrgetter
from typing import Annotated, ClassVar, Final, Literal

from pydantic import BeforeValidator, Field

from bot.model.facts import Facts, Relation
from bot.rules.conditions.base import BaseCondition, Verdict, no, unknown, yes
from bot.rules.conditions.pattern import one_or_more
from bot.signals.reading import Reading

Standing = Literal["stranger", "followed", "follower", "trusted", "delegate", "muted"]


class Relationship(BaseCondition):
    """`stranger`: not followed by the person, not trusted, no delegate; who follows the person may well be one.

    `followed`: by the person. `follower`: of the person. `muted`: muted or blocked now.
    """

    name: ClassVar[str] = "relationship"
    example: ClassVar[str] = '{ relationship = "stranger" }'
    relationship: Annotated[tuple[Standing, ...], BeforeValidator(one_or_more), Field(min_length=1)]

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Yes if one of them holds; unknown if none is known to hold and one is unknown."""
        doubtful: list[Standing] = []
        for standing in self.relationship:
            holds = HOLDS[standing](facts.relation)
            if holds:
                return yes(f"is {standing}")
            if holds is None:
                doubtful.append(standing)
        if doubtful:
            return unknown(f"unknown whether {doubtful[0]}")
        return no(f"is not {' or '.join(dict.fromkeys(self.relationship))}")


def _stranger(relation: Relation) -> bool | None:
    if relation.trusted or relation.delegate:
        return False
    return None if relation.following is None else not relation.following


HOLDS: Final[dict[Standing, Callable[[Relation], bool | None]]] = {
    "stranger": _stranger,
    "followed": attrgetter("following"),
    "follower": attrgetter("followed_by"),
    "trusted": attrgetter("trusted"),
    "delegate": attrgetter("delegate"),
    "muted": attrgetter("muted"),
}
