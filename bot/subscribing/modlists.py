"""Moderation lists of others on Bluesky, read by whichever account of the house can."""

from collections.abc import AsyncIterator, Sequence
from typing import Final, Protocol, runtime_checkable
from urllib.parse import urlsplit

from bot.blocklists.change import Change
from bot.blocklists.entity import Entity
from bot.blocklists.subscription import Subscription
from bot.errors import PlatformError, Refused, TooLarge
from bot.subscribing.parsing import ENTRIES
from bot.subscribing.source import Before, Read, Unread, Why

FORM: Final = "modlist"
APP: Final = "bsky.app"
"""Where people copy the addresses of lists from."""


@runtime_checkable
class Reads(Protocol):
    """A platform on which lists are public."""

    def entries(self, address: str) -> AsyncIterator[Change]:
        """All who stand in a list. Raises the errors of bot/errors.py."""
        ...


def scheme(address: str) -> str:
    """By what an address is read; a page of Bluesky's app stands for the list that it shows."""
    parts = urlsplit(address)
    return "at" if parts.netloc == APP else parts.scheme


class Modlists:
    """Reads lists at `at://` addresses."""

    def __init__(self, platforms: Sequence[object]) -> None:
        """Of these, those that can."""
        self._platforms = [one for one in platforms if isinstance(one, Reads)]

    async def read(self, one: Subscription, before: Before) -> Read:  # noqa: ARG002 - every source is asked alike
        """As `Source`."""
        if not self._platforms:
            raise Unread(Why.UNABLE)
        try:
            return Read(await self._entries(one.source), form=FORM)
        except TooLarge as error:
            raise Unread(Why.MANY) from error
        except Refused as error:
            raise Unread(Why.MEDIUM) from error
        except Unread:
            raise
        except PlatformError as error:
            raise Unread(Why.SILENT) from error

    async def _entries(self, address: str) -> dict[Entity, Change]:
        found: dict[Entity, Change] = {}
        async for change in self._platforms[0].entries(address):
            found[change.entity] = change
            if len(found) > ENTRIES:
                raise Unread(Why.MANY)
        return found
