"""What one author did to a person over two months, as the bars of a small picture."""

from datetime import date, datetime
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from bot.model import course
from bot.model.conduct import Level

DAYS: Final = 60
WIDE: Final = 4
"""Units of the picture for a day."""
STEP: Final = 5
"""Units of height for each level above nothing."""
GRAVE: Final = Level.HIGH
_EPOCH: Final = date(1970, 1, 1).toordinal()


class Bar(NamedTuple):
    """One day on which they wrote."""

    x: int
    height: int
    level: str
    """`nothing`, `unwanted`, `low`, `medium`, `high`, `urgent`"""


class Path(NamedTuple):
    """The picture, and what it says in figures."""

    bars: tuple[Bar, ...]
    days: int
    grave: int
    """Days of them on which something grave was written."""


def path(packed: bytes, now: datetime, zone: str) -> Path:
    """The latest days of a course, up to today by the person's clock."""
    today = now.astimezone(ZoneInfo(zone)).date().toordinal() - _EPOCH
    days = [one for one in course.unpacked(packed).days if 0 <= today - one.day < DAYS]
    worst = [(one.day, max((level for level in Level if one.counts[level]), default=Level.NOTHING)) for one in days]
    bars = tuple(
        Bar((DAYS - 1 - today + day) * WIDE, 3 + STEP * level, Level(level).name.lower()) for day, level in worst
    )
    return Path(bars, len(days), sum(level >= GRAVE for _, level in worst))
