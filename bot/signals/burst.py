"""Raids, told from crowds: many new faces at once, more than the person's own week is used to, and hostile ones.

Pure, and a function of the set of visits alone: neither the order in which they arrive, nor repetition, nor an outage
changes what is found.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import numpy as np

from bot.model.raid import Wave
from bot.signals.surprise import HOUR, Baseline
from bot.signals.visits import (
    HOSTILE,
    KNOWN,
    QUOTE,
    SUPPORT,
    Found,
    Numbers,
    Visits,
    distinct,
    flagged,
    numbered,
    once,
    people,
)

LEAST: Final = 10
"""Hostile authors below which nothing is a raid."""
DAY: Final = 24 * HOUR
HORIZON: Final = 3 * DAY
"""The longest while that is looked at at once; no hour nearer than this is learnt from."""


class Scale(NamedTuple):
    """A while in which a crowd may come."""

    width: int
    rest: int
    """After how long without a crowd it is over: quick raids end soon, slow ones late."""
    least: int
    """Hostile authors who make one: more where there was more time, so that the quickest while names the beginning."""


SCALES: Final = (
    Scale(HOUR // 4, HOUR, LEAST),
    Scale(HOUR, HOUR, LEAST),
    Scale(6 * HOUR, 3 * HOUR, 12),
    Scale(DAY, 12 * HOUR, 15),
    Scale(3 * DAY, DAY, 25),
)
BEGINS: Final = 1e-5
"""The chance, where nothing is up, of so many hostile authors: below it a raid may begin."""
LASTS: Final = 1e-2
HOSTILE_BEGINS: Final = 0.3
"""The hostile share of a crowd from which it is a raid: joy, news and testimonies stay far below."""
HOSTILE_LASTS: Final = 0.15
FEW: Final = 3
"""Hostile authors below which a crowd has gone."""
MOST_OF_IT: Final = 0.5
SENT_LEAST: Final = 3
SENDS_BEFORE: Final = DAY
POST_BITS: Final = 32
"""Of what names a post among visits."""


def waves(visits: Visits, baseline: Baseline) -> tuple[Wave, ...]:
    """The raids among visits in the order of time, in the order in which they began; under one post, where all
    together are no raid."""
    visits = numbered(visits)
    found = [_wave(visits, visits, span, 0) for span in _spans(visits, baseline)]
    hurt = visits[flagged(visits, HOSTILE)]
    for root, count in sorted(Counter(hurt["root"].tolist()).items()):
        if root and count >= LEAST and not _all_within(hurt["at"][hurt["root"] == root], found):
            below = visits[visits["root"] == root]
            for span in _spans(below, baseline):
                if not any(span.since <= one.until + one.rest and one.since <= span.until for one in found):
                    found.append(_wave(below, visits, span, root))
    return tuple(sorted(found, key=lambda one: (one.since, one.until, one.root)))


def _all_within(moments: Numbers, found: Iterable[Wave]) -> bool:
    """Whether each of these moments lies in a raid that is found, so that no other can begin or end there."""
    inside = np.zeros(len(moments), dtype=np.bool_)
    for one in found:
        inside |= (moments >= one.since) & (moments <= one.until + one.rest)
    return bool(inside.all())


class _Span(NamedTuple):
    """A raid's time: its first and last hostile visit, when it was recognised, and how long it may rest."""

    since: int
    until: int
    known: int
    rest: int


def _spans(visits: Visits, baseline: Baseline) -> Iterator[_Span]:
    """When a raid was on: begun where a crowd is hostile and beyond all that is usual, ended where it has gone.

    Who came in one raid makes no other: each is counted from the end of the one before on.
    """
    new = visits[~flagged(visits, KNOWN) | flagged(visits, HOSTILE)]
    while people(hurt := new[flagged(new, HOSTILE)]) >= LEAST:
        crowd = _Crowd(new, hurt, once(hurt["at"].astype(np.int64)), baseline)
        if (begun := crowd.begins()) is None:
            return
        span = crowd.lasts(*begun)
        yield span
        new = new[new["at"] > span.until]


