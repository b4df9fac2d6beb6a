"""What makes a new version of somebody's list suspicious: each finding with the numbers that tell it."""

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from enum import StrEnum
from heapq import nsmallest
from operator import attrgetter
from typing import Final, NamedTuple

from msgspec.structs import replace

from bot.blocklists.change import APPLIED, Change
from bot.blocklists.entity import CANARY, Entity, Kind
from bot.blocklists.snapshot import HERE, Snapshot
from bot.blocklists.subscription import weight
from bot.model.noun import Noun
from bot.model.reason import Severity

SHOWN: Final = 20
"""Entities that a finding names at most."""
Applied = dict[Entity, Change]
INVALID: Final = Entity(kind=Kind.DOMAIN, key=CANARY)


class Trouble(StrEnum):
    """What a version may have wrong with it."""

    EMPTIED = "emptied"
    SHRANK = "shrank"
    GREW = "grew"
    SURGED = "surged"
    """It adds much at once, though not more than may be."""
    LOST_CANARY = "lost_canary"
    UNSIGNED = "unsigned"
    WRONGLY_SIGNED = "wrongly_signed"
    OTHER_KEY = "other_key"
    OTHER_NAME = "other_name"
    """It is signed as another list than before."""
    OLDER = "older"
    """It is signed, and older than what holds: somebody hands out again what was taken back since."""
    HITS_FOLLOWED = "hits_followed"


class Proof(StrEnum):
    """What became of the signature."""

    UNASKED = "unasked"
    """Nobody said that there must be one."""
    LACKING = "lacking"
    FAILED = "failed"
    OTHER_KEY = "other_key"
    OTHER_NAME = "other_name"
    OLDER = "older"
    GOOD = "good"


DOUBTS: Final = {
    Proof.LACKING: Trouble.UNSIGNED,
    Proof.FAILED: Trouble.WRONGLY_SIGNED,
    Proof.OTHER_KEY: Trouble.OTHER_KEY,
    Proof.OTHER_NAME: Trouble.OTHER_NAME,
    Proof.OLDER: Trouble.OLDER,
}


class Guard(Noun, frozen=True, kw_only=True):
    """How much a version may differ from the one before."""

    shrink: int = 20
    """Percent of the entries before that may be gone."""
    grow: int = 50
    """Percent of the entries before that may be new."""
    surge: int = 20
    """Percent from which on what is new is quarantined."""
    slack: int = 10
    """Entries that may come or go whatever the percentage: short lists change by halves."""
    least: Severity = Severity.NONE
    """What is less severe does nothing, so that what reaches it is measured by itself too."""


class Finding(Noun, frozen=True, kw_only=True):
    """One thing that is wrong."""

    trouble: Trouble
    before: int = 0
    """Entries that stood in the version before."""
    count: int = 0
    """Entries that it is about."""
    percent: int = 0
    most: int = 0
    """Percent that would be allowed."""
    since: int = 0
    """The version that a person accepted against which it was measured; 0: the one before."""
    entities: tuple[Entity, ...] = ()
    """Some of them, SHOWN at most, in order."""

    @property
    def is_growth(self) -> bool:
        """Whether only what it adds is in doubt: what it takes off may hold, since that harms nobody."""
        return self.trouble in {Trouble.SURGED, Trouble.GREW, Trouble.HITS_FOLLOWED}


class Agreed(NamedTuple):
    """The last version that a person accepted: what changed in small steps since is measured against it."""

    version: int
    snapshot: Snapshot


def examine(
    before: Snapshot,
    after: Snapshot,
    rules: Guard,
    proof: Proof = Proof.UNASKED,
    followed: Collection[Entity] = (),
    agreed: Agreed | None = None,
) -> tuple[Finding, ...]:
    """What is wrong with a version that would follow another; nothing is, where it is empty.

    A first version (nothing before) cannot shrink or grow. `followed` are those whom the person follows or knows, by
    their usual names, but for those of whom a human said already that the list has no say in them.
    """
    return (
        *_proven(proof),
        *_whole(before, after),
        *_worst((*_measured(before, after, rules), *_since(agreed, after, rules))),
        *_hits(before, after, followed),
    )


