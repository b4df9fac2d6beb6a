"""What is written down of one follower's entries, and what is known about each before anything is done."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from msgspec.structs import replace
from sqlalchemy import Connection

from bot.blocklists.change import Change
from bot.blocklists.deed import Deed
from bot.blocklists.entity import Entity
from bot.blocklists.follower import ENDING, Effect, Follower, Phase, State, Why
from bot.following.own import did, outranked, shielded, spared
from bot.following.plan import WAITING, plan, reconciled, wanted
from bot.platforms.port import Standing
from bot.store import effects, exempts, followers, lists
from bot.store.database import Store

BEFORE = (State.DONE, State.ATTEMPTING, *WAITING)
STANDING = (State.DONE, State.RETRACTING)


class Beside(NamedTuple):
    """Who else has to do with somebody on this account."""

    held: frozenset[Deed]
    """What other lists hold there, or other entries of this one."""
    done: frozenset[Deed]
    """Of that, what is done, and not being undone yet: where it is not so at the server, a hand took it back."""
    spared: Why | None
    """Why nothing is done about them, if so."""
    shielded: bool
    """Whether the shield holds them itself."""
    outranked: bool
    """Whether a list of a higher priority has something else done about them."""


class Ledger:
    """Each call is a transaction of its own, in whatever thread."""

    def __init__(self, store: Store, one: Follower, now: Callable[[], datetime], close: frozenset[str]) -> None:
        """`close` as `Close.names` has it."""
        self.store = store
        self.one = one
        self.close = close
        self.now = now

    def begun(self, most: int) -> list[tuple[Effect, Deed]]:
        """What can be done now, and what that is; without what the list has taken back since it was planned."""
        with self.store.writing() as connection:
            halted = followers.halted(connection, self.one.id, self.now())
            due = effects.due(connection, self.one.id, self.now(), most, ENDING if halted else effects.DUE)
            said = lists.said(connection, self.one.list, [effect.entity for effect in due])
            found: list[tuple[Effect, Deed]] = []
            for effect in due:
                now, deed = self._now(effect, said.get(effect.entity))
                if deed is None:
                    effects.put(connection, [now])
                else:
                    found.append((now, deed))
            return found

    def _now(self, effect: Effect, latest: Change | None) -> tuple[Effect, Deed | None]:
        """The entry as it is to be taken up, and the deed: that which was begun or is to be undone, else the wish."""
        wish = wanted(self.one.choice, latest, self.now()) if latest else None
        if latest is not None and wish is None:
            effect = plan(self.one, latest, effect, self.now()) or effect
        deed = effect.did or wish
        if deed is None and effect.state is not State.CANCELLED:
            over = State.UNDONE if effect.state in ENDING else State.CANCELLED
            effect = replace(effect, state=over, why=effect.why or Why.RETRACTED.value)
        return effect, None if effect.state is State.CANCELLED else deed

    def unfound(self) -> list[Entity]:
        """Whom a human spared on an account of the person by a name that is none of its network's own."""
        if not self.one.own or self.one.server:
            return []
        with self.store.reading() as connection:
            return exempts.unfound(connection, self.one.person, self.one.list)

    def found(self, one: Entity, did: str) -> None:
        """Keep by what name the server knows them."""
        with self.store.writing() as connection:
            exempts.find(connection, self.one.person, one, did)

    def beside(self, effect: Effect) -> Beside:
        """What there is to know about somebody beside what their server says."""
        with self.store.reading() as connection:
            here = [self.one.id, *(other.id for other in followers.beside(connection, self.one))]
            others = effects.beside(connection, effect, here)
            hand = any(other.state is State.CANCELLED and other.why == Why.BY_HAND for other in others)
            why = Why.BY_HAND if hand else spared(connection, self.one, effect, self.close)
            done = frozenset(other.did for other in others if other.did and other.state in STANDING)
            every = frozenset(other.did for other in others if other.did and other.state in effects.HELD)
            over = bool(outranked(connection, self.one, [effect], self.now()))
            return Beside(every, done, why, shielded(connection, self.one, effect), over)

    def attempting(self, effect: Effect) -> bool:
        """Write down that it begins; whether it still may: they may have left meanwhile, or it may be paused."""
        with self.store.writing() as connection:
            one = followers.by_id(connection, self.one.id)
            if one is None or one.phase not in followers.ABOARD or followers.halted(connection, one.id, self.now()):
                return False
            effects.put(connection, [effect])
            return True

    def write(self, effect: Effect) -> None:
        """Write down how it stands; what was done while they left is undone too."""
        with self.store.writing() as connection:
            one = followers.by_id(connection, self.one.id)
            if one is None or one.phase is Phase.LEFT:  # what was done is their own since, and none of ours to know
                return
            if one.phase is Phase.LEAVING and effect.state in BEFORE:
                gone = State.RETRACTING if effect.did else State.CANCELLED
                effect = replace(effect, state=gone, why=Why.LEFT.value)
            effects.put(connection, [effect])
            did(connection, self.one, effect)

    def done(self, most: int) -> tuple[list[Effect], str]:
        """Some of what is done, from where the last look ended, and where this one ends."""
        with self.store.reading() as connection:
            some = effects.done_after(connection, self.one.id, self.one.look, most)
        return some, effects.place(some[-1]) if some else self.one.look

    def looked(self, some: Sequence[Effect], seen: Mapping[str, Standing]) -> None:
        """Write down what of it is no longer so, or no longer to be."""
        with self.store.writing() as connection:
            entities = [effect.entity for effect in some]
            there = effects.of(connection, [self.one.id], entities)
            said = lists.said(connection, self.one.list, entities)
            over = outranked(connection, self.one, some, self.now())
            for effect in some:
                changed = reconciled(effect, seen.get(effect.target), self.now())
                changed = changed or self._unwanted(connection, effect, said.get(effect.entity))
                if changed is None and effect.entity in over:  # planned anew, it waits while the other list says so
                    changed = replace(effect, state=State.RETRACTING, why=Why.CHANGED.value, at=self.now())
                if changed is not None and there.get((self.one.id, effect.entity)) == effect:
                    effects.put(connection, [changed])

    def _unwanted(self, connection: Connection, effect: Effect, latest: Change | None) -> Effect | None:
        """What is to end: a human spared them since, or what the list said is over; None where it goes on."""
        if spared(connection, self.one, effect, self.close) is Why.TRUSTED:
            return replace(effect, state=State.RETRACTING, why=Why.TRUSTED.value, at=self.now())
        return plan(self.one, latest, effect, self.now()) if latest else None
