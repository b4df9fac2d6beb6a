"""All that goes on about lists while a shield runs: one's own kept in step, others' read, both carried out."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from bot.following.doors import TokenDoors
from bot.following.following import Following
from bot.publishing.instep import InStep, Tell
from bot.publishing.upkeep import let_go, look_after
from bot.repeating import repeat
from bot.shield.live import Live
from bot.shield.opening import Opened, hands, reached_by
from bot.store.database import Store
from bot.subscribing.adopting import Adopting
from bot.subscribing.rounds import Rounds
from bot.subscribing.sieving import Sieving
from bot.subscribing.sources import sources

EVERY: Final = 1_800.0
"""Seconds between two looks at whom rules put forward for one's own lists."""
OVER: Final = 60.0
"""Seconds between two looks at what has had its time there."""


class ListWork:
    """It begins with the first list, since most people have none."""

    def __init__(
        self,
        store: Store,
        live: Live,
        opened: Sequence[Opened],
        now: Callable[[], datetime],
        tell: Tell,
        wake: Callable[[], None],
    ) -> None:
        """Take what it goes by; `tell` tells a person of a trouble, `wake` wakes whoever performs deliveries."""
        self.store = store
        self.now = now
        people = [(one.person, one.platform) for one in opened]
        self.instep = InStep(store, people, now, tell)
        self.instep.names = {(one.person, one.account.handle): one.account.key for one in opened}
        self.adopting = Adopting(store, people, now)
        found = sources(store, [one.platform for one in opened], now, loopback=live.config.network.allow_loopback)
        self.rounds = Rounds(store, live.shields, found, now, wake)
        self.sieving = Sieving(store)
        self.following = Following(store, TokenDoors(store, reached_by(live.config), hands(opened), now), now)
        self.adopt(live)

    def adopt(self, live: Live) -> None:
        """Go by this from now on."""
        self.instep.links = live.config.web.public_url or ""
        self.rounds.shields = self.following.close.shields = live.shields

    async def run(self) -> None:
        """Work until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.instep.run(), name="instep")
            group.create_task(self.adopting.run(), name="adopting")
            group.create_task(self.rounds.run(), name="lists of others")
            group.create_task(self.sieving.run(), name="sieve")
            group.create_task(self.following.run(), name="following")
            group.create_task(repeat(self._look_after, EVERY, "lists not looked after"), name="upkeep of lists")
            group.create_task(repeat(self._let_go, OVER, "what expired stays listed"), name="expiry of lists")

    async def _look_after(self) -> None:
        await asyncio.to_thread(look_after, self.store, self.rounds.shields, self.now())

    async def _let_go(self) -> None:
        await asyncio.to_thread(let_go, self.store, self.rounds.shields, self.now())