def _proven(proof: Proof) -> Iterator[Finding]:
    if proof in DOUBTS:
        yield Finding(trouble=DOUBTS[proof])


def _whole(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    if _stands(before.get(INVALID)) and not _stands(after.get(INVALID)):
        yield Finding(trouble=Trouble.LOST_CANARY, count=1, entities=(INVALID,))


def _since(agreed: Agreed | None, after: Snapshot, rules: Guard) -> list[Finding]:
    """What steps that were small each have come to."""
    if agreed is None:
        return []
    return [replace(one, since=agreed.version) for one in _measured(agreed.snapshot, after, rules)]


def _measured(before: Snapshot, after: Snapshot, rules: Guard) -> list[Finding]:
    """Of all that it asks for, and of what is severe enough to do anything."""
    if not before:
        return []
    old, now = _applied(before), _applied(after)
    if old and not now:
        return [_finding(Trouble.EMPTIED, old, old, 0)]
    floors = sorted({Severity.NONE, rules.least})
    return [one for floor in floors for one in _compared(_reaching(old, floor), _reaching(now, floor), rules)]


def _worst(some: Iterable[Finding]) -> list[Finding]:
    """Each trouble once, by what comes first; much growth is no news where there is too much."""
    found: dict[Trouble, Finding] = {}
    for one in some:
        found.setdefault(one.trouble, one)
    return [one for one in found.values() if one.trouble is not Trouble.SURGED or Trouble.GREW not in found]


def _compared(old: Applied, now: Applied, rules: Guard) -> Iterator[Finding]:
    """By who is gone and of whom more is asked, so that a list of which all was exchanged, or made graver, does not
    pass for the same length.
    """
    gone = old.keys() - now.keys()
    new = {one for one, change in now.items() if one not in old or graver(old[one], change)}
    if _beyond(len(gone), len(old), rules.shrink, rules.slack):
        yield _finding(Trouble.SHRANK, gone, old, rules.shrink)
    if _beyond(len(new), len(old), rules.grow, rules.slack):
        yield _finding(Trouble.GREW, new, old, rules.grow)
    elif _beyond(len(new), len(old), rules.surge, rules.slack):
        yield _finding(Trouble.SURGED, new, old, rules.surge)


def graver(old: Change, now: Change) -> bool:
    """Whether more is asked for than before: it is more severe, or a block where there was a mute."""
    return weight(now) > weight(old) or _rank(now) > _rank(old)


def _hits(before: Snapshot, after: Snapshot, followed: Collection[Entity]) -> Iterator[Finding]:
    """Those followed whom this version newly hits, themselves or by the domain that they are on."""
    old = _applied(before)
    was, now = _named(old), _named(_applied(after))
    hit = [one for one in followed if _hit(one, now) and not _hit(one, was)]
    if hit:
        yield _finding(Trouble.HITS_FOLLOWED, hit, old, 0)


def _named(applied: Applied) -> set[Entity]:
    return {one.usual for one in applied}


def _hit(one: Entity, named: AbstractSet[Entity]) -> bool:
    return not named.isdisjoint((one, *one.above))


def _beyond(count: int, of: int, percent: int, slack: int) -> bool:
    return count > slack and count * 100 > of * percent


def _finding(trouble: Trouble, about: Collection[Entity], before: Collection[Entity], most: int) -> Finding:
    some = nsmallest(SHOWN, about, key=attrgetter("key"))
    share = 100 * len(about) // len(before) if before else 100
    return Finding(
        trouble=trouble, before=len(before), count=len(about), percent=share, most=most, entities=tuple(some)
    )


def _applied(snapshot: Snapshot) -> Applied:
    return {entity: change for entity, change in snapshot.items() if change.applies}


def _reaching(applied: Applied, floor: Severity) -> Applied:
    return {entity: change for entity, change in applied.items() if weight(change) >= floor} if floor else applied


def _rank(change: Change) -> int:
    return APPLIED.index(change.policy) if change.applies and change.policy else -1


def _stands(change: Change | None) -> bool:
    return change is not None and change.type in HERE
