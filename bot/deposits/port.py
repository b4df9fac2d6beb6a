"""What a place must offer at which checkpoints are left."""

from datetime import datetime
from typing import Protocol

from bot.model.noun import Noun


class Token(Noun, frozen=True, kw_only=True):
    """What a place gives for a checkpoint."""

    data: bytes
    """Whole, as it is kept."""
    done: bool
    """Whether it proves the time by now; else it is to be completed later."""


class Place(Protocol):
    """Somebody with whom a checkpoint is left; sees a digest of it, and nothing else."""

    name: str
    kind: str
    """`rfc3161`, `opentimestamps`"""

    async def leave(self, note: bytes) -> Token:
        """Leave a checkpoint; may be repeated. Raises TryLater, or Refused where it will not be taken."""
        ...

    async def complete(self, token: bytes) -> Token:
        """Ask what became of a token that is not done. Raises as `leave`."""
        ...


class Proof(Noun, frozen=True, kw_only=True):
    """What a token proves, as far as it can be told offline."""

    at: datetime | None = None
    """When the checkpoint existed at the latest; None where that is not proven yet."""
    by: str
    """Who says so: an authority's name, a calendar, a block."""
    pinned: bool = True
    """Whether that is somebody whom we were told to trust, and not only who they say they are."""
    needs: int = 0
    """The height of the Bitcoin block whose header is needed to prove it; 0 where none is."""
