"""What one account did to one person, day by day: a few bytes that are brought up to date, never recounted.

Sums, sets and extremes only, so that the order in which acts arrive does not change what stands here. Hours are those
of the person's clock, counted since 1970 as if there were no time zones.
"""

from struct import Struct
from typing import Final, NamedTuple

from bot.model.conduct import Level

HEAD: Final = Struct("<4HIBB")
"""Mentions of each kind, the hour of the first mute, the worst level, how many threads follow."""
DAY: Final = Struct("<H6BI")
"""The day since 1970, acts of each level, and the hours in which they wrote, a bit each."""
THREAD: Final = 4
"""Bytes of a thread's digest."""
THREADS: Final = 16
"""Threads that are told apart; those with the smallest digests, so that the order does not matter."""
DAYS: Final = 400
"""The latest days on which they wrote that are kept."""
MANY: Final = 255
"""Acts of one level on one day that are counted."""
GESTURE: Final = 1 << 24
"""Among the hours of a day: they followed, liked or shared; once a day, however often."""
KINDS: Final = ("mention", "reply", "quote", "direct")
NEVER: Final = 0
LATER: Final = 2**32 - 1
"""They were muted for what they did together, not for one act, so that the hour follows from the days."""
EMPTY: Final = HEAD.pack(0, 0, 0, 0, NEVER, 0, 0)


class Day(NamedTuple):
    """One day on which they wrote."""

    day: int
    counts: tuple[int, ...]
    """Acts of each Level."""
    hours: int
    """Bit n: they wrote, or made a gesture, between n o'clock and the next hour; GESTURE: they made one."""


class Course(NamedTuple):
    """The whole of it."""

    kinds: tuple[int, ...]
    """Mentions of each of KINDS."""
    answered: int
    """The hour of the act for which they were first muted; NEVER; or LATER."""
    worst: Level
    threads: int
    """How many different ones, at most THREADS."""
    days: tuple[Day, ...]


def hour_of(at: int, offset: int) -> int:
    """The hour of a moment in microseconds since 1970 UTC, where clocks are ahead of it by so many seconds."""
    return (at // 1_000_000 + offset) // 3600


def unpacked(packed: bytes) -> Course:
    """The course in the bytes."""
    *kinds, answered, worst, threads = HEAD.unpack_from(packed)
    days = tuple(Day(day, tuple(counts), hours) for day, *counts, hours in DAY.iter_unpack(packed[_start(packed) :]))
    return Course(tuple(kinds), answered, Level(worst), threads, days)


def worst(packed: bytes) -> int:
    """The worst level so far."""
    return packed[HEAD.size - 2]


def written(packed: bytes, hour: int, level: Level, kind: str, thread: bytes = b"") -> bytes:
    """With another mention of that hour in it; `thread` is the digest of the thread it stands in, empty for none."""
    *kinds, answered, worse, count = HEAD.unpack_from(packed)
    place = KINDS.index(kind) if kind in KINDS else 0
    kinds[place] = min(kinds[place] + 1, 2**16 - 1)
    start = HEAD.size + THREAD * count
    threads = packed[HEAD.size : start]
    if thread:
        every = {threads[at : at + THREAD] for at in range(0, len(threads), THREAD)} | {thread[:THREAD]}
        threads = b"".join(sorted(every)[:THREADS])
    head = HEAD.pack(*kinds, answered, max(worse, level), len(threads) // THREAD)
    return head + threads + _counted(packed[start:], hour, level, 1)


def gestured(packed: bytes, hour: int) -> bytes:
    """With a gesture of that hour in it: nothing was written, and twice on one day is once."""
    return packed[: _start(packed)] + _counted(packed[_start(packed) :], hour, Level.NOTHING, 0, GESTURE)


def changed(packed: bytes, hour: int, level: Level, was: tuple[int, Level]) -> bytes:
    """With another version of a known mention in it, which counts once: at its worst, and then at its earliest.

    `was` is at what hour, and as what, it counts so far.
    """
    before, weighed = was
    if standing((hour, level)) <= standing(was):
        return packed[: _start(packed)] + _counted(packed[_start(packed) :], hour, level, 0)
    days = _counted(_counted(packed[_start(packed) :], before, weighed, -1), hour, level, 1)
    place = HEAD.size - 2
    return packed[:place] + bytes([max(packed[place], level)]) + packed[place + 1 : _start(packed)] + days


def standing(version: tuple[int, Level]) -> tuple[Level, int]:
    """By what versions of a mention are compared, each (hour, level): the worst counts, and the earliest of those."""
    return version[1], -version[0]


def worse(one: tuple[int, Level], other: tuple[int, Level]) -> tuple[int, Level]:
    """Which of two versions of a mention counts."""
    return max(one, other, key=standing)


def answered(packed: bytes, hour: int) -> bytes:
    """With a mute for an act of that hour, or LATER; the earliest one stands."""
    *kinds, known, worse_, count = HEAD.unpack_from(packed)
    first = hour if known == NEVER else min(known, hour)
    return HEAD.pack(*kinds, first, worse_, count) + packed[HEAD.size :]


def pardoned(packed: bytes) -> bytes:
    """As if they had never been muted, since a human took the mute back."""
    *kinds, _, worse_, count = HEAD.unpack_from(packed)
    return HEAD.pack(*kinds, NEVER, worse_, count) + packed[HEAD.size :]


def _start(packed: bytes) -> int:
    """Where the days begin."""
    return HEAD.size + THREAD * packed[HEAD.size - 1]


def _counted(days: bytes, hour: int, level: Level, step: int, more: int = 0) -> bytes:
    """With so many acts more on the day of that hour; most often it is the last."""
    day, bit = hour // 24, 1 << hour % 24
    at, last = len(days), _NO_DAY
    while at and (last := DAY.unpack_from(days, at - DAY.size))[0] > day:
        at -= DAY.size
    known = at and last[0] == day
    _, *counts, hours = last if known else _NO_DAY
    counts[level] = max(0, min(MANY, counts[level] + step))
    row = DAY.pack(day, *counts, hours | bit | more)
    return (days[: at - DAY.size if known else at] + row + days[at:])[-DAYS * DAY.size :]


_NO_DAY: Final = DAY.unpack(bytes(DAY.size))
