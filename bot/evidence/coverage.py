"""When we could see: intervals of the servers' time, what is between them, and which of them may be claimed."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from bot.model.arrival import Sign
from bot.model.mention import Via
from bot.model.noun import Noun


class Interval(Noun, frozen=True, kw_only=True):
    """A while in which a source saw everything it can see; both ends belong to it."""

    since: datetime
    until: datetime
    by: Via


class Span(Noun, frozen=True, kw_only=True):
    """A while, whatever of it."""

    since: datetime
    until: datetime

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.until - self.since


def grown(last: Interval | None, sign: Sign, by: Via) -> Interval:
    """The latest interval of a source after a sign of life: the same, longer, or another one that follows it.

    Signs may come twice and in any order: nothing is claimed that none of them says, and nothing before `last`.
    """
    if last is None:
        return Interval(since=min(sign.since or sign.until, sign.until), until=sign.until, by=by)
    since = sign.since or last.until
    if sign.until <= max(last.until, since):
        return last
    if since > last.until:
        return Interval(since=since, until=sign.until, by=by)
    return Interval(since=last.since if by is last.by else last.until, until=sign.until, by=by)


def union(intervals: Iterable[Interval | Span]) -> list[Span]:
    """All of it, in order; what touches or overlaps is one."""
    found: list[Span] = []
    for one in sorted(intervals, key=lambda each: each.since):
        if found and one.since <= found[-1].until:
            found[-1] = Span(since=found[-1].since, until=max(found[-1].until, one.until))
        else:
            found.append(Span(since=one.since, until=one.until))
    return found


def within(spans: Iterable[Span], since: datetime, until: datetime) -> list[Span]:
    """As much of each as lies in a while; what only touches its ends is left out."""
    cut = (Span(since=max(one.since, since), until=min(one.until, until)) for one in spans)
    return [one for one in cut if one.since < one.until]


def gaps(intervals: Iterable[Interval], since: datetime, until: datetime) -> list[Span]:
    """What of a while is in none of them, in order."""
    seen = within(union(intervals), since, until)
    edges = [Span(since=since, until=since), *seen, Span(since=until, until=until)]
    between = (Span(since=one.until, until=other.since) for one, other in pairwise(edges))
    return [one for one in between if one.since < one.until]


def share(intervals: Iterable[Interval], since: datetime, until: datetime) -> float:
    """How much of a while is covered, 0 to 1; of no time at all, everything."""
    if until <= since:
        return 1.0
    seen = sum((one.length for one in within(union(intervals), since, until)), timedelta())
    return seen / (until - since)


def shares(intervals: Iterable[Interval], since: datetime, until: datetime, parts: int) -> list[float | None]:
    """The share of each of `parts` equal parts of a while; None before the first interval, where nothing was promised.

    A part in which the first interval begins counts from there.
    """
    known = list(intervals)
    first = min((one.since for one in known), default=until)
    edges = [since + (until - since) * number / parts for number in range(parts + 1)]
    return [
        None if end <= first and begin < first else share(known, max(begin, first), end)
        for begin, end in pairwise(edges)
    ]


def thinned(intervals: Sequence[Interval], most: int) -> list[Interval]:
    """At most so many, for a source that was interrupted again and again: those of the older half that touch become
    one, as if a poll had made them, and if that is not enough the oldest are dropped. No more is claimed by it.
    """
    ordered = sorted(intervals, key=lambda one: one.since)
    half = len(ordered) // 2
    return [*_joined(ordered[:half]), *ordered[half:]][-most:]


def _joined(intervals: Iterable[Interval]) -> Iterator[Interval]:
    held: Interval | None = None
    for one in intervals:
        if held is not None and one.since <= held.until:
            by = held.by if held.by is one.by else Via.POLL
            held = Interval(since=held.since, until=max(held.until, one.until), by=by)
            continue
        if held is not None:
            yield held
        held = one
    if held is not None:
        yield held
