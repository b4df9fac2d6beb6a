"""How the accounts that follow lists are reached: by the tokens that they gave, or as the person's own are."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol

import msgspec

from bot.blocklists.follower import Follower
from bot.errors import Spent, Unauthorized
from bot.following.enlisting import forget_token, token_name
from bot.platforms.hand import Hand
from bot.store import followers, read
from bot.store.database import Store

if TYPE_CHECKING:
    from bot.platforms.mastodon.doorway import Pass
    from bot.platforms.mastodon.hand import Hands
    from bot.platforms.mastodon.options import Options

AWAY: Final = 600.0
"""Seconds until one of the person's accounts is looked for again that is not reached."""


class Doors(Protocol):
    """Opens the hand of an account, and ends what it gave."""

    def open(self, one: Follower) -> Hand:
        """Its hand. Raises Unauthorized where it gave no token, Spent where it is the person's and not reached."""
        ...

    async def end(self, one: Follower) -> None:
        """Let what it gave be worth nothing any more, and forget it."""
        ...


class TokenDoors:
    """By the tokens in the safe."""

    def __init__(
        self,
        store: Store,
        options: "Callable[[str], Options]",
        own: Mapping[str, Callable[[], Hand]],
        now: Callable[[], datetime],
    ) -> None:
        """`options` says how a server is reached; `own` opens the person's accounts, by `Account.key`."""
        self._store = store
        self._options = options
        self._own = own
        self._now = now

    @cached_property
    def _hands(self) -> "Hands":
        from bot.platforms.mastodon.hand import Hands  # noqa: PLC0415 - platforms load when used

        return Hands(self._now, self._options)

    def open(self, one: Follower) -> Hand:
        """As `Doors` has it."""
        if one.own:
            if one.own not in self._own:
                raise Spent("the account is not reached now", after=AWAY)  # nothing is wrong with its server
            return self._own[one.own]()
        given = kept(self._store, one)
        if given is None:
            raise Unauthorized("there is no token of this account")
        return self._hands.open(one.key, one.server, given.token)

    async def end(self, one: Follower) -> None:
        """As `Doors` has it; where the server cannot be reached, it is tried again by who called."""
        from bot.platforms.mastodon.doorway import revoke  # noqa: PLC0415 - as above

        given = kept(self._store, one)
        if given is not None and not self._shared(one, given):
            await revoke(self._options(one.server), given, self._now)
        await self._store.run(forget_token, self._store, one)

    def _shared(self, one: Follower, given: "Pass") -> bool:
        """Whether another list is followed by the same token: servers give who asks twice the one they have."""
        with self._store.reading() as connection:
            others = followers.beside(connection, one)
        tokens = [found.token for other in others if (found := kept(self._store, other)) is not None]
        return given.token in tokens


def kept(store: Store, one: Follower) -> "Pass | None":
    """What somebody gave, from the safe."""
    from bot.platforms.mastodon.doorway import Pass  # noqa: PLC0415 - as above

    with store.reading() as connection:
        found = read.get(connection, store.master, token_name(one))
    return msgspec.json.decode(found, type=Pass) if found else None
