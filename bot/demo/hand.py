"""The hand of an invented community's desk: a server in memory that does what it is told, and takes it back."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

import msgspec

from bot.model.action import Order, Prior, kind_of
from bot.platforms.port import Captured, Probe, Relations, Source, Standing


class Hand:
    """Behind the port of platforms, as a moderator's account is."""

    name = "mastodon-desk"

    def __init__(self, key: str, now: Callable[[], datetime]) -> None:
        self.key = key
        self._now = now
        self._force: set[tuple[str, str]] = set()

    def sources(self) -> tuple[Source, ...]:
        """None: what comes is told by who plays it."""
        return ()

    async def standing(self, order: Order) -> Standing:  # noqa: ARG002 - the port gives it
        """A desk follows nobody, and mutes nobody."""
        return Standing()

    async def relations(self) -> Relations:
        """None, as above."""
        return Relations()

    async def prior(self, order: Order) -> Prior:
        """Whether it is so already."""
        return Prior(in_force=_what(order) in self._force)

    async def capture(self, order: Order) -> AsyncIterator[Captured]:
        """The profile."""
        raw = msgspec.json.encode({"id": order.subject_id, "note": ""})
        yield Captured(what="profile", url=order.subject, raw=raw, at=self._now())

    async def follow_up(self, order: Order) -> AsyncIterator[Captured]:
        """How the account is shown once it is done."""
        raw = msgspec.json.encode({"id": order.subject_id, "is": kind_of(order.action)})
        yield Captured(what="profile", url=order.subject, raw=raw, at=self._now())

    async def perform(self, order: Order) -> str:
        """Do it."""
        self._force.add(_what(order))
        return ""

    async def revert(self, order: Order, prior: Prior, receipt: str) -> None:  # noqa: ARG002 - the port gives it
        """Undo it, unless it was so before."""
        if not prior.in_force:
            self._force.discard(_what(order))

    async def probe(self, needed: frozenset[str]) -> Probe:  # noqa: ARG002 - the port gives it
        """All can be done."""
        return Probe(account=self.key, handle=self.key, server="simulated mastodon")

    def ahead(self) -> timedelta | None:
        """There is one clock."""
        return timedelta()

    async def close(self) -> None:
        """Nothing is held open."""


def _what(order: Order) -> tuple[str, str]:
    return kind_of(order.action), order.subject
