"""A channel that keeps what it is given."""

from bot.model.alert import Alert
from bot.model.reason import Severity


class RecordingChannel:
    """Every alert sent, in order, under `sent`."""

    def __init__(self, name: str, above: Severity = Severity.NONE) -> None:
        self.name = name
        self.above = above
        self.sent: list[Alert] = []

    async def send(self, alert: Alert) -> None:
        """Keep it."""
        self.sent.append(alert)
