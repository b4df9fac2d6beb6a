"""Whom the configuration names as close to a person: delegates, those they trust, and their own accounts."""

from collections.abc import Mapping
from typing import Final

from bot.blocklists.entity import Entity, Kind
from bot.blocklists.follower import Follower
from bot.errors import Gone, Refused
from bot.model.shield import Shield
from bot.platforms.hand import Hand

BLUESKY: Final = "bluesky"


class Close:
    """No list does anything about them on the person's accounts."""

    def __init__(self) -> None:
        self.shields: Mapping[str, Shield] = {}
        """By person."""
        self._found: dict[str, str] = {}

    async def names(self, one: Follower, hand: Hand) -> frozenset[str]:
        """Their handles, ids and keys in lower case, with `@host` for each server that they are on; at Bluesky their
        DIDs too, since lists name nobody there by their handle. Raises TryLater.
        """
        shield = self.shields.get(one.person) if one.own else None
        if shield is None:
            return frozenset()
        own = (name for each in shield.protected.accounts for name in (each.handle, each.key))
        said = {name.casefold().removeprefix("@") for name in (*shield.trusted, *shield.delegates, *own)}
        hosts = {f"@{host}" for _, at, host in (each.rpartition("@") for each in said) if at}
        handles = [each for each in said if one.platform == BLUESKY and "." in each and not {"@", ":"} & {*each}]
        return frozenset(said | hosts | {await self._did(each, hand) for each in handles})

    async def _did(self, handle: str, hand: Hand) -> str:
        """Asked for once; the handle itself where nobody has it."""
        if handle not in self._found:
            try:
                page = f"https://bsky.app/profile/{handle}"
                self._found[handle] = (await hand.find(Entity(kind=Kind.ACTOR, key=page))).casefold()
            except (Gone, Refused):
                return handle
        return self._found[handle]
