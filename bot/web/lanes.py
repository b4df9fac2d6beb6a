"""One person's conduct as a picture: a lane an account, all over one axis of time; a table reads the same figures."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from math import sqrt
from typing import Final, NamedTuple

from bot.model.conduct import Level
from bot.model.course import GESTURE, Day

SPANS: Final = (1, 7, 28, 91, 364)
"""Days that one step may hold."""
STEPS: Final = 62
"""At most, as wide as the picture is."""
WIDTH: Final = 744
HEIGHT: Final = 48
BEGAN: Final = date(1970, 1, 1)


class Track(NamedTuple):
    """What is to be drawn in one lane; days are counted since 1970 by the person's clock."""

    account: str
    """`Account.key`; empty for what came by no account."""
    days: Sequence[Day] = ()
    measures: Sequence[int] = ()
    """Days on which they were muted or blocked."""
    links: Sequence[int] = ()
    """Days on which somebody said that it is the same person's as another."""
    bans: Sequence[tuple[int, int]] = ()
    """From which day to which, both in it, they may not write."""


class Step(NamedTuple):
    """What was done in one step."""

    place: int
    first: date
    last: date
    light: int = 0
    """Messages that weigh little, or nothing."""
    medium: int = 0
    grave: int = 0
    gestures: int = 0
    """Days on which they followed, liked or shared."""
    measures: int = 0
    links: int = 0
    barred: bool = False


class Part(NamedTuple):
    """One part of a column."""

    weight: str
    """`light`, `medium` or `grave`."""
    y: float
    height: float


class Column(NamedTuple):
    """A step as it is drawn."""

    step: Step
    x: float
    middle: float
    parts: tuple[Part, ...]


class Lane(NamedTuple):
    """One account."""

    account: str
    columns: tuple[Column, ...]
    """Only steps in which there is something."""
    bands: tuple[tuple[float, float], ...]
    """Restrictions: where each begins, and how wide it is."""


class Picture(NamedTuple):
    """All of them."""

    first: date
    last: date
    span: int
    """Days in a step."""
    width: float
    """Of a step."""
    lanes: tuple[Lane, ...]


def drawn(tracks: Sequence[Track], today: int) -> Picture:
    """The picture of these, from the first day on which there is something to this one."""
    every = [day for track in tracks for day in _days(track)]
    first, last = min(every, default=today), max([today, *every])
    span = next((each for each in SPANS if (last - first) // each < STEPS), SPANS[-1])
    steps = (last - first) // span + 1
    lanes = [(track, _steps(track, first, span)) for track in tracks]
    most = max((one.light + one.medium + one.grave for _, found in lanes for one in found), default=0) or 1
    width = WIDTH / steps
    return Picture(
        first=BEGAN + timedelta(days=first),
        last=BEGAN + timedelta(days=last),
        span=span,
        width=round(width, 2),
        lanes=tuple(
            Lane(
                track.account,
                tuple(_column(one, width, most) for one in found),
                tuple(
                    _band(ban, first, last, width / span) for ban in track.bans if ban[1] >= first and ban[0] <= last
                ),
            )
            for track, found in lanes
        ),
    )


def _days(track: Track) -> list[int]:
    return [*(one.day for one in track.days if _says(one)), *track.measures, *track.links]


def _says(one: Day) -> bool:
    return any(one.counts) or bool(one.hours & GESTURE)


def _steps(track: Track, first: int, span: int) -> list[Step]:
    """What there is, by step."""
    days: dict[int, list[Day]] = {}
    for one in filter(_says, track.days):
        days.setdefault((one.day - first) // span, []).append(one)
    measures, links = (Counter((day - first) // span for day in each) for each in (track.measures, track.links))
    return [
        _step(place, first + place * span, span, track.bans, days.get(place, ()))._replace(
            measures=measures[place], links=links[place]
        )
        for place in sorted({*days, *measures, *links})
    ]


def _step(place: int, begins: int, span: int, bans: Sequence[tuple[int, int]], days: Sequence[Day]) -> Step:
    counts = [sum(one.counts[level] for one in days) for level in Level]
    return Step(
        place=place,
        first=BEGAN + timedelta(days=begins),
        last=BEGAN + timedelta(days=begins + span - 1),
        light=sum(counts[: Level.MEDIUM]),
        medium=counts[Level.MEDIUM],
        grave=sum(counts[Level.HIGH :]),
        gestures=sum(bool(one.hours & GESTURE) for one in days),
        barred=any(since < begins + span and until >= begins for since, until in bans),
    )


def _column(step: Step, width: float, most: int) -> Column:
    """Heights go by square roots, so that one message can be seen beside a hundred."""
    total = step.light + step.medium + step.grave
    tall, y, parts = HEIGHT * sqrt(total / most), float(HEIGHT), list[Part]()
    for weight, count in (("light", step.light), ("medium", step.medium), ("grave", step.grave)):
        if count:
            height = tall * count / total
            y -= height
            parts.append(Part(weight, round(y, 1), round(height, 1)))
    x = step.place * width
    return Column(step, round(x, 2), round(x + width / 2, 2), tuple(parts))


def _band(ban: tuple[int, int], first: int, last: int, a_day: float) -> tuple[float, float]:
    begins, ends = max(ban[0], first) - first, min(ban[1], last) - first + 1
    return round(begins * a_day, 2), round((ends - begins) * a_day, 2)
