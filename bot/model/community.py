"""What names a community's desk, what it keeps of what it reads, and what its server knows of who comes back."""

from enum import StrEnum
from typing import Final

from bot.model.noun import Noun

DESK: Final = "desk:"
"""Begins the keys of desks."""


class Keeps(StrEnum):
    """What of that which is judged is kept."""

    ALL = "all"
    NOTICED = "noticed"
    """Only what has a severity, a match or a flag; of the rest numbers alone."""


class Kin(Noun, frozen=True, kw_only=True):
    """How many suspended accounts share something with an author: numbers, never an address."""

    email: int = 0
    domain: int = 0
    net: int = 0


def desk_of(community: str) -> str:
    """What names a community's desk everywhere in Rempart, as `Account.key` does an account."""
    return DESK + community
