"""Who is close to a person: whom they follow or trust with any of their accounts, delegates, and those accounts."""

from collections.abc import Mapping
from typing import Final

from bot.blocklists.entity import Entity, Kind
from bot.blocklists.follower import Follower
from bot.errors import Gone, Refused
from bot.model.account import Protected
from bot.model.shield import Shield
from bot.platforms.hand import Hand
from bot.store import acquainted
from bot.store.database import Store

BLUESKY: Final = "bluesky"
NOBODY: Final = Shield(protected=Protected(name=""))
"""Of whom the configuration says nothing."""


class Close:
    """No list does anything about them on the person's accounts."""

    def __init__(self, store: Store) -> None:
        self.shields: Mapping[str, Shield] = {}
        """By person: what the configuration says of them."""
        self._store = store
        self._found: dict[str, str] = {}

    async def names(self, one: Follower, hand: Hand) -> frozenset[str]:
        """Their handles, ids and keys in lower case, with `@host` for each server that they are on; at Bluesky their
        DIDs too, since lists name nobody there by their handle. Raises TryLater.
        """
        if not one.own:
            return frozenset()
        said = self._said(one.person)
        handles = [each for each in said if one.platform == BLUESKY and "." in each and not {"@", ":"} & {*each}]
        every = said | {await self._did(each, hand) for each in handles} | await self._store.run(self._near, one.person)
        return frozenset(every | {f"@{host}" for _, at, host in (each.rpartition("@") for each in every) if at})

    def _said(self, person: str) -> set[str]:
        shield = self.shields.get(person, NOBODY)
        own = (name for each in shield.protected.accounts for name in (each.handle, each.key))
        return {name.casefold().removeprefix("@") for name in (*shield.trusted, *shield.delegates, *own)}

    def _near(self, person: str) -> set[str]:
        with self._store.reading() as connection:
            found = acquainted.known(connection, person)
        near = [each for each in found if each.following or each.trusted]
        return {name.casefold() for each in near for name in (each.account, each.handle) if name}

    async def _did(self, handle: str, hand: Hand) -> str:
        """Asked for once; the handle itself where nobody has it."""
        if handle not in self._found:
            try:
                page = f"https://bsky.app/profile/{handle}"
                self._found[handle] = (await hand.find(Entity(kind=Kind.ACTOR, key=page))).casefold()
            except (Gone, Refused):
                return handle
        return self._found[handle]
