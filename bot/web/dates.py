"""Days as people write and read them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.alerts.wording import Wording
from bot.errors import Refused


def said(words: Wording, day: date) -> str:
    """`3 mars 2026`."""
    first = words.texts["grammar.first"] if day.day == 1 else day.day
    month = words.texts["grammar.months"][day.month - 1]
    return words.say("web.date", day=first, month=month, year=day.year)


def clock(words: Wording, at: datetime, zone: str) -> str:
    """`14 h 05`."""
    local = at.astimezone(ZoneInfo(zone))
    return words.say("joining.clock", hour=local.hour, minute=f"{local.minute:02}")


def moment(words: Wording, written: str, zone: str) -> datetime:
    """What a form's date, or date and time, means by a person's clock. Raises Refused for what is none."""
    try:
        return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused(words.say("web.refused.date")) from None
