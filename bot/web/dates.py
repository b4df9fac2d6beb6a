"""Days as people write and read them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.alerts.wording import Wording
from bot.errors import Refused


def clock(words: Wording, at: datetime, zone: str) -> str:
    """`14 h 05`."""
    local = at.astimezone(ZoneInfo(zone))
    return words.say("joining.clock", hour=local.hour, minute=f"{local.minute:02}")


def day(at: datetime, zone: str) -> date:
    """Which day it is at a moment, by a clock."""
    return at.astimezone(ZoneInfo(zone)).date()


def moment(words: Wording, written: str, zone: str) -> datetime:
    """What a form's date, or date and time, means by a person's clock. Raises Refused for what is none."""
    try:
        return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused(words.say("web.refused.date")) from None
