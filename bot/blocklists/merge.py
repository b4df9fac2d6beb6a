"""Several lists as one: who stands in enough of them, what they come to together, and whose an entry is."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from functools import partial, reduce
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeVar

from msgspec.structs import replace

from bot.blocklists.change import Cause, Change, Policy, Type
from bot.blocklists.entity import Entity, Kind
from bot.blocklists.formats.domains import Sayings
from bot.model.noun import Noun

Some = TypeVar("Some")
ORDER: Final = tuple(Policy)
HARDEST: Final = ORDER[::-1]
RECOMMENDATION: Final = Type.RECOMMENDATION
DOMAIN: Final = Kind.DOMAIN
OTHER: Final = Kind.OTHER
JOINT: Final = ", "
"""Between the parts of a comment, as FediBlockHole has it: no part is said twice."""


class Weighed(NamedTuple):
    """A list among others."""

    name: str
    changes: Iterable[Change] | Sayings
    """What it says now: a fold, not a log. Of what is said twice, the later holds."""
    priority: int = 0
    """Where several lists name the same, it belongs to the one of the highest; among equals, by name."""


class Plan(StrEnum):
    """Which word holds where lists differ."""

    SEVEREST = "max"
    MILDEST = "min"


SEVEREST: Final = Plan.SEVEREST
RARE: Final = attrgetter("stated", "severity", "reasons", "labels", "uri", "expires_at", "review_at")
NOTHING: Final = ("", 0, (), (), "", None, None)
"""What most lists say beside domain, severity and comment."""


class Threshold(Noun, frozen=True, kw_only=True):
    """In how many lists somebody must stand: both must be met."""

    count: int = 1
    percent: float = 0


class Merged(NamedTuple):
    """An entry that stands in enough lists."""

    change: Change
    lists: tuple[str, ...]
    """Those in which it stands, by priority: it belongs to the first."""


def merge(
    lists: Sequence[Weighed],
    plan: Plan = Plan.SEVEREST,
    threshold: Threshold = Threshold(),  # noqa: B008 - frozen
) -> Iterator[Merged]:
    """What these lists recommend together, in whatever order they are given.

    Retractions, advice and what is under stars count for nothing. By the severest plan whatever one list asks for is
    asked for, by the mildest what all of them do.
    """
    ranked = sorted(lists, key=lambda one: (-one.priority, one.name))
    names = [one.name for one in ranked]
    held: dict[str, _Pile] = {}
    for rank, one in enumerate(ranked):
        _heap(held, rank, _pairs(one.changes))
    for key in list(held):
        pile = held.pop(key)
        if len(pile) >= 2 * threshold.count and len(pile) * 50 >= threshold.percent * len(ranked):
            lists_ = tuple([names[rank] for rank in pile[::2]])
            yield Merged(_together(key, pile[1::2], plan, lists_[0]), lists_)


_Pile = list[Any]
"""Of one who stands in lists: rank of the list, what it says, rank of the next, what that says. Pointers cost least."""


def _heap(held: dict[str, _Pile], rank: int, sayings: Iterable[tuple[str, Change]]) -> None:
    """Put what a list says onto what others say."""
    for key, said in sayings:
        pile = held.get(key)
        if pile is None:
            held[key] = [rank, said]
        elif pile[-2] == rank:
            pile[-1] = said
        else:
            pile += (rank, said)


def _pairs(changes: Iterable[Change] | Sayings) -> Iterable[tuple[str, Change]]:
    """Whom, and what is said of them; of those alone that count."""
    if isinstance(changes, Sayings):
        return changes.pairs
    return ((one.entity.key, one) for one in changes if one.type is RECOMMENDATION and one.entity.kind is not OTHER)


def _together(key: str, sayings: Sequence[Change], plan: Plan, owner: str) -> Change:
    """What they come to. What no list explains (a moment) is the first one's."""
    first, severest = sayings[0], plan is SEVEREST
    if any(map(NOTHING.__ne__, map(RARE, sayings))):
        first = reduce(partial(_rarer, plan), sayings)
    policies = [one.policy for one in sayings]
    policy = next((one for one in (HARDEST if severest else ORDER) if one in policies), None)
    return replace(
        first,
        id="",
        entity=first.entity if first.entity.key else Entity(kind=DOMAIN, key=key),
        policy=policy,
        stated="" if policy else first.stated,
        filters=(_united if severest else _shared)([one.filters for one in sayings]),
        comment=_joined([one.comment for one in sayings]),
        private=_joined([one.private for one in sayings]),
        obfuscate=(any if severest else all)([one.obfuscate for one in sayings]),
        cause=Cause.LIST,
        cause_ref=owner,
        by="",
        evidence="",
    )


def _rarer(plan: Plan, old: Change, new: Change) -> Change:
    """What only few lists say at all."""
    return replace(
        old,
        stated=old.stated or new.stated,
        severity=(max if plan is SEVEREST else min)(old.severity, new.severity),
        reasons=_united((old.reasons, new.reasons)),
        labels=_united((old.labels, new.labels)),
        uri=old.uri or new.uri,
        expires_at=_until(old.expires_at, new.expires_at, plan),
        review_at=old.review_at or new.review_at,
    )


def _until(old: datetime | None, new: datetime | None, plan: Plan) -> datetime | None:
    """The later by the severest plan, where none is for ever; the earlier by the mildest."""
    if old is None or new is None:
        return None if plan is SEVEREST else old or new
    return (max if plan is SEVEREST else min)(old, new)


def _united(some: Sequence[tuple[Some, ...]]) -> tuple[Some, ...]:
    """What any of them holds."""
    return tuple(dict.fromkeys([one for few in some for one in few]))


def _shared(some: Sequence[tuple[Some, ...]]) -> tuple[Some, ...]:
    """What all of them hold."""
    return tuple(one for one in some[0] if all(one in few for few in some))


def _joined(comments: Sequence[str]) -> str:
    """All of them, no part twice."""
    some = [one for one in dict.fromkeys(comments) if one]
    if len(some) <= 1:
        return "".join(some)
    return JOINT.join(dict.fromkeys([part for part in JOINT.join(some).split(JOINT) if part]))
