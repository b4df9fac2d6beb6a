"""Hours of a person's own clock, in which conduct is counted."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.model.course import hour_of
from bot.model.noun import micros


def ahead(at: datetime, zone: str) -> int:
    """By how many seconds the clocks of a zone are ahead of UTC at a moment."""
    return int((at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()).total_seconds())


def begins(day: int, zone: str) -> datetime:
    """When a day that is counted since 1970 begins on the clocks of a zone."""
    return datetime.combine(date(1970, 1, 1) + timedelta(days=day), time(), ZoneInfo(zone)).astimezone(UTC)


def hour(at: datetime, zone: str) -> int:
    """The hour of a moment on the clocks of a zone, as model/course counts them."""
    return hour_of(micros(at), ahead(at, zone))
