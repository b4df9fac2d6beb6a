"""One turn of one follower: a few deeds, each written down before it is done, after the server was asked."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from bot.blocklists.deed import Deed
from bot.blocklists.follower import ENDING, Effect, Follower, State, Why
from bot.errors import Gone, Refused, TryLater, Unanswered, Unauthorized
from bot.following.ledger import Ledger
from bot.following.plan import (
    AGAIN,
    PATIENCE,
    TWICE,
    WAITING,
    in_force,
    let_be,
    lifted,
    put_off,
    refused,
    settled,
    undone,
)
from bot.platforms.hand import Hand
from bot.platforms.port import Standing
from bot.store.database import Store

DEEDS: Final = 10
"""In one turn; then another's comes."""
FRESH: Final = timedelta(seconds=10)
"""For how long an answer counts of how they stand to somebody."""
LOOKED_AT: Final = 120
"""Of what was done, looked at again in one turn: three questions to the server."""


class Turn:
    """Errors of the platform end it, and what is written down stands."""

    def __init__(
        self, store: Store, one: Follower, hand: Hand, now: Callable[[], datetime], close: frozenset[str]
    ) -> None:
        """The hand stays open; who opened it closes it. `close` as `Close.names` has it."""
        self.one = one
        self.hand = hand
        self.now = now
        self._run = store.run
        self._ledger = Ledger(store, one, now, close)

    async def take(self) -> None:
        """Do some of what is to be done. Raises Unauthorized, TryLater."""
        for spared in await self._run(self._ledger.unfound):
            with suppress(Gone, Refused):
                await self._run(self._ledger.found, spared, await self.hand.find(spared))
        begun = await self._run(self._ledger.begun, DEEDS)
        found: dict[str, tuple[Effect, Deed]] = {}
        for effect, deed in begun:
            if (named := await self._named(effect)) is not None:
                found.setdefault(named.target, (named, deed))  # whom two entries name, the next turn sees anew
        seen = await self.hand.standings([*found]) if found else {}
        asked = self.now()
        for target, (effect, deed) in found.items():
            if self.now() - asked > FRESH:  # they may follow somebody by now; the next turn asks again
                break
            await self._one(effect, deed, seen.get(target))

    async def look(self) -> tuple[str, bool]:
        """Look again at some of what was done, whether it is still so; up to where, and whether that was all."""
        some, place = await self._run(self._ledger.done, LOOKED_AT)
        if some:
            seen = await self.hand.standings([effect.target for effect in some])
            await self._run(self._ledger.looked, some, seen)
        return place, len(some) < LOOKED_AT

    async def _named(self, effect: Effect) -> Effect | None:
        """The effect with the id under which the server knows them; None where it will not be done now."""
        if effect.target:
            return effect
        try:
            target = await self.hand.find(effect.entity)
        except Gone:
            await self._write(put_off(effect, TWICE, self.now()))
            return None
        except Refused as error:
            await self._refused(effect, error)
            return None
        if target == self.one.account:  # nobody mutes themselves, whatever a list says
            await self._write(replace(effect, state=State.CANCELLED, why=Why.REFUSED.value, at=self.now()))
            return None
        named = replace(effect, target=target)
        await self._write(named)  # what was asked for need not be asked again, however this turn ends
        return named

    async def _one(self, effect: Effect, deed: Deed, seen: Standing | None) -> None:
        """Do it, or do not; written down before and after."""
        beside = await self._run(self._ledger.beside, effect)
        spared = beside.spared or lifted(beside.done, seen)
        if spared is not None and effect.state not in ENDING:
            effect = let_be(effect, spared, deed, seen, self.now())
            if effect.state is State.CANCELLED:
                await self._write(effect)
                return
        retracting = effect.state in ENDING
        if beside.outranked and effect.state in WAITING:
            await self._write(replace(effect, state=State.DEFERRED, at=self.now() + AGAIN))
            return
        if beside.shielded and (retracting or (seen is not None and in_force(deed, seen))):
            late = effect.state if retracting else State.DEFERRED
            await self._write(replace(effect, state=late, at=self.now() + AGAIN))
            return
        if seen is not None and deed is Deed.MUTE and Deed.BLOCK in beside.held:
            seen = replace(seen, blocked=False)  # another list's, which may end before this
        then = settled(effect, seen, deed, self.now(), shared=deed in beside.held)
        if then.state in ENDING and then.at <= self.now():
            await self._back(replace(then, state=State.UNDOING))
        elif then is effect:
            await self._forth(replace(effect, state=State.ATTEMPTING, why="", at=self.now()), deed)
        else:
            await self._write(then)

    async def _forth(self, effect: Effect, deed: Deed) -> None:
        if not await self._run(self._ledger.attempting, replace(effect, did=deed)):
            return
        try:
            await self.hand.do(deed, effect.target)
        except Gone:
            await self._write(put_off(replace(effect, state=State.PLANNED, did=None), PATIENCE, self.now()))
        except Refused as error:
            await self._refused(effect, error)
        except TryLater as error:
            if not isinstance(error, Unanswered):  # not done: what is in force next time is none of ours
                await self._write(replace(effect, state=State.PLANNED, did=None, at=self.now()))
            raise
        else:
            await self._write(replace(effect, state=State.DONE, did=deed, tries=0, at=self.now()))

    async def _back(self, effect: Effect) -> None:
        await self._write(effect)
        try:
            if effect.did is not None:
                await self.hand.undo(effect.did, effect.target)
        except Unauthorized:
            raise
        except Refused:
            await self._write(refused(effect, self.now()))
        except Gone:  # nothing is left that could be undone
            await self._write(undone(effect, self.now()))
        else:
            await self._write(undone(effect, self.now()))

    async def _refused(self, effect: Effect, error: Refused) -> None:
        """The server will not; where it no longer takes the token, that is raised, and this is still to be done."""
        if isinstance(error, Unauthorized):
            await self._write(replace(effect, state=State.PLANNED, did=None, at=self.now()))
            raise error
        await self._write(replace(effect, state=State.CANCELLED, why=Why.REFUSED.value, did=None, at=self.now()))

    async def _write(self, effect: Effect) -> None:
        await self._run(self._ledger.write, effect)
