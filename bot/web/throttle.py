"""Who knocks too often is asked to wait: what protects the door from being tried."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

TRIES: Final = 10
"""Failures in WHILE after which an address waits."""
ALL: Final = 200
"""The same of all addresses together."""
WHILE: Final = 60.0
"""Seconds."""
KNOWN: Final = 10_000
"""Addresses that are remembered, the latest."""


class Throttle:
    """Counts failures by address."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, tries: int = TRIES, all_: int = ALL) -> None:
        """So many in WHILE of one address, and of all together, before who comes must wait."""
        self._tries = tries
        self._all = all_
        self._clock = clock
        self._failed: OrderedDict[str, list[float]] = OrderedDict()
        self._lock = threading.Lock()

    def must_wait(self, address: str) -> bool:
        """Whether this address failed too often lately, or all together did."""
        with self._lock:
            since = self._clock() - WHILE
            return self._count(address, since) >= self._tries or self._count("", since) >= self._all

    def failed(self, address: str) -> None:
        """Count a failure."""
        with self._lock:
            now = self._clock()
            for one in (address, ""):
                times = self._failed.setdefault(one, [])
                times.append(now)
                del times[: -max(self._tries, self._all)]
                self._failed.move_to_end(one)
            while len(self._failed) > KNOWN:
                self._failed.popitem(last=False)

    def _count(self, address: str, since: float) -> int:
        return sum(at > since for at in self._failed.get(address, ()))
