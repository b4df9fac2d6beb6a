"""What Rempart asks of a channel."""

from typing import Protocol

from bot.model.alert import Alert
from bot.model.reason import Severity


class Channel(Protocol):
    """A way to reach one person."""

    name: str
    """Stable across runs and without secrets: `camille/1`."""
    above: Severity
    """Alerts of at least this severity come here."""

    async def send(self, alert: Alert) -> None:
        """Send it, or raise TryLater or Refused. Never shows the channel's URL."""
        ...
