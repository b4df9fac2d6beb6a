"""Muting or blocking by a list of others where it stands, and giving back what was so before."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

import structlog
from msgspec.structs import replace

from bot.blocklists.adoption import Adoption, Step
from bot.errors import Gone, PlatformError
from bot.platforms.hand import Deed
from bot.platforms.modlist import KeepsLists
from bot.platforms.port import Platform
from bot.repeating import repeat
from bot.store import adoptions, read
from bot.store.database import Store

log = structlog.get_logger(__name__)

EVERY: Final = 60.0
"""Seconds between two rounds; one that finds nothing to do asks the database alone."""


class Adopting:
    """All lists that people adopt, in all their accounts where it can be done."""

    def __init__(self, store: Store, platforms: Sequence[tuple[str, Platform]], now: Callable[[], datetime]) -> None:
        """`platforms` with the person whose account it is."""
        self._store = store
        self._now = now
        self._platforms = [(person, one, one.key) for person, one in platforms if isinstance(one, KeepsLists)]

    async def run(self) -> None:
        """Do it until cancelled."""
        await repeat(self.round, EVERY, "lists at Bluesky not followed")

    async def round(self) -> None:
        """Do what waits; what fails is noted, and tried again in the next round."""
        for person in {person for person, _, _ in self._platforms}:
            for one in await self._store.run_durably(self._waiting, person):
                try:
                    await (self._leave(one) if one.step is Step.GOING else self._adopt(one))
                except PlatformError as trouble:
                    log.warning("list not adopted", trouble=str(trouble))
                    await self._store.run_durably(self._note, one, str(trouble))
                except Exception:  # what is wrong with one list must not keep others back, nor end the shield
                    log.exception("list not understood")

    async def _adopt(self, one: Adoption) -> None:
        for person, platform, key in self._platforms:
            if person == one.person:
                if key not in one.prior:
                    prior = {**one.prior, key: await platform.stance(one.address)}
                    one = await self._store.run(self._put, replace(one, prior=prior))
                await platform.adopt(one.address, Deed(one.deed))
        await self._store.run(self._put, replace(one, step=Step.THERE, trouble=""))

    async def _leave(self, one: Adoption) -> None:
        for person, platform, key in self._platforms:
            if person == one.person and key in one.prior:
                try:
                    await platform.abandon(one.address, Deed(one.deed), one.prior[key])
                except Gone:  # the list is no more, and mutes nobody
                    log.info("list gone")
        await self._store.run(self._forget, one)

    def _waiting(self, person: str) -> list[Adoption]:
        """What is to be done now: while the shield is paused, only what gives back."""
        with self._store.reading() as connection:
            due = {Step.GOING} if read.paused(connection, person, self._now()) else {Step.GOING, Step.COMING}
            return [one for one in adoptions.every(connection, person) if one.step in due]

    def _note(self, one: Adoption, trouble: str) -> None:
        """Keep what is in the way, unless a human decided otherwise meanwhile."""
        with self._store.writing() as connection:
            for kept in adoptions.every(connection, one.person):
                if (kept.address, kept.deed, kept.step) == (one.address, one.deed, one.step):
                    adoptions.put(connection, replace(kept, trouble=trouble))

    def _put(self, one: Adoption) -> Adoption:
        """Write it down; one that is to go by now goes on going, with what was so before."""
        with self._store.writing() as connection:
            kept = {(each.address, each.deed): each for each in adoptions.every(connection, one.person)}
            latest = kept.get((one.address, one.deed), one)
            step = Step.GOING if latest.step is Step.GOING else one.step
            adoptions.put(connection, replace(one, step=step))
        return one

    def _forget(self, one: Adoption) -> None:
        """Let go of it, unless it was adopted again meanwhile."""
        with self._store.writing() as connection:
            if one in adoptions.every(connection, one.person):
                adoptions.forget(connection, one)
