"""Several lists as one: who stands in enough of them, what they come to together, and whose an entry is."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from functools import partial, reduce
from itertools import islice
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeVar

from msgspec.structs import replace

from bot.blocklists.change import Cause, Change, Policy, Type
from bot.blocklists.entity import Entity, Kind
from bot.blocklists.formats.terse import Sayings
from bot.blocklists.heap import AT_ONCE, Heap
from bot.model.noun import Noun

Some = TypeVar("Some")
DOMAIN: Final = Kind.DOMAIN
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


MEANT: Final = attrgetter("policy", "filters", "obfuscate")
RARE: Final = attrgetter("stated", "severity", "reasons", "labels", "uri", "expires_at", "review_at")
NOTHING: Final = ("", 0, (), (), "", None, None)
"""What most lists say beside domain, severity and comment."""


class Threshold(Noun, frozen=True, kw_only=True):
    """In how many lists somebody must stand: both must be met."""

    count: int = 1
    percent: float = 0


class Merged(Noun, frozen=True, kw_only=True):
    """An entry that stands in enough lists."""

    change: Change
    ranks: tuple[int, ...]
    names: tuple[str, ...]
    """Of all lists, by rank."""

    @property
    def lists(self) -> tuple[str, ...]:
        """Those in which it stands, by priority: it belongs to the first."""
        return tuple(self.names[rank] for rank in self.ranks)


def merge(
    lists: Sequence[Weighed],
    plan: Plan = Plan.SEVEREST,
    threshold: Threshold = Threshold(),  # noqa: B008 - frozen
) -> Iterator[Merged]:
    """What these lists recommend together, in whatever order they are given.

    Retractions, advice and what is under stars count for nothing. The word of the highest priority holds; among equals
    by the severest plan whatever one list asks for is asked for, by the mildest what all of them do. An account that
    one list names by its URI and another by its address is one.
    """
    ranked = sorted(lists, key=lambda one: (-one.priority, one.name))
    names = tuple(one.name for one in ranked)
    levels = [one.priority for one in ranked]
    alike = len(set(levels)) <= 1
    heap = Heap()
    for one in ranked:
        heap.put(_batches(one.changes))
    weigh = _Weighing(heap.sayings, plan)
    for key, ranks, sayings in heap.standing(max(threshold.count, threshold.percent * len(ranked) / 100)):
        heard = sayings if alike else _first(levels, ranks, sayings)
        change = weigh.together(key, heard, sayings, names[ranks[0]])
        yield Merged(change=change, ranks=tuple(ranks), names=names)


def _first(levels: Sequence[int], ranks: Sequence[int], sayings: Sequence[int]) -> list[int]:
    """What the lists of the highest priority say among those that say anything."""
    return [said for rank, said in zip(ranks, sayings, strict=True) if levels[rank] == levels[ranks[0]]]


def _batches(changes: Iterable[Change] | Sayings) -> Iterator[tuple[Sequence[str], Sequence[Change]]]:
    """Whom, and what is said of them, many at a time; of those alone that count."""
    if isinstance(changes, Sayings):
        yield from changes.batches
        return
    counted = (one for one in changes if one.type is Type.RECOMMENDATION and one.entity.kind is not Kind.OTHER)
    while some := list(islice(counted, AT_ONCE)):
        yield [one.entity.usual.key for one in some], some


class _Weighing:
    """What sayings come to together; since few of them differ but in comments, that is found out once."""

    def __init__(self, sayings: Sequence[Change], plan: Plan) -> None:
        self._sayings = sayings
        self._plan = plan
        self._rare = frozenset(number for number, one in enumerate(sayings) if RARE(one) != NOTHING)
        kinds: dict[Any, int] = {}
        self._kind = [kinds.setdefault(MEANT(one), len(kinds)) for one in sayings]
        self._kinds = list(kinds)
        self._bases: dict[frozenset[int], Change] = {}
        self._comments = [one.comment for one in sayings]
        self._privates = [one.private for one in sayings] if any(one.private for one in sayings) else ()

    def together(self, key: str, numbers: Sequence[int], every: Sequence[int], owner: str) -> Change:
        """What these come to for one entity, with the comments of all. What no list explains (a moment) is the first
        one's.
        """
        first = self._sayings[numbers[0]]
        kinds = frozenset(map(self._kind.__getitem__, numbers))
        if self._rare and not self._rare.isdisjoint(numbers):
            rare = reduce(partial(_rarer, self._plan), [self._sayings[number] for number in numbers])
            base = self._base(rare, kinds)
        else:
            base = self._bases.get(kinds) or self._bases.setdefault(kinds, self._base(first, kinds))
        return replace(
            base,
            at=first.at,
            entity=first.entity if first.entity.key else Entity(kind=DOMAIN, key=key),
            comment=_joined(map(self._comments.__getitem__, every)),
            private=_joined(map(self._privates.__getitem__, every)) if self._privates else "",
            cause_ref=owner,
        )

    def _base(self, like: Change, kinds: frozenset[int]) -> Change:
        """What is recommended where these kinds of sayings meet."""
        some = [self._kinds[kind] for kind in kinds]
        severest = self._plan is Plan.SEVEREST
        filters = [frozenset(filters) for _, filters, _ in some]
        policies = [policy for policy in Policy if any(policy is one for one, _, _ in some)]
        return replace(
            like,
            id="",
            policy=policies[-1 if severest else 0] if policies else None,
            stated="" if policies else like.stated,
            filters=tuple(sorted(frozenset.union(*filters) if severest else frozenset.intersection(*filters))),
            obfuscate=(any if severest else all)(obfuscate for _, _, obfuscate in some),
            cause=Cause.LIST,
            by="",
            evidence="",
        )


def _rarer(plan: Plan, old: Change, new: Change) -> Change:
    """What only few lists say at all."""
    return replace(
        old,
        stated=old.stated or new.stated,
        severity=(max if plan is Plan.SEVEREST else min)(old.severity, new.severity),
        reasons=_united((old.reasons, new.reasons)),
        labels=_united((old.labels, new.labels)),
        uri=old.uri or new.uri,
        expires_at=_until(old.expires_at, new.expires_at, plan),
        review_at=old.review_at or new.review_at,
    )


def _until(old: datetime | None, new: datetime | None, plan: Plan) -> datetime | None:
    """The later by the severest plan, where none is for ever; the earlier by the mildest."""
    if old is None or new is None:
        return None if plan is Plan.SEVEREST else old or new
    return (max if plan is Plan.SEVEREST else min)(old, new)


def _united(some: Sequence[tuple[Some, ...]]) -> tuple[Some, ...]:
    return tuple(dict.fromkeys(one for few in some for one in few))


def _joined(comments: Iterable[str]) -> str:
    """All of them, no part twice."""
    some = dict.fromkeys(comments)
    if len(some) > 1:
        some.pop("", None)
    if len(some) == 1:
        return next(iter(some))
    return JOINT.join(dict.fromkeys(JOINT.join(some).split(JOINT)))
