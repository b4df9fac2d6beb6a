"""What is raised for as long as a raid lasts, and lowered again: gates of the person's own post."""

from typing import Final

from bot.errors import Refused
from bot.model.action import CloseQuotes, CloseThread, FilterStrangers, HideReplies, Order, Prior, Shelter
from bot.platforms.bluesky.closing import QUOTES, REPLIES, Closing
from bot.platforms.bluesky.gates import Gates
from bot.platforms.bluesky.repository import Repository

NO_POLICY: Final = "Bluesky has no policy for notifications by strangers."


class Sheltering:
    """The shelters of one account; `threads` are its thread gates."""

    def __init__(self, repository: Repository, threads: Gates) -> None:
        self._threads = threads
        self._replies = Closing(repository, REPLIES)
        self._quotes = Closing(repository, QUOTES)

    async def prior(self, order: Order, shelter: Shelter) -> Prior:
        """The state that the order meets."""
        match shelter:
            case CloseThread():
                return await self._replies.prior(_post(order))
            case CloseQuotes():
                return await self._quotes.prior(_post(order))
            case HideReplies(replies=replies):
                return await self._threads.prior_of(_post(order), replies)
            case FilterStrangers():
                raise Refused(NO_POLICY)

    async def perform(self, order: Order, shelter: Shelter) -> str:
        """Raise it; the URI of the gate."""
        match shelter:
            case CloseThread():
                return await self._replies.close(_post(order), order.decided_at)
            case CloseQuotes():
                return await self._quotes.close(_post(order), order.decided_at)
            case HideReplies(replies=replies):
                return await self._threads.add_all(_post(order), replies, order.decided_at)
            case FilterStrangers():
                raise Refused(NO_POLICY)

    async def revert(self, order: Order, shelter: Shelter, prior: Prior) -> None:
        """Lower it, to what the order met."""
        match shelter:
            case CloseThread():
                await self._replies.open(_post(order), prior)
            case CloseQuotes():
                await self._quotes.open(_post(order), prior)
            case HideReplies(replies=replies):
                await self._threads.remove_all(_post(order), replies, prior)
            case FilterStrangers():
                raise Refused(NO_POLICY)


def _post(order: Order) -> str:
    if order.root is None:
        raise Refused("No post is known under which it happens: there is no gate to change.")
    return order.root
