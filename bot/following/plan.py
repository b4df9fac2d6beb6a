"""What becomes of an entry at a follower, by what the list says now: pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from bot.blocklists.change import Change, Policy
from bot.blocklists.deed import Deed
from bot.blocklists.entity import Kind
from bot.blocklists.follower import ENDING, Choice, Effect, Follower, State, Why
from bot.platforms.port import Standing

STICKY: Final = (Why.BY_HAND, Why.ALREADY)
"""After these nothing is done about somebody any more, whatever a list says: they were decided by hand."""
RETURNING: Final = (Why.CHANGED, Why.RETRACTED, Why.BELOW)
"""After these somebody may be named again: whether a hand took back meanwhile what was done has to be known."""
WAITING: Final = (State.PLANNED, State.DEFERRED)
AGAIN: Final = timedelta(days=1)
"""After how long it is tried again to find whom nobody knows, or of whom the server does not tell."""
TWICE: Final = 1
"""How often whom nobody knows is looked for again."""
PATIENCE: Final = 14
"""How often whom the server hides, suspended for a while, is; and how often it is asked again to undo something."""


def wanted(choice: Choice, change: Change, now: datetime) -> Deed | None:
    """What is to be done about somebody whom a list names so; None: nothing."""
    chosen = not choice.reasons or bool(set(choice.reasons) & set(change.reasons))
    if not change.applies or change.severity < choice.floor or not chosen or change.over(now):
        return None
    if change.entity.kind is Kind.ACTOR:
        return choice.deed
    rejected = change.policy in {Policy.REJECT, Policy.DROP}
    return Deed.BLOCK_DOMAIN if rejected and choice.deed is Deed.BLOCK else None


def plan(one: Follower, change: Change, before: Effect | None, now: datetime) -> Effect | None:
    """What is to be written of an entry at a follower; None: nothing, since nothing was done or is to be."""
    deed = wanted(one.choice, change, now)
    if before is None:
        return _fresh(one, change, now) if deed else None
    if before.why in STICKY and before.state is State.CANCELLED:
        return None
    if deed is None:
        return _ended(before, Why.BELOW if change.applies else Why.RETRACTED, now)
    return _again(before, deed, change, now)


def _fresh(one: Follower, change: Change, now: datetime) -> Effect:
    return Effect(
        follower=one.id, person=one.person, entity=change.entity, change=change.id, state=State.PLANNED, at=now
    )


def _ended(before: Effect, why: Why, now: datetime) -> Effect | None:
    """The list wants nothing of it any more."""
    if before.state in WAITING:
        return replace(before, state=State.CANCELLED, why=why.value, at=now)
    if before.state in {State.DONE, State.ATTEMPTING}:
        return replace(before, state=State.RETRACTING, why=why.value, tries=0, at=now)
    return replace(before, why=why.value) if before.state in ENDING and before.why == Why.CHANGED else None


def _again(before: Effect, deed: Deed, change: Change, now: datetime) -> Effect | None:
    """The list wants it, and it is known already."""
    same = before.did in {deed, None}
    match before.state:
        case State.DONE | State.ATTEMPTING if same:
            return None
        case State.DONE | State.ATTEMPTING:
            return replace(before, state=State.RETRACTING, why=Why.CHANGED.value, tries=0, change=change.id, at=now)
        case State.RETRACTING if same:  # nothing was undone yet; what a hand took back the next look finds
            stands = State.DONE if before.did else State.PLANNED
            return replace(before, state=stands, why="", change=change.id, at=now)
        case State.UNDOING if same:  # what is in force is ours, and what is not is done again
            return replace(before, state=State.ATTEMPTING, why="", change=change.id, at=now)
        case State.RETRACTING | State.UNDOING:
            return replace(before, why=Why.CHANGED.value, change=change.id, at=now)
        case _:
            return replace(before, state=State.PLANNED, why="", did=None, tries=0, change=change.id, at=now)


def settled(effect: Effect, seen: Standing | None, deed: Deed, now: datetime, *, shared: bool) -> Effect:
    """How it stands, once the server was asked right before the deed; unchanged where the deed is now to be done.

    `seen` is None where the server shows nobody there now; `shared`: another list that this account follows did
    the same, or is at it.
    """
    if effect.state in ENDING:
        return _released(effect, seen, now, shared=shared)
    if seen is None:
        return put_off(effect, PATIENCE if effect.entity.kind is Kind.ACTOR else 0, now)
    there = in_force(deed, seen)
    if seen.following is not False:
        return _followed(effect, seen, now, there=there)
    if not there:
        return effect
    if effect.state is State.ATTEMPTING or shared:
        return replace(effect, state=State.DONE, did=deed, why="", tries=0, at=now)
    return replace(effect, state=State.CANCELLED, why=Why.ALREADY.value, at=now)


def _followed(effect: Effect, seen: Standing, now: datetime, *, there: bool) -> Effect:
    """Nothing is done about somebody whom they follow, or of whom that is not known."""
    if seen.following is None:
        return replace(effect, state=State.DEFERRED, at=now + AGAIN)
    if effect.state is State.ATTEMPTING and there:
        return replace(effect, state=State.RETRACTING, why=Why.FOLLOWING.value, at=now)
    return replace(effect, state=State.CANCELLED, why=Why.FOLLOWING.value, at=now)


def put_off(effect: Effect, most: int, now: datetime) -> Effect:
    """Somebody who is not there is looked for again, so often; then what may have been done to them is undone."""
    begun = effect.state is State.ATTEMPTING
    if effect.tries < most:
        state = State.ATTEMPTING if begun else State.DEFERRED
        return replace(effect, state=state, why=Why.GONE.value, tries=effect.tries + 1, at=now + AGAIN)
    over = State.RETRACTING if begun else State.CANCELLED
    return replace(effect, state=over, why=Why.GONE.value, tries=0, at=now)


def let_be(effect: Effect, why: Why, deed: Deed, seen: Standing | None, now: datetime) -> Effect:
    """Nothing is done about somebody; what was begun already, and may be in force, is taken back."""
    begun = effect.state is State.ATTEMPTING and (seen is None or in_force(deed, seen))
    return replace(effect, state=State.RETRACTING if begun else State.CANCELLED, why=why.value, at=now)


def refused(effect: Effect, now: datetime) -> Effect:
    """The server will not undo it, for now or for good."""
    if effect.tries < PATIENCE:
        return replace(effect, state=State.RETRACTING, tries=effect.tries + 1, at=now + AGAIN)
    return replace(effect, state=State.CANCELLED, why=Why.REFUSED.value, at=now)


def _released(effect: Effect, seen: Standing | None, now: datetime, *, shared: bool) -> Effect:
    """What was done about somebody whom the server hides, suspended for one, is taken back all the same: at once, or
    after a time in which it may come to tell."""
    if effect.did is None:
        return undone(effect, now)
    if seen is None and effect.state is State.RETRACTING and effect.why in RETURNING and effect.tries < PATIENCE:
        return replace(effect, tries=effect.tries + 1, at=now + AGAIN)
    held = seen is None or in_force(effect.did, seen)
    if held and not shared:
        return effect
    if not held and effect.state is State.RETRACTING:
        return replace(effect, state=State.CANCELLED, why=Why.BY_HAND.value, at=now)
    return undone(effect, now)


def undone(effect: Effect, now: datetime) -> Effect:
    """It is taken back; what they chose to have done otherwise comes next."""
    if effect.why == Why.CHANGED:
        return replace(effect, state=State.PLANNED, why="", did=None, at=now)
    return replace(effect, state=State.UNDONE, at=now)


def reconciled(effect: Effect, seen: Standing | None, now: datetime) -> Effect | None:
    """What was done, looked at again; None: it stands as it did."""
    if effect.did is None or seen is None:
        return None
    if not in_force(effect.did, seen):
        return replace(effect, state=State.CANCELLED, why=Why.BY_HAND.value, at=now)
    if seen.following:
        return replace(effect, state=State.RETRACTING, why=Why.FOLLOWING.value, at=now)
    return None


def lifted(done: Iterable[Deed], seen: Standing | None) -> Why | None:
    """Whether a hand took back what was done about somebody: it was, and is not so at the server."""
    return Why.BY_HAND if seen is not None and not all(in_force(deed, seen) for deed in done) else None


def in_force(deed: Deed, seen: Standing) -> bool:
    """Whether what a deed does is so already; a block does more than a mute."""
    return bool(seen.blocked or (seen.muted and deed is Deed.MUTE))
