"""The time of a scenario."""

from datetime import datetime


class Clock:
    """Says what time it is in the scenario; never goes back."""

    def __init__(self, now: datetime) -> None:
        """Begin at a moment."""
        self.now = now

    def __call__(self) -> datetime:
        """What time it is."""
        return self.now

    def advance(self, to: datetime) -> None:
        """Let it be later."""
        self.now = max(self.now, to)
