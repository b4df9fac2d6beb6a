"""How surprising a count is: exact tails of the negative binomial law, and what an hour of the week is used to."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import exp, lgamma, log, log1p
from operator import sub
from typing import Final, NamedTuple

WEEK: Final = 168
WEEKS: Final = 8
"""How far back an hour of the week is compared."""
PRIOR: Final = 0.25
"""New faces an hour where nothing is known yet: six a day."""
RUDE: Final = (1, 10)
"""One hostile mention in ten, as if ten had been seen, where little is known yet."""
HOUR: Final = 3600
FAINT: Final = 1e-18
"""Terms of a tail below this share of it are left out."""


class Hour(NamedTuple):
    """What one hour brought: distinct authors, and mentions, those of a hostile text among them."""

    authors: int
    mentions: int
    hostile: int


NOTHING: Final = Hour(0, 0, 0)


class Usual(NamedTuple):
    """What is usual in a while: hostile authors to be expected, and how many authors that was learnt from."""

    expected: float
    learnt: float

    def tail(self, count: int) -> float:
        """The chance that so many or more come, though nothing is up; see `tail`."""
        return tail(count, self.expected, 1 + self.learnt)


class Baseline:
    """A person's own hours, and what each hour of their week is used to.

    Only hours that were over long before are asked, and those of earlier raids are left out, so that neither a raid
    nor the order in which it arrives changes what is usual.
    """

    def __init__(self, hours: Mapping[int, Hour], raids: Sequence[tuple[int, int]] = ()) -> None:
        """Take hours by their number since 1970 UTC, and when earlier raids began and ended, in seconds."""
        spans = [(since // HOUR, until // HOUR) for since, until in raids]
        self._hours = {
            number: hour for number, hour in hours.items() if not any(first <= number <= last for first, last in spans)
        }
        self._numbers = sorted(self._hours)
        in_order = [self._hours[number] for number in self._numbers]
        sums = map(accumulate, zip(NOTHING, *in_order, strict=True))
        self._before = [Hour(*each) for each in zip(*sums, strict=True)]
        """What all hours before each place among the numbers brought together."""
        self._first = min(hours, default=None)
        self._known: dict[int, tuple[float, float, float]] = {}

    def usual(self, since: int, until: int, before: int) -> Usual:
        """What is usual between two moments (seconds), learnt from hours that ended `before`."""
        expected = learnt = 0.0
        for hour in range(since // HOUR, (until - 1) // HOUR + 1):
            part = (min(until, (hour + 1) * HOUR) - max(since, hour * HOUR)) / HOUR
            rate, share, weeks = self._rate(hour % WEEK, before // HOUR)
            expected += part * rate * share
            learnt += part * rate * weeks
        return Usual(expected, learnt)

    def _rate(self, slot: int, before: int) -> tuple[float, float, float]:
        """Authors an hour in an hour of the week, the hostile share, and from how many weeks that is known."""
        key = before * WEEK + slot
        if key not in self._known:
            self._known[key] = self._measured(slot, before)
        return self._known[key]

    def _measured(self, slot: int, before: int) -> tuple[float, float, float]:
        oldest = before - WEEKS * WEEK
        if self._first is None or self._first >= before:
            return PRIOR, RUDE[0] / RUDE[1], 0.0
        past = self._brought(oldest, before)
        seen = before - max(oldest, self._first)
        overall = (past.authors + PRIOR) / (seen + 1)
        latest = before - 1 - (before - 1 - slot) % WEEK
        here = [self._hours.get(number) for number in range(latest, before - 1 - seen, -WEEK)]
        count = sum(hour.authors for hour in here if hour)
        rate = (1 + count) / (1 / max(overall, PRIOR / WEEK) + len(here))
        return rate, (RUDE[0] + past.hostile) / (RUDE[1] + past.mentions), seen / WEEK

    def _brought(self, first: int, end: int) -> Hour:
        """What the hours brought together from one on, up to another."""
        less, all_of_them = (self._before[bisect_left(self._numbers, number)] for number in (first, end))
        return Hour(*map(sub, all_of_them, less))


def tail(count: int, mean: float, shape: float) -> float:
    """The chance of `count` or more under a negative binomial law of this mean and shape: exact, to rounding.

    It is a Poisson law whose rate is known only as well as `shape` events have shown it.
    """
    if count <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    if count <= mean:
        return 1.0 - sum(_terms(0, count, mean, shape))
    return min(1.0, sum(_terms(count, None, mean, shape)))


def _terms(first: int, end: int | None, mean: float, shape: float) -> list[float]:
    share = mean / (mean + shape)
    number = first
    term = exp(
        lgamma(number + shape) - lgamma(shape) - lgamma(number + 1) + number * log(share) - shape * log1p(mean / shape)
    )
    terms: list[float] = []
    while term > 0 and number != end and (not terms or term > FAINT * terms[0] or number < mean):
        terms.append(term)
        term *= share * (number + shape) / (number + 1)
        number += 1
    return terms
