"""What carrying out a list asks of one account: to find whom the list means, and to mute, block and undo that."""

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

from bot.blocklists.deed import Deed
from bot.blocklists.entity import Entity
from bot.platforms.port import Standing

__all__ = ["Deed", "Hand", "Handed"]


class Hand(Protocol):
    """One account at its own server, acting in its own name; calls raise the errors of bot/errors.py.

    Each deed may be repeated: what is so already stays so.
    """

    key: str
    """`Account.key` of the account that acts."""

    async def find(self, entity: Entity) -> str:
        """The id under which its server knows an account; a domain's own name. Raises Gone where it knows none."""
        ...

    async def standings(self, targets: Sequence[str]) -> Mapping[str, Standing]:
        """How the account stands to each of these ids, read now; those that are gone are left out."""
        ...

    async def do(self, deed: Deed, target: str) -> None:
        """Do it. Refused where the server cannot."""
        ...

    async def undo(self, deed: Deed, target: str) -> None:
        """Take it back."""
        ...

    async def close(self) -> None:
        """End the connection."""
        ...


@runtime_checkable
class Handed(Protocol):
    """A platform that can carry lists out on its account."""

    def hand(self) -> Hand:
        """A hand of its own; what it asks counts among what the platform asks."""
        ...