class _Crowd:
    """New faces about each moment at which somebody was hostile."""

    def __init__(self, new: Visits, hurt: Visits, moments: Numbers, baseline: Baseline) -> None:
        self._moments = moments
        self._baseline = baseline
        widths = sorted({width for scale in SCALES for width in (scale.width, scale.rest)})
        self._hostile = distinct(hurt, moments, widths)
        self._all = distinct(new, moments, widths)
        self._crowded = np.logical_or.reduce([self._maybe(scale) for scale in SCALES])

    def begins(self) -> tuple[int, int, int] | None:
        """Where the first raid is recognised, when it began, and how long it rests."""
        for at in np.flatnonzero(self._crowded).tolist():
            for scale in SCALES:
                if self._is(at, scale.width, scale.least, HOSTILE_BEGINS, BEGINS):
                    after = int(self._moments[at]) - scale.width
                    first = int(self._moments[np.searchsorted(self._moments, after, "right")])
                    return at, first, scale.rest
        return None

    def _maybe(self, scale: Scale) -> Found:
        some, every = self._hostile[scale.width], self._all[scale.width]
        found: Found = (some >= scale.least) & (some >= HOSTILE_BEGINS * every)
        return found

    def lasts(self, at: int, since: int, rest: int) -> _Span:
        """How long it goes on: as long as the crowd is there after no more than a rest.

        Each step goes to the last moment at which it is there, so that few are asked of a raid that does not let up.
        """
        known, last, seen = int(self._moments[at]), at, at
        while True:
            ahead = int(np.searchsorted(self._moments, self._moments[last] + rest, "right")) - 1
            places = range(ahead, seen, -1)
            there = (place for place in places if self._is(place, rest, FEW, HOSTILE_LASTS, LASTS))
            if (further := next(there, None)) is None:
                return _Span(since, int(self._moments[last]), known, rest)
            last, seen = further, ahead

    def _is(self, place: int, width: int, least: int, share: float, chance: float) -> bool:
        """Whether there is a crowd in the while that ends at a place: so many, so hostile, and so unusual."""
        some, every = int(self._hostile[width][place]), int(self._all[width][place])
        if some < least or some < share * every:
            return False
        moment = int(self._moments[place])
        return self._baseline.usual(moment - width, moment, moment - HORIZON).tail(some) < chance


def _wave(visits: Visits, every: Visits, span: _Span, root: int) -> Wave:
    there = visits[(visits["at"] >= span.since) & (visits["at"] <= span.until)]
    hurt = there[flagged(there, HOSTILE)]
    helping = there[flagged(there, SUPPORT)]
    return Wave(
        since=span.since,
        until=span.until,
        rest=span.rest,
        authors=people(there),
        hostile=people(hurt),
        supporters=people(helping[~np.isin(helping["author"], hurt["author"])]),
        mentions=len(there),
        root=root or _under(hurt),
        origin=_origin(every, hurt, span),
        of_root=bool(root),
    )


def _under(hurt: Visits) -> int:
    """The root under which most of the hostile wrote."""
    counts = _named(hurt, ("root",))
    best = max(counts, key=lambda one: (counts[one], -one), default=0)
    return best if best and counts[best] >= MOST_OF_IT * people(hurt) else 0


def _origin(every: Visits, hurt: Visits, span: _Span) -> int:
    """The post that sent them: one that we saw and to which they turn, else the quote that was seen by most before."""
    before = (every["at"] >= span.since - SENDS_BEFORE) & (every["at"] <= span.known) & (every["post"] > 0)
    posts = every[before]
    posts = posts[np.lexsort((posts["reach"], posts["flags"], posts["at"], posts["post"]))]
    posts = posts[np.unique(posts["post"], return_index=True)[1]]  # as each was first seen, whatever came first to us
    turned = _named(hurt, ("sent", "root"))
    asked = posts[np.isin(posts["post"], list(turned))]
    seen = zip(asked["post"].tolist(), asked["at"].tolist(), strict=True)
    most, _ = max(seen, key=lambda one: (turned[one[0]], -one[1], one[0]), default=(0, 0))
    if most and turned[most] >= max(SENT_LEAST, people(hurt) // 10):
        return most
    quotes = posts[flagged(posts, QUOTE) & (posts["at"] <= span.since)]
    if not len(quotes):
        return 0
    widest = np.lexsort((quotes["post"], -quotes["at"].astype(np.int64), quotes["reach"]))[-1]
    return int(quotes["post"][widest])


def _named(visits: Visits, fields: Iterable[str]) -> Counter[int]:
    """By how many authors each post is named in these fields."""
    shifted = visits["author"].astype(np.uint64) << POST_BITS
    pairs = once(np.sort(np.concatenate([shifted | visits[field].astype(np.uint64) for field in fields])))
    named = pairs & ((1 << POST_BITS) - 1)
    posts, counts = np.unique(named[named > 0], return_counts=True)
    return Counter(dict(zip(posts.tolist(), counts.tolist(), strict=True)))
