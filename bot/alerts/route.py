"""When an alert may reach a channel: at once, or once its quiet hours are over."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.model.reason import Severity
from bot.model.shield import Contact

HOUR = 60


def leaves(contact: Contact, severity: Severity, zone: str, now: datetime) -> datetime:
    """Now, unless it is quiet there by the clock of `zone` and nothing urgent: then as soon as that is over."""
    if contact.quiet is None or severity is Severity.URGENT:
        return now
    wall = now.astimezone(ZoneInfo(zone))
    left = contact.quiet.rest(wall.hour * HOUR + wall.minute)
    if not left:
        return now
    ends = wall.replace(tzinfo=None, second=0, microsecond=0) + timedelta(minutes=left)  # by that clock, in summer too
    return ends.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
