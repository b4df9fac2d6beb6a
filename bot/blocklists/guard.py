"""What makes a new version of somebody's list suspicious: each finding with the numbers that tell it."""

from collections.abc import Collection, Iterator
from collections.abc import Set as AbstractSet
from enum import StrEnum
from heapq import nsmallest
from operator import attrgetter
from typing import Final

from bot.blocklists.change import Change
from bot.blocklists.entity import CANARY, Entity, Kind
from bot.blocklists.snapshot import HERE, Snapshot
from bot.model.noun import Noun

SHOWN: Final = 20
"""Entities that a finding names at most."""
INVALID: Final = Entity(kind=Kind.DOMAIN, key=CANARY)


class Trouble(StrEnum):
    """What a version may have wrong with it."""

    EMPTIED = "emptied"
    SHRANK = "shrank"
    GREW = "grew"
    SURGED = "surged"
    """It adds much at once, though not more than may be: what it adds waits for a human, the rest holds."""
    LOST_CANARY = "lost_canary"
    UNSIGNED = "unsigned"
    WRONGLY_SIGNED = "wrongly_signed"
    HITS_FOLLOWED = "hits_followed"


class Proof(StrEnum):
    """What became of the signature."""

    UNASKED = "unasked"
    """Nobody said that there must be one."""
    LACKING = "lacking"
    FAILED = "failed"
    GOOD = "good"


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
    entities: tuple[Entity, ...] = ()
    """Some of them, SHOWN at most, in order."""

    @property
    def refuses(self) -> bool:
        """Whether the version before holds; else only what is new waits."""
        return self.trouble is not Trouble.SURGED


def examine(
    before: Snapshot,
    after: Snapshot,
    rules: Guard,
    proof: Proof = Proof.UNASKED,
    followed: Collection[Entity] = (),
) -> tuple[Finding, ...]:
    """What is wrong with a version that would follow another; nothing is, where it is empty.

    A first version (nothing before) cannot shrink or grow. `followed` are those whom the person follows or knows, by
    their usual names, but for those of whom a human said already that the list has no say in them.
    """
    return (*_proven(proof), *_whole(before, after), *_measured(before, after, rules), *_hits(before, after, followed))


def _proven(proof: Proof) -> Iterator[Finding]:
    if proof is Proof.LACKING:
        yield Finding(trouble=Trouble.UNSIGNED)
    elif proof is Proof.FAILED:
        yield Finding(trouble=Trouble.WRONGLY_SIGNED)


def _whole(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    if _stands(before.get(INVALID)) and not _stands(after.get(INVALID)):
        yield Finding(trouble=Trouble.LOST_CANARY, count=1, entities=(INVALID,))


def _measured(before: Snapshot, after: Snapshot, rules: Guard) -> Iterator[Finding]:
    """By who is gone and who is new, so that a list of which all was exchanged does not pass for the same length."""
    old, now = _applied(before), _applied(after)
    if not old:
        return
    if not now:
        yield _finding(Trouble.EMPTIED, old, old, 0)
        return
    gone, new = old - now, now - old
    if _beyond(len(gone), len(old), rules.shrink, rules.slack):
        yield _finding(Trouble.SHRANK, gone, old, rules.shrink)
    if _beyond(len(new), len(old), rules.grow, rules.slack):
        yield _finding(Trouble.GREW, new, old, rules.grow)
    elif _beyond(len(new), len(old), rules.surge, rules.slack):
        yield _finding(Trouble.SURGED, new, old, rules.surge)


def _hits(before: Snapshot, after: Snapshot, followed: Collection[Entity]) -> Iterator[Finding]:
    """Those followed whom this version newly hits, themselves or by the domain that they are on."""
    was, now = _named(before), _named(after)
    hit = [one for one in followed if _hit(one, now) and not _hit(one, was)]
    if hit:
        yield _finding(Trouble.HITS_FOLLOWED, hit, _applied(before), 0)


def _named(snapshot: Snapshot) -> set[Entity]:
    return {entity.usual for entity in _applied(snapshot)}


def _hit(one: Entity, named: AbstractSet[Entity]) -> bool:
    return not named.isdisjoint((one, *one.above))


def _beyond(count: int, of: int, percent: int, slack: int) -> bool:
    return count > slack and count * 100 > of * percent


def _finding(trouble: Trouble, about: Collection[Entity], before: Collection[Entity], most: int) -> Finding:
    some = nsmallest(SHOWN, about, key=attrgetter("key"))
    share = 100 * len(about) // len(before) if before else 0
    return Finding(
        trouble=trouble, before=len(before), count=len(about), percent=share, most=most, entities=tuple(some)
    )


def _applied(snapshot: Snapshot) -> set[Entity]:
    return {entity for entity, change in snapshot.items() if change.applies}


def _stands(change: Change | None) -> bool:
    return change is not None and change.type in HERE
