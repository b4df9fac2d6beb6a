"""A report as it reached a community's desk; what it says stands in its exhibit alone."""

from datetime import datetime

from bot.model.account import Account
from bot.model.noun import Noun
from bot.model.reason import Reason


class Flag(Noun, frozen=True, kw_only=True):
    """One report."""

    person: str
    """The community."""
    id: str
    """As the platform numbers it."""
    subject: Account
    """Who is reported."""
    reporter: str = ""
    """`Account.key`; empty: another server, or unknown."""
    reason: Reason | None = None
    """What the platform's category means; None: other."""
    posts: tuple[str, ...] = ()
    """URIs that are public."""
    withheld: int = 0
    """Posts that came with it and are private: counted, never read."""
    at: datetime
    open: bool = True
    taken: bool = False
    """Whether somebody is at it, there."""
    inside: bool = False
    """Whether who is reported is one of the community's own, watched over or not."""
    appeal: bool = False
    """Whether it is no report: its author asks that what was done about them be looked at again."""


class Flagged(Noun, frozen=True, kw_only=True):
    """What a rule may know of the reports about an author."""

    by: int = 0
    """Distinct reporters while open."""
    first_at: datetime | None = None
