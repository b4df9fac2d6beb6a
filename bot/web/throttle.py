"""Who knocks too often is asked to wait: what protects the door from being tried."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request

TRIES: Final = 10
"""Failures in WHILE after which an address waits."""
ALL: Final = 200
"""The same of all addresses together; whose first it is in WHILE is let in even then, or a few could keep out all."""
WHILE: Final = 60.0
"""Seconds."""
KNOWN: Final = 10_000
"""Addresses that are remembered, the latest."""
HOUSEHOLD: Final = 64
"""Bits of an IPv6 address that one household shares: who has one has all beneath it."""


class Throttle:
    """Counts failures by address."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        tries: int = TRIES,
        all_: int = ALL,
        within: float = WHILE,
    ) -> None:
        """So many within these seconds of one address, and of all together, before who comes must wait."""
        self._within = within
        self._tries = tries
        self._all = all_
        self._clock = clock
        self._failed: OrderedDict[str, list[float]] = OrderedDict()
        self._lock = threading.Lock()

    def must_wait(self, address: str) -> bool:
        """Whether this address failed too often lately, or all together did, this one among them."""
        with self._lock:
            since = self._clock() - self._within
            own = self._count(address, since)
            return own >= self._tries or (own > 0 and self._count("", since) >= self._all)

    def failed(self, address: str) -> None:
        """Count a failure, or whatever else there shall not be too much of."""
        with self._lock:
            now = self._clock()
            for one, most in ((address, self._tries), ("", self._all)):
                times = self._failed.setdefault(one, [])
                times.append(now)
                del times[:-most]
                self._failed.move_to_end(one)
            while len(self._failed) > KNOWN:
                self._failed.popitem(last=False)

    def _count(self, address: str, since: float) -> int:
        return sum(at > since for at in self._failed.get(address, ()))


def count(throttle: Throttle, request: Request) -> None:
    """Count a request. 429 where there were too many."""
    where = address(request)
    if throttle.must_wait(where):
        raise HTTPException(429, headers={"Retry-After": "60"})
    throttle.failed(where)


def address(request: Request) -> str:
    """Who knocks: an address; of IPv6 the network that one household has, so that it is counted once."""
    try:
        ip = ip_address(request.client.host.partition("%")[0] if request.client else "")
    except ValueError:
        return "?"
    if isinstance(ip, IPv6Address):
        return str(ip.ipv4_mapped or ip_network((ip, HOUSEHOLD), strict=False))
    return str(ip)
