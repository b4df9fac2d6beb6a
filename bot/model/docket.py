"""All that is open about one account at a community's desk."""

from datetime import datetime
from enum import StrEnum

from bot.model.noun import Noun
from bot.model.reason import Severity


class Standing(StrEnum):
    """How it stands."""

    OPEN = "open"
    TAKEN = "taken"
    """Somebody is at it."""
    SETTLED = "settled"


class Docket(Noun, frozen=True, kw_only=True):
    """One account."""

    person: str
    """The community."""
    subject: str
    """`Account.key`"""
    standing: Standing = Standing.OPEN
    severity: Severity = Severity.NONE
    flags: int = 0
    reporters: int = 0
    targets: int = 0
    """Members it wrote to, noticed."""
    member: bool = False
    """Whether the subject is one of the community's own."""
    first_at: datetime
    last_at: datetime
    rule: str = ""
    """Of the worst finding."""
    suggested: str = ""
    """Kind of measure."""
    taken_by: str = ""
    """Seat."""
    taken_at: datetime | None = None
    """When a human took it, or settled it; None: no human did."""
