"""From what somebody did, day by day, to how far it has gone; pure, and the same in whatever order it arrived.

The numbers are ours, reasoned and not fitted: one insult is no course of conduct, three days of them in a month are,
and mild insistence becomes one in a few weeks. Half of what a day weighs is gone after HALF_LIFE days. A stage that is
reached is left again only after a long silence, and when little of the score is left.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import log2
from typing import Final, NamedTuple

from bot.model.conduct import Level, Stage
from bot.model.course import GESTURE, LATER, NEVER, Day
from bot.model.reason import Severity

HALF_LIFE: Final = 90
WEIGHTS: Final = (0.0, 0.7, 1.0, 2.0, 4.0, 6.0)
"""What the worst act of a day weighs, by Level."""
CONTACT: Final = 0.25
"""What a day weighs on which somebody who insists wrote something harmless."""
AGAINST: Final = 1.0
"""What a day weighs beside that, on which they wrote though they were muted."""
BARRED: Final = 3.0
"""The same, though a restriction forbade it."""
RISING: Final = 1.0
"""What it weighs that a day is worse than all before it."""
VOLUME: Final = 2.0
"""What many acts on one day weigh at most."""
MEANS: Final = 0.5
"""What each further means weighs: another account, a letter, a call."""
AGAIN: Final = 2
"""Days that make a repetition: of anything to be watched, of what is serious a course of conduct."""
COURSE: Final = 3
"""Days that make a course of conduct of what is not serious."""
INSISTENT: Final = 2
"""Days of insistence after which harmless words count too."""
ALONE: Final = {Stage.WATCH: (5, 7), Stage.COURSE_OF_CONDUCT: (8, 21)}
"""How many days of nothing worse than insistence each stage takes, and from the first to the last of them."""
UP: Final = {Stage.WATCH: 3.0, Stage.COURSE_OF_CONDUCT: 6.0, Stage.DANGER: 10.0}
"""The score that each stage takes, beside its days."""
DANGEROUS: Final = 18.0
"""The score that is danger whatever it is made of."""
DOWN: Final = {Stage.WATCH: (1.0, 30), Stage.COURSE_OF_CONDUCT: (2.0, 90), Stage.DANGER: (4.0, 180)}
"""Under what score a stage is left, and after how many days of silence at least."""
Span = tuple[int, int]
"""Hours of the person's clock: since, until (not in it)."""


class Past(NamedTuple):
    """All that is known of one person's conduct towards another, by whatever accounts and means."""

    days: tuple[Day, ...]
    """In any order; one day may stand there several times."""
    answered: int = NEVER
    """The hour of the act for which they were first muted; NEVER; or LATER."""
    barred: tuple[Span, ...] = ()
    """When a restriction forbade them to write."""
    means: int = 1


class Standing(NamedTuple):
    """How far it has gone, and what that rests on."""

    stage: Stage = Stage.NONE
    score: float = 0.0
    since: int = 0
    """The day on which it came to its stage."""
    opened: int = 0
    """The day on which it first came to any."""
    first: int = 0
    last: int = 0
    """The first and the last day on which something counted."""
    days: int = 0
    """On how many something counted."""
    serious: int = 0
    """On how many of them it was HIGH or more."""
    urgent: int = 0
    worst: Level = Level.NOTHING
    after: int = 0
    """On how many they wrote after they were muted."""
    barred: int = 0
    """On how many while a restriction forbade it."""
    rose: int = 0
    """How often a day was worse than all before it."""
    silence: int = 0
    """The longest silence in days after which they came back."""
    means: int = 1
    answered: int = NEVER
    """The hour of the mute that counts; NEVER if none does."""


def weight(severity: Severity) -> Level:
    """What an act of that severity weighs."""
    return Level(severity + 1) if severity else Level.NOTHING


def assess(past: Past, at: int | None = None) -> Standing:
    """How far it had gone on the last day of the past, or on the day `at` where that is later."""
    walk = _Walk(past)
    for day in gathered(past.days):
        walk.live(day)
    if at is not None and walk.days and at > walk.last:
        walk.fade(at)
    return walk.standing()


def history(past: Past) -> tuple[tuple[int, Stage], ...]:
    """The days on which the stage became another one, and to which: (day, stage), the first first."""
    walk, found = _Walk(past), [(0, Stage.NONE)]
    for one in gathered(past.days):
        walk.live(one)
        if walk.stage is not found[-1][1]:
            found.append((walk.since, walk.stage))
    return tuple(found[1:])


def faded(stage: Stage, score: float, quiet: int) -> tuple[Stage, float]:
    """What is left of a stage and its score after so many days of silence."""
    score *= 0.5 ** (max(0, quiet) / HALF_LIFE)
    while stage and score < DOWN[stage][0] and quiet >= DOWN[stage][1]:
        stage = Stage(stage - 1)
    return stage, score


def gathered(days: Iterable[Day]) -> Iterator[Day]:
    """The days in their order, each once."""
    every: dict[int, Day] = {}
    for one in days:
        known = every.get(one.day)
        every[one.day] = _together(known, one) if known else one
    return (every[day] for day in sorted(every) if any(every[day].counts) or every[day].hours & GESTURE)


