"""How many requests we allow ourselves, so that the person's own app always finds some left.

Mastodon counts (rack_attack) 300 requests in 5 minutes for a token, 1500 in 5 minutes for a user over all tokens, and
300 pages in 15 minutes for a user. Servers may be configured tighter; then their headers are believed.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from bot.errors import TryLater

SHARE = 0.6
"""The part of a limit that we use."""
KEPT_FOR_ACTS = 0.25
"""The part of ours that reading leaves for actions."""
SCARCE = 0.15
"""Below this part of what the server says is left, reading waits for its reset."""


class Cost(StrEnum):
    """What a request counts as."""

    ACT = "act"
    READ = "read"
    PAGE = "page"
    """A read with `max_id`, `min_id` or `since_id`."""


class Bucket:
    """Fills evenly up to `size` in `period` seconds."""

    def __init__(self, size: float, period: float) -> None:
        self.size = size
        self._rate = size / period
        self._left = size
        self._seen: datetime | None = None

    def wait(self, now: datetime, leave: float = 0.0) -> float:
        """Seconds until one can be taken with `leave` left over; 0 if now."""
        if self._seen is not None:
            passed = max(0.0, (now - self._seen).total_seconds())
            self._left = min(self.size, self._left + passed * self._rate)
        self._seen = now
        return max(0.0, (leave + 1 - self._left) / self._rate)

    def take(self) -> None:
        """Count one."""
        self._left -= 1


class Throttle:
    """The budget of one account on one server."""

    def __init__(self) -> None:
        self._requests = Bucket(300 * SHARE, 300)
        self._pages = Bucket(300 * SHARE, 900)
        self._reset: datetime | None = None

    def take(self, cost: Cost, now: datetime) -> None:
        """Count a request, or raise TryLater with the wait in seconds."""
        acting = cost is Cost.ACT
        wait = self._requests.wait(now, 0 if acting else self._requests.size * KEPT_FOR_ACTS)
        if cost is Cost.PAGE:
            wait = max(wait, self._pages.wait(now))
        if not acting and self._reset is not None:
            wait = max(wait, (self._reset - now).total_seconds())
        if wait > 0:
            raise TryLater("our share of the server's request limit is used up", after=wait)
        self._requests.take()
        if cost is Cost.PAGE:
            self._pages.take()

    def heard(self, limit: int, remaining: int, wait: float, now: datetime) -> None:
        """Believe a server that says how much is left, and for how many seconds."""
        self._reset = now + timedelta(seconds=wait) if remaining < limit * SCARCE else None
