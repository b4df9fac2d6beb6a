"""What time a server says it is, by the Date header of its answers: our own clock may be wrong."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

COARSE: Final = timedelta(seconds=2)
"""Date headers have whole seconds, and answers take a moment: within it, clocks agree."""


class Hour:
    """One server's clock, held against ours."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.ahead: timedelta | None = None
        """How far the server's clock is ahead of ours; negative where ours is; None before its first answer."""

    def heard(self, date: str) -> None:
        """Take an answer's Date header; what is no date says nothing."""
        try:
            told = parsedate_to_datetime(date)
        except (ValueError, TypeError, IndexError, OverflowError):
            return
        ahead = (told if told.tzinfo else told.replace(tzinfo=UTC)) - self._now()
        self.ahead = ahead if abs(ahead) > COARSE else timedelta()

    def now(self) -> datetime:
        """The server's time, as far as it is known; never ahead of it."""
        return self._now() + min(self.ahead or timedelta(), timedelta())
