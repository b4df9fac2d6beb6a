"""From what somebody did, day by day, to how far it has gone; pure, and the same in whatever order it arrived.

The numbers are ours, reasoned and not fitted: one insult is no course of conduct, three days of them in a month are,
and mild insistence becomes one in a few weeks. Half of what a day weighs is gone after HALF_LIFE days. A stage that is
reached is left again only after a long silence, and when little of the score is left.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import log2
from typing import Final, NamedTuple

from bot.model.conduct import Level, Stage
from bot.model.course import LATER, NEVER, Day
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
    now = Standing(means=past.means, answered=NEVER if past.answered == LATER else past.answered)
    for day in gathered(past.days):
        now = _lived(now, day, past)
    if at is not None and now.days and at > now.last:
        now = _faded(now, at)
    return now


def gathered(days: Iterable[Day]) -> Iterator[Day]:
    """The days in their order, each once."""
    every: dict[int, Day] = {}
    for one in days:
        known = every.get(one.day)
        every[one.day] = _together(known, one) if known else one
    return (every[day] for day in sorted(every) if any(every[day].counts))


def within(hour: int, spans: Sequence[Span]) -> bool:
    """Whether an hour lies in one of them."""
    return any(since <= hour < until for since, until in spans)


def _together(one: Day, other: Day) -> Day:
    counts = tuple(a + b for a, b in zip(one.counts, other.counts, strict=True))
    return Day(one.day, counts, one.hours | other.hours)


def _lived(before: Standing, day: Day, past: Past) -> Standing:
    """With one day more."""
    now = _faded(before, day.day)
    worst = max((Level(place) for place, count in enumerate(day.counts) if count), default=Level.NOTHING)
    known = before.days > 0
    after = (known or worst > Level.NOTHING) and _after(day, before.answered)
    barred = any(within(hour, past.barred) for hour in _hours(day))
    added = _weight(day, worst, before) + AGAINST * after + BARRED * barred
    if not added:
        return before
    rose = known and worst >= Level.MEDIUM and worst > before.worst
    now = now._replace(
        score=now.score + added + RISING * rose + (0 if known else MEANS * (past.means - 1)),
        first=before.first if known else day.day,
        last=day.day,
        days=before.days + 1,
        serious=before.serious + (worst >= Level.HIGH),
        urgent=before.urgent + (worst >= Level.URGENT),
        worst=max(before.worst, worst),
        after=before.after + after,
        barred=before.barred + barred,
        rose=before.rose + rose,
        silence=max(before.silence, day.day - before.last) if known else 0,
    )
    stage = max(now.stage, _reached(now))
    if stage > now.stage:
        now = now._replace(stage=stage, since=day.day)
    if past.answered == LATER and now.answered == NEVER and stage >= Stage.COURSE_OF_CONDUCT:
        now = now._replace(answered=day.day * 24 + 23)
    return now


def _weight(day: Day, worst: Level, before: Standing) -> float:
    """What was written that day weighs by itself."""
    acts = sum(day.counts[Level.UNWANTED :])
    if worst is Level.NOTHING:
        insists = before.days >= INSISTENT and before.stage >= Stage.WATCH
        return CONTACT if insists or before.worst >= Level.HIGH else 0.0
    several = 0.5 if worst > Level.UNWANTED else 0.25
    return WEIGHTS[worst] + min(VOLUME, several * log2(max(1, acts)))


def _reached(now: Standing) -> Stage:
    """The stage that the days and the score come to, whatever stage was held before."""
    several = now.days >= COURSE or now.serious >= AGAIN
    if now.worst <= Level.UNWANTED and not now.barred:
        return _insistence(now)
    if several and (_danger(now) or now.score >= DANGEROUS):
        return Stage.DANGER
    if several and now.score >= UP[Stage.COURSE_OF_CONDUCT]:
        return Stage.COURSE_OF_CONDUCT
    return Stage.WATCH if now.days >= AGAIN and now.score >= UP[Stage.WATCH] else Stage.NONE


def _insistence(now: Standing) -> Stage:
    """The stage that comes of insistence alone: of weeks, so that six questions within one are none."""
    span = now.last - now.first
    reached = (stage for stage, (days, least) in ALONE.items() if now.days >= days and span >= least)
    return max((stage for stage in reached if now.score >= UP[stage]), default=Stage.NONE)


def _danger(now: Standing) -> bool:
    """Whether it is of the kind after which people are hurt: threats in a course of conduct, bans that are broken."""
    grave = now.urgent > 0 or (now.serious >= AGAIN and now.after > 0) or (now.serious > 0 and now.barred > 0)
    return grave and now.score >= UP[Stage.DANGER]


def _faded(before: Standing, day: int) -> Standing:
    """After the silence up to that day."""
    quiet = day - before.last if before.days else 0
    if quiet <= 0:
        return before
    now = before._replace(score=before.score * 0.5 ** (quiet / HALF_LIFE))
    while now.stage and now.score < DOWN[now.stage][0] and quiet >= DOWN[now.stage][1]:
        lower = Stage(now.stage - 1)
        now = now._replace(stage=lower, since=day)
    return now


def _after(day: Day, answered: int) -> bool:
    """Whether they wrote that day, in an hour after that of the act for which they were muted."""
    return answered != NEVER and any(hour > answered for hour in _hours(day))


def _hours(day: Day) -> Iterator[int]:
    return (day.day * 24 + hour for hour in range(24) if day.hours >> hour & 1)
