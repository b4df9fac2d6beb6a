"""The port of where lists of others come from, and what reading one gives."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

from bot.blocklists.change import Change
from bot.blocklists.entity import Entity
from bot.blocklists.formats.rempart import Head
from bot.blocklists.subscription import Subscription
from bot.errors import PlatformError


class Why(StrEnum):
    """Why a list could not be read; the texts are the reader's."""

    ADDRESS = "address"
    """No address that is asked."""
    PRIVATE = "private"
    """It leads into a private network."""
    REDIRECTS = "redirects"
    STATUS = "status"
    SILENT = "silent"
    """No answer came, or none that ended."""
    SLOW = "slow"
    LARGE = "large"
    MANY = "many"
    HTML = "html"
    MEDIUM = "medium"
    """It is a picture, a film, an archive, …"""
    UNREADABLE = "unreadable"
    CUT = "cut"
    """It ends in the middle."""
    ELSEWHERE = "elsewhere"
    """It sends to another server for the rest."""
    UNABLE = "unable"
    """Nothing here reads such an address."""


class Unread(PlatformError):
    """A list could not be read; what holds goes on holding."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


class Fault(NamedTuple):
    """A line that was not understood; the rest was taken."""

    line: int
    what: str
    """The name of a sentence."""


class Read(NamedTuple):
    """A version as it came."""

    after: Mapping[Entity, Change]
    """What it comes to, retractions too."""
    faults: Sequence[Fault] = ()
    """The first of them."""
    faulty: int = 0
    """How many there are."""
    form: str = ""
    etag: str = ""
    cursor: str = ""
    head: Head = Head()
    """What its publisher says of it, with the note that it is signed with, where there is one."""


class Unchanged(NamedTuple):
    """Its server says that it is as it was."""


Before = Callable[[], Awaitable[Mapping[Entity, Change]]]
"""Brings what a list came to; only who needs it asks."""


class Source(Protocol):
    """Reads lists at one kind of address."""

    async def read(self, one: Subscription, before: Before) -> Read | Unchanged:
        """What the list comes to now. Raises Unread."""
        ...
