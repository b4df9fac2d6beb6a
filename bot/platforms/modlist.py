"""What keeping a list at a platform asks of it: a public list in an account's own name, and the lists of others."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from bot.blocklists.adoption import Stance
from bot.blocklists.change import Change
from bot.model.noun import Noun
from bot.platforms.hand import Deed


class Card(Noun, frozen=True, kw_only=True):
    """How a list presents itself."""

    name: str
    about: str
    """What it is for, and how to contest it."""
    link: str = ""
    """The part of `about` that is an address; empty: none is."""
    at: datetime
    """When it was made."""


class Item(Noun, frozen=True, kw_only=True):
    """One account that stands in a list over there."""

    subject: str
    ours: bool
    """Whether it bears the name that we give; else somebody put it in by hand."""


class Modlist(Protocol):
    """One of our lists over there, in the name of one account; calls raise the errors of bot/errors.py."""

    async def stands(self) -> bool:
        """Whether it is there."""
        ...

    async def present(self, card: Card) -> str:
        """Make it, or let it present itself so; its address."""
        ...

    def items(self) -> AsyncIterator[Item]:
        """All that stands in it, by hand too."""
        ...

    def fitting(self, going: int, coming: int) -> tuple[int, int]:
        """How many of these one write may take now. Raises TryLater where there is no room for any."""
        ...

    async def write(self, going: Sequence[str], coming: Sequence[str], at: datetime) -> None:
        """Take these out and put those in, all or none; no more than is fitting. It fails where what goes is not there,
        or what comes is there already."""
        ...

    async def withdraw(self) -> None:
        """Take the list itself away; what stands in it does so no more."""
        ...


class Foreign(Noun, frozen=True, kw_only=True):
    """A list of somebody else, as it presents itself."""

    uri: str
    """`at://did/app.bsky.graph.list/…`"""
    title: str
    about: str
    count: int
    etag: str
    """Changes with what stands in it, as far as its first page tells."""


@runtime_checkable
class KeepsLists(Protocol):
    """A platform on which lists are public and can be followed."""

    def modlist(self, id_: str) -> Modlist:
        """The list over there that goes with one of ours, by its id."""
        ...

    async def foreign(self, address: str) -> Foreign:
        """How a list of others presents itself, by its `at://` URI or the address of its page. Raises Gone; Refused
        for what is no list to mute or block by."""
        ...

    def entries(self, address: str) -> AsyncIterator[Change]:
        """All who stand in it, each recommended to be muted; raises as `foreign`, and TooLarge."""
        ...

    async def stance(self, address: str) -> Stance:
        """How the account stands to the list now."""
        ...

    async def adopt(self, address: str, deed: Deed) -> None:
        """Mute or block all who stand in it, now and later, by the platform's own means; may be repeated."""
        ...

    async def abandon(self, address: str, deed: Deed, prior: Stance) -> None:
        """Return to `prior`; what was so before stays so."""
        ...
