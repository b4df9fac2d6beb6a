"""Muting or blocking by a list of others where it stands, and giving back what was so before."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Final

import structlog
from msgspec.structs import replace
from sqlalchemy import Connection

from bot.blocklists.adoption import Adoption, Stance, Step
from bot.errors import Gone, PlatformError
from bot.platforms.hand import Deed
from bot.platforms.modlist import KeepsLists
from bot.platforms.port import Platform
from bot.repeating import repeat
from bot.store import adoptions, pauses
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
            reached = {key: platform for whose, platform, key in self._platforms if whose == person}
            for one in await self._store.run_durably(self._waiting, person, reached):
                try:
                    await self._work(one, reached)
                except Exception:  # what is wrong with one list must not keep others back, nor end the shield
                    log.exception("list not understood")

    async def _work(self, one: Adoption, reached: Mapping[str, KeepsLists]) -> None:
        """At each account by itself: one that does not answer keeps no other back."""
        troubles = []
        for key, platform in reached.items():
            try:
                await (self._leave if one.step is Step.GOING else self._adopt)(one, key, platform)
            except PlatformError as trouble:
                log.warning("list not adopted", trouble=str(trouble))
                troubles.append(str(trouble))
        await self._store.run_durably(self._end, one, "; ".join(troubles))

    async def _adopt(self, one: Adoption, key: str, platform: KeepsLists) -> None:
        if key in one.there:
            return
        if key not in one.prior:
            await self._store.run(self._note, one, key, await platform.stance(one.address))
        await platform.adopt(one.address, Deed(one.deed))
        await self._store.run(self._done, one, key)

    async def _leave(self, one: Adoption, key: str, platform: KeepsLists) -> None:
        """What is to be given back at accounts that are not reached now stays noted until they are."""
        if key not in one.prior:
            return
        try:
            await platform.abandon(one.address, Deed(one.deed), one.prior[key])
        except Gone:  # the list is no more, and mutes nobody
            log.info("list gone")
        await self._store.run(self._given_back, one, key)

    def _waiting(self, person: str, reached: Collection[str]) -> list[Adoption]:
        """Whatever is not done, and what is, where an account came since; in a pause, only what gives back."""
        with self._store.reading() as connection:
            every = adoptions.every(connection, person)
            paused = pauses.paused(connection, person, self._now())
        due = [one for one in every if one.step is not Step.THERE or not set(reached) <= set(one.there)]
        return [one for one in due if one.step is Step.GOING or not paused]

    def _note(self, one: Adoption, key: str, stance: Stance) -> None:
        """How it was before at an account; it is now to be done there, unless a human decided otherwise meanwhile."""
        with self._store.writing() as connection:
            for kept in self._kept(connection, one):
                step = Step.GOING if kept.step is Step.GOING else Step.COMING
                adoptions.put(connection, replace(kept, prior={**kept.prior, key: stance}, step=step))

    def _done(self, one: Adoption, key: str) -> None:
        with self._store.writing() as connection:
            for kept in self._kept(connection, one):
                adoptions.put(connection, replace(kept, there=(*kept.there, key)))

    def _given_back(self, one: Adoption, key: str) -> None:
        with self._store.writing() as connection:
            for kept in self._kept(connection, one):
                prior = {other: stance for other, stance in kept.prior.items() if other != key}
                there = tuple(other for other in kept.there if other != key)
                adoptions.put(connection, replace(kept, prior=prior, there=there))

    def _end(self, one: Adoption, trouble: str) -> None:
        """Write down how far it came, unless a human decided otherwise meanwhile."""
        with self._store.writing() as connection:
            for kept in self._kept(connection, one):
                if kept.step is Step.GOING and one.step is Step.GOING and not kept.prior:
                    adoptions.forget(connection, kept)
                elif (kept.step is Step.GOING) is (one.step is Step.GOING):
                    step = Step.THERE if kept.step is Step.COMING and not trouble else kept.step
                    if (step, trouble) != (kept.step, kept.trouble):
                        adoptions.put(connection, replace(kept, step=step, trouble=trouble))

    @staticmethod
    def _kept(connection: Connection, one: Adoption) -> list[Adoption]:
        """As it stands now, if it does."""
        every = adoptions.every(connection, one.person)
        return [kept for kept in every if (kept.address, kept.deed) == (one.address, one.deed)]
