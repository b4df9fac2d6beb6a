"""Spans of time as people write them."""

import re
from datetime import timedelta
from functools import lru_cache
from typing import Annotated, Final

from pydantic import BeforeValidator

WRITTEN: Final = re.compile(r"([0-9]{1,6}) ?([a-zé]+)")
UNITS: Final[dict[str, timedelta]] = {
    **dict.fromkeys(("s", "second", "seconds", "seconde", "secondes"), timedelta(seconds=1)),
    **dict.fromkeys(("m", "min", "minute", "minutes"), timedelta(minutes=1)),
    **dict.fromkeys(("h", "hour", "hours", "heure", "heures"), timedelta(hours=1)),
    **dict.fromkeys(("d", "day", "days", "j", "jour", "jours"), timedelta(days=1)),
    **dict.fromkeys(("w", "week", "weeks", "semaine", "semaines"), timedelta(weeks=1)),
}
LONGEST: Final = timedelta(days=36_500)


def parse_duration(written: object) -> timedelta:
    """`"30 days"`, `"2 h"`, `"7 jours"`: one number above 0, one unit; ValueError with what to write."""
    found = WRITTEN.fullmatch(written.strip().lower()) if isinstance(written, str) else None
    if not found or found[2] not in UNITS or int(found[1]) == 0:
        raise ValueError('must be a span of time; write "30 days", "12 hours" or "7 jours"')
    span = int(found[1]) * UNITS[found[2]]
    if span > LONGEST:
        raise ValueError(f"is too long; write {LONGEST.days} days or less")
    return span


@lru_cache(256)
def in_words(span: timedelta) -> str:
    """A span as a person would write it, in the largest unit that holds it whole: `7 days`."""
    for name in ("week", "day", "hour", "minute", "second"):
        count, rest = divmod(span, UNITS[name])
        if count and not rest:
            return f"{count} {name}{'s' if count > 1 else ''}"
    return f"{span.total_seconds():g} seconds"


Duration = Annotated[timedelta, BeforeValidator(parse_duration)]
