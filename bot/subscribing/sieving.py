"""Whom the lists that people follow may name, kept in memory for who judges mentions: built beside, renewed whole."""

import asyncio
from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection

from bot.blocklists.sieve import Sieve
from bot.handling.listed import Followed
from bot.repeating import repeat
from bot.store import listings
from bot.store.database import Store
from bot.store.listings import Read

BEAT: Final = 5.0
"""Seconds between two looks at whether a version changed."""


class Sieving:
    """Renews what a store's mentions are held against (`Store.followed`)."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seen: list[Read] = []

    async def run(self) -> None:
        """Work until cancelled."""
        await repeat(self._round, BEAT, "lists not held ready")

    async def _round(self) -> None:
        """Until it can be built the lists are unknown, or what they were."""
        found = await self._store.run(self._read)
        if found != self._seen:  # as good as never: what takes long has a thread of its own
            await asyncio.to_thread(self._renew, found)

    def renew(self) -> None:
        """Build it anew where a version changed; whoever asks meanwhile has the one before."""
        if (found := self._read()) != self._seen:
            self._renew(found)

    def _read(self) -> list[Read]:
        with self._store.reading() as connection:
            return listings.read(connection)

    def _renew(self, found: list[Read]) -> None:
        before, held = _by_person(self._seen), self._store.followed
        with self._store.reading() as connection:
            self._store.followed = {
                person: held[person] if some == before.get(person) else _ready(connection, some)
                for person, some in _by_person(found).items()
            }
        self._seen = found


def _by_person(found: Sequence[Read]) -> dict[str, list[Read]]:
    return {one.person: [each for each in found if each.person == one.person] for one in found}


def _ready(connection: Connection, some: Sequence[Read]) -> Followed:
    names = {one.id: one.slug for one in some}
    return Followed(names=names, sieve=Sieve(listings.keys(connection, [*names])))
