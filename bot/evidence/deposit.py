"""A deposit: a checkpoint left with somebody else, and what they gave for it."""

from datetime import datetime
from enum import StrEnum

from bot.model.noun import Noun


class Standing(StrEnum):
    """Where a deposit stands."""

    DUE = "due"
    """To be made, or tried again."""
    PENDING = "pending"
    """Taken, and not proven yet: OpenTimestamps takes hours."""
    DONE = "done"
    REFUSED = "refused"
    """It will not be taken, or what came for it does not hold; `trouble` says why. The next checkpoint is tried."""


class Deposit(Noun, frozen=True, kw_only=True):
    """One checkpoint at one place."""

    person: str
    number: int
    """Of the checkpoint."""
    place: str
    kind: str
    """`rfc3161`, `opentimestamps`"""
    status: Standing
    due_at: datetime
    """When it is tried next."""
    attempts: int = 0
    at: datetime | None = None
    """When the token came."""
    token: bytes = b""
    """Whole, as it came; empty until then."""
    trouble: str = ""
