"""Many who come at once: a raid as it is measured, and as a decision sees it."""

from datetime import datetime
from typing import Final

from bot.model.noun import Noun

SIGN_UPS: Final = "/sign-ups"
FLAGS: Final = "/flags"
"""What follows a community's name in that of a crowd of its own: who asks for an account, who reports."""


class Ongoing(Noun, frozen=True, kw_only=True):
    """The raid in the middle of which a mention came, as far as it was known then. Small: it is sealed with each."""

    since: int
    """When it began, in seconds since 1970 UTC."""
    authors: int
    """Distinct authors in it so far."""
    hostile: int
    """How many of them wrote something hostile."""
    within: bool = False
    """Whether the mention's author is one of the crowd: nobody the person follows, and new to them."""


class Wave(Noun, frozen=True, kw_only=True):
    """A raid as its visits show it, in event time; the same whatever order they came in."""

    since: int
    """The first hostile visit, in seconds since 1970 UTC."""
    until: int
    """The last one that still belonged to a crowd."""
    rest: int
    """Seconds without a crowd after which it is over."""
    authors: int
    hostile: int
    supporters: int
    """Authors who wrote in support of the person, and nothing hostile."""
    mentions: int
    root: int = 0
    """Digest of the post under which most of it happens; 0: no such post."""
    origin: int = 0
    """Digest of the post that sent them; 0: not seen."""
    of_root: bool = False
    """Whether it was a crowd under this one post only."""


class Raid(Noun, frozen=True, kw_only=True):
    """A raid as it is remembered."""

    person: str
    number: int
    """Counts the raids on a person, from 1."""
    since: datetime
    until: datetime
    rest: int
    authors: int
    hostile: int
    supporters: int
    mentions: int
    root: str | None = None
    """URI of the post under which most of it happens."""
    origin: str | None = None
    """URI of the post that sent them, when it was seen."""
    alert: str = ""
    """The id of the alert that told it."""
    told: int = 0
    """How many authors the latest alert told of."""
    ended_at: datetime | None = None
    """When it was found to be over, by our clock; None while it lasts."""


def whose(crowd: str) -> str:
    """The name of the person, or of the community, to whom a crowd comes; none has a slash in it."""
    return crowd.partition("/")[0]


def which(crowd: str) -> str:
    """Which of theirs it is: SIGN_UPS, FLAGS, a slash and the member to whom it comes; nothing: it comes to all."""
    return crowd.removeprefix(whose(crowd))