def within(hour: int, spans: Sequence[Span]) -> bool:
    """Whether an hour lies in one of them."""
    return any(since <= hour < until for since, until in spans)


def _together(one: Day, other: Day) -> Day:
    counts = tuple(a + b for a, b in zip(one.counts, other.counts, strict=True))
    return Day(one.day, counts, one.hours | other.hours)


class _Walk:
    """Goes through the days in their order; what it has at the end is a Standing."""

    __slots__ = (*Standing._fields, "_barred", "_later")

    def __init__(self, past: Past) -> None:
        self.stage, self.score, self.worst = Stage.NONE, 0.0, Level.NOTHING
        self.since = self.opened = self.first = self.last = self.days = self.serious = self.urgent = 0
        self.after = self.barred = self.rose = self.silence = 0
        self.means = past.means
        self.answered = NEVER if past.answered == LATER else past.answered
        self._later = past.answered == LATER
        self._barred = past.barred

    def standing(self) -> Standing:
        """What it has come to."""
        return Standing(*(getattr(self, name) for name in Standing._fields))

    def live(self, day: Day) -> None:
        """One day more."""
        worst = _worst(day)
        after = (self.days > 0 or worst > Level.NOTHING) and _wrote_after(day, self.answered)
        barred = bool(self._barred) and any(within(hour, self._barred) for hour in _hours(day))
        added = self._weight(day, worst) + AGAINST * after + BARRED * barred
        if not added:
            return
        if self.days:
            self.fade(day.day)
            self.silence = max(self.silence, day.day - self.last)
            if worst >= Level.MEDIUM and worst > self.worst:
                added, self.rose = added + RISING, self.rose + 1
        else:
            added, self.first = added + MEANS * (self.means - 1), day.day
        self.score += added
        self._count(day.day, worst, after=after, barred=barred)

    def fade(self, day: int) -> None:
        """The silence up to that day."""
        stage, self.score = faded(self.stage, self.score, day - self.last)
        self.stage, self.since = stage, self.since if stage is self.stage else day

    def _count(self, day: int, worst: Level, *, after: bool, barred: bool) -> None:
        self.last = day
        self.days += 1
        self.serious += worst >= Level.HIGH
        self.urgent += worst >= Level.URGENT
        self.after += after
        self.barred += barred
        self.worst = max(self.worst, worst)
        stage = self._reached()
        if stage > self.stage:
            self.stage, self.since = stage, day
            self.opened = self.opened or day
        if self._later and self.answered == NEVER and self.stage >= Stage.COURSE_OF_CONDUCT:
            self.answered = day * 24 + 23

    def _weight(self, day: Day, worst: Level) -> float:
        """What was written that day weighs by itself."""
        if worst is Level.NOTHING:
            insists = self.days >= INSISTENT and self.stage >= Stage.WATCH
            return CONTACT if insists or self.worst >= Level.HIGH else 0.0
        acts = sum(day.counts[Level.UNWANTED :])
        several = 0.5 if worst > Level.UNWANTED else 0.25
        return WEIGHTS[worst] + (min(VOLUME, several * log2(acts)) if acts > 1 else 0.0)

    def _reached(self) -> Stage:
        """The stage that the days and the score come to, whatever stage was held before."""
        if self.days < AGAIN or self.score < UP[Stage.WATCH]:
            return Stage.NONE
        if self.worst <= Level.UNWANTED and not self.barred:
            return self._insistence()
        several = self.days >= COURSE or self.serious >= AGAIN
        if several and (self.score >= DANGEROUS or (self.score >= UP[Stage.DANGER] and self._is_grave())):
            return Stage.DANGER
        return Stage.COURSE_OF_CONDUCT if several and self.score >= UP[Stage.COURSE_OF_CONDUCT] else Stage.WATCH

    def _insistence(self) -> Stage:
        """The stage that comes of insistence alone: of weeks, so that six questions within one are none."""
        span = self.last - self.first
        reached = (stage for stage, (days, least) in ALONE.items() if self.days >= days and span >= least)
        return max((stage for stage in reached if self.score >= UP[stage]), default=Stage.NONE)

    def _is_grave(self) -> bool:
        """Whether it is of the kind after which people are hurt: threats that come again, bans that are broken."""
        went_on = self.serious >= AGAIN and self.after > 0
        return self.urgent > 0 or went_on or (self.serious > 0 and self.barred > 0)


def _worst(day: Day) -> Level:
    """A gesture is as something unwanted: only those of whom there is a case have any here."""
    least = Level.UNWANTED if day.hours & GESTURE else Level.NOTHING
    return next((level for level in _WORST_FIRST if day.counts[level] and level > least), least)


_WORST_FIRST: Final = tuple(sorted(Level, reverse=True))


def _wrote_after(day: Day, hour: int) -> bool:
    """Whether they wrote that day, in an hour after that one: of the act for which they were muted."""
    begins = day.day * 24
    if hour == NEVER or hour >= begins + 23:
        return False
    return hour < begins or bool((day.hours & (GESTURE - 1)) >> (hour - begins + 1))


def _hours(day: Day) -> Iterator[int]:
    return (day.day * 24 + hour for hour in range(24) if day.hours >> hour & 1)
