"""Keeping a platform's own list in step with ours: what an entry comes to once we say something, or look over there."""

import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.blocklists.change import Cause, Change
from bot.blocklists.entity import Entity
from bot.blocklists.identifier import GENESIS
from bot.model.noun import EPOCH, Noun

RESOLVED: Final = re.compile(r"did:(plc|web):[A-Za-z0-9._:%-]{0,500}[A-Za-z0-9._-]")
"""DIDs of which the AT Protocol makes accounts."""


class State(StrEnum):
    """How an account stands to the list over there."""

    AWAY = "away"
    """Neither in it nor wanted there."""
    COMING = "coming"
    """It shall be there, and may not be yet."""
    THERE = "there"
    """We put it there."""
    GOING = "going"
    """We put it there, and it shall not be there any more."""
    BARRED = "barred"
    """Somebody took it out by hand: it stays out until a human lists it again."""
    THEIRS = "theirs"
    """Somebody put it in by hand: it is left alone."""


class Seen(StrEnum):
    """What a look over there finds of an account."""

    ABSENT = "absent"
    OURS = "ours"
    """Under the name that we give."""
    THEIRS = "theirs"
    """Under any other."""


class News(Noun, frozen=True, kw_only=True):
    """What a look found out: only what is other than it was."""

    states: Mapping[str, State]
    removed: tuple[str, ...] = ()
    """Taken out by hand since."""
    added: tuple[str, ...] = ()
    """Put in by hand since."""


class Placement(Noun, frozen=True, kw_only=True):
    """How far a list over there has come."""

    list: str
    person: str
    account: str
    """`Account.key` of whose name it stands in."""
    uri: str = ""
    """Where it stands; empty: not yet."""
    card: str = ""
    """SHA-256 of how it presents itself, hex; empty: not yet."""
    upto: str = GENESIS
    """The change up to which it was planned."""
    looked_at: datetime | None = None
    """When all that stands there was last read."""
    due_at: datetime = EPOCH
    trouble: str = ""
    """What is wrong since; empty: nothing. `ended`: somebody took the list away by hand, and it stays away."""


ENDED: Final = "ended"


class Progress(Noun, frozen=True, kw_only=True):
    """How much of it is done."""

    there: int = 0
    coming: int = 0
    going: int = 0
    barred: int = 0
    """Taken out by hand."""
    theirs: int = 0
    """Put in by hand."""
    left_out: int = 0
    """Entries that are no accounts on Bluesky."""

    @property
    def done(self) -> int:
        """Of `total`."""
        return self.there

    @property
    def total(self) -> int:
        """All writes that the list takes, those that take somebody out too."""
        return self.there + self.coming + self.going


def subject(entity: Entity) -> str:
    """The DID of an account that can stand in a Bluesky list; empty for all others."""
    return entity.key if RESOLVED.fullmatch(entity.key) else ""


def told(state: State, change: Change) -> State:
    """What it comes to once the log says this."""
    if not change.applies:
        return _UNSAID.get(state, state)
    if state is State.BARRED:
        return State.COMING if change.cause is Cause.HUMAN else State.BARRED
    return _SAID.get(state, state)


def looked(state: State, seen: Seen) -> State:
    """What it comes to once it was seen like this."""
    return _LOOKED[state, seen]


def settled(states: Mapping[str, State], found: Mapping[str, Seen]) -> News:
    """What a whole look comes to: `found` holds all that is over there."""
    fresh: dict[str, State] = {}
    for one in dict.fromkeys([*states, *found]):
        before = states.get(one, State.AWAY)
        after = looked(before, found.get(one, Seen.ABSENT))
        if after is not before:
            fresh[one] = after
    return News(
        states=fresh,
        removed=_those(fresh, State.BARRED),
        added=_those(fresh, State.THEIRS),
    )


def _those(states: Mapping[str, State], wanted: State) -> tuple[str, ...]:
    return tuple(one for one, state in states.items() if state is wanted)


_SAID: Final = {State.AWAY: State.COMING, State.GOING: State.COMING}
_UNSAID: Final = {State.COMING: State.AWAY, State.THERE: State.GOING}
"""What was coming may be there already, unknown to us: the next look finds it, and lets it go."""
_LOOKED: Final = {
    (State.AWAY, Seen.ABSENT): State.AWAY,
    (State.AWAY, Seen.OURS): State.GOING,
    (State.AWAY, Seen.THEIRS): State.THEIRS,
    (State.COMING, Seen.ABSENT): State.COMING,
    (State.COMING, Seen.OURS): State.THERE,
    (State.COMING, Seen.THEIRS): State.THEIRS,
    (State.THERE, Seen.ABSENT): State.BARRED,
    (State.THERE, Seen.OURS): State.THERE,
    (State.THERE, Seen.THEIRS): State.THEIRS,
    (State.GOING, Seen.ABSENT): State.AWAY,
    (State.GOING, Seen.OURS): State.GOING,
    (State.GOING, Seen.THEIRS): State.THEIRS,
    (State.BARRED, Seen.ABSENT): State.BARRED,
    (State.BARRED, Seen.OURS): State.THEIRS,
    (State.BARRED, Seen.THEIRS): State.THEIRS,
    (State.THEIRS, Seen.ABSENT): State.BARRED,
    (State.THEIRS, Seen.OURS): State.THEIRS,
    (State.THEIRS, Seen.THEIRS): State.THEIRS,
}
