"""How many requests we allow ourselves, so that the person's own app always finds some left.

Mastodon counts (rack_attack) 300 requests in 5 minutes for a token, 1500 in 5 minutes for a user over all tokens, and
300 pages in 15 minutes for a user. Servers may be configured tighter; then their headers are believed.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from bot.errors import Spent

SHARE = 0.6
"""The part of a limit that we use."""
KEPT_FOR_ACTS = 0.25
"""The part of ours that reading leaves for actions."""
KEPT_FROM_WATCH = 0.5
"""The part of ours that the watch leaves for everything else: it takes what fills up, never what is there for a burst,
so that what it adds to a full burst of the rest stays below the server's limit in any window."""
SCARCE = 0.15
"""Below this part of what the server says is left, reading waits for its reset."""


class Cost(StrEnum):
    """What a request counts as."""

    ACT = "act"
    READ = "read"
    PAGE = "page"
    """A read with `max_id`, `min_id` or `since_id`."""
    ACT_PAGE = "act page"
    """Such a read that an action waits for: counted, and not kept waiting for our share of pages."""
    WATCH = "watch"
    """A read that nobody waits for: of what muted accounts write, or of how a post stands."""
    WATCH_PAGE = "watch page"


PAGING = frozenset({Cost.PAGE, Cost.WATCH_PAGE})
ACTING = frozenset({Cost.ACT, Cost.ACT_PAGE})
WATCHING = frozenset({Cost.WATCH, Cost.WATCH_PAGE})


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
        """Count a request, or raise Spent with the wait in seconds."""
        acting, watching = cost in ACTING, cost in WATCHING
        kept = 0.0 if acting else KEPT_FROM_WATCH if watching else KEPT_FOR_ACTS
        wait = self._requests.wait(now, self._requests.size * kept)
        if cost in PAGING:
            wait = max(wait, self._pages.wait(now, self._pages.size * KEPT_FROM_WATCH if watching else 0.0))
        if not acting and self._reset is not None:
            wait = max(wait, (self._reset - now).total_seconds())
        if wait > 0:
            raise Spent("our share of the server's request limit is used up", after=wait)
        self._requests.take()
        if cost in PAGING or cost is Cost.ACT_PAGE:
            self._pages.take()

    def heard(self, limit: int, remaining: int, wait: float, now: datetime) -> None:
        """Believe a server that says how much is left, and for how many seconds."""
        self._reset = now + timedelta(seconds=wait) if remaining < limit * SCARCE else None
