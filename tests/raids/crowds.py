"""Crowds for tests: visits as they are kept, in whatever order they came."""

from collections.abc import Iterable

from bot.model.raid import Wave
from bot.signals.burst import waves
from bot.signals.surprise import HOUR, Baseline, Hour
from bot.signals.visits import HOSTILE, PACKED, digest, unpacked

MONDAY = 368_160 * HOUR  # 2012-01-02, an hour that begins a week of 168
WEEK = 168 * HOUR
NOTHING = Baseline({})
Visit = tuple[int, str, str, str, str, int, int]
"""Seconds after Monday, author, own URI where it may send others, root, what it answers, flags, reach."""


def visit(
    at: int, author: str, flags: int = 0, root: str = "mine", sent: str = "mine", post: str = "", reach: int = 6
) -> Visit:
    return at, author, post, root, sent, flags, reach


def crowd(
    count: int, within: int, share: float, begin: int = 0, flags: int = 0, who: str = "a", root: str = "mine"
) -> list[Visit]:
    """So many within so many seconds, every so often a hostile one."""
    return [
        visit(
            begin + place * within // count,
            f"{who}{place}",
            HOSTILE if int(place * share) != int((place + 1) * share) else flags,
            root,
        )
        for place in range(count)
    ]


def packed(visits: Iterable[Visit]) -> bytes:
    return b"".join(
        PACKED.pack(MONDAY + at, digest(author), digest(post), digest(root), digest(sent), flags, reach)
        for at, author, post, root, sent, flags, reach in visits
    )


def found(visits: Iterable[Visit], baseline: Baseline = NOTHING) -> tuple[Wave, ...]:
    return waves(unpacked(packed(visits)), baseline)


def used_to(authors: int, share: float = 0.1, weeks: int = 8) -> Baseline:
    """Somebody to whom so many new people write every hour of the week."""
    first = (MONDAY - weeks * WEEK) // HOUR
    hour = Hour(authors, authors, round(authors * share))
    return Baseline({first + place: hour for place in range(weeks * 168)})
