"""What the watch asks of a platform: what an account writes to the person, and whether what it wrote still stands."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from bot.model.arrival import Arrival
from bot.model.noun import Noun


class Written(Noun, frozen=True, kw_only=True):
    """What an account wrote to the person since it was last read."""

    arrivals: tuple[Arrival, ...] = ()
    """Oldest first, each with the time that its server tells; who reads gives them their source."""
    place: str
    """The latest post that was seen of it, whomever it addresses."""
    trouble: str = ""
    """What keeps some of it from sight: `blocked us`; empty if nothing does."""


class Sought(Noun, frozen=True, kw_only=True):
    """A post that was kept, and is looked for again."""

    uri: str
    native: str
    """The status id on the person's own server (Mastodon)."""
    author: str
    """Id of its author."""


class Fate(StrEnum):
    """What became of a post."""

    THERE = "there"
    HIDDEN = "hidden"
    """Its author keeps it from the person; others see it."""
    DELETED = "deleted"
    SUSPENDED = "suspended"
    """Its author's account is gone, and all its posts with it."""
    UNKNOWN = "unknown"
    """Not to be seen by the person, and nobody tells whether by others."""


class Look(Noun, frozen=True, kw_only=True):
    """How a post stands, with what is to be told of it: the post as it is now, or that it is gone."""

    fate: Fate
    arrival: Arrival | None = None
    versions: bytes = b""
    """Its earlier versions, as its server tells them; empty where it was never edited, or nobody tells."""


@runtime_checkable
class Watches(Protocol):
    """A platform on which those whom the person no longer sees can be read."""

    unblinded: str
    """The name of the source that brings what muted and blocked accounts write too; empty where there is none."""

    async def written_by(self, account_id: str, after: str, since: datetime) -> Written:
        """What the account wrote to the person after the post `after` (empty: none is known), or since that moment,
        and what of it was edited since. Raises Gone where there is no such account any more, Spent where our share of
        the server's limits is used up.
        """
        ...

    async def look(self, sought: Sought) -> Look:
        """How the post stands now. A refusal that is only a block by its author is told from a deletion."""
        ...

    async def around(self, sought: Sought) -> tuple[Arrival, ...]:
        """Others' posts in its thread that address the person: those that also name a muted account are in no list of
        notifications. Nothing where the platform hides none.
        """
        ...
