"""One protected account on the simulated platform: what can be seen of it and done by it."""

from collections.abc import AsyncIterator, Iterable
from datetime import datetime, timedelta

from bot.model.account import Account
from bot.model.action import Order, Prior
from bot.model.arrival import Arrival
from bot.model.mention import Via
from bot.platforms.port import Captured, Probe, Relations, Source, Standing
from bot.platforms.simulated import perform, watch
from bot.platforms.simulated.ingest import SimulatedSource
from bot.platforms.simulated.server import Server
from bot.platforms.watching import Look, Sought, Written

BESIDE = 40
"""Notifications captured before an action that destroys them, the mention's own first."""


class SimulatedPlatform:
    """Acts on a server in memory as Bluesky's or Mastodon's API would let it."""

    def __init__(self, server: Server, account: Account) -> None:
        """Take the server and the protected account."""
        self.server = server
        self.name = server.platform
        self.key = account.key
        self.handle = account.handle
        self.unblinded = self.ways()[0].name if server.keeps_hidden else ""

    def sources(self) -> tuple[Source, ...]:
        """The stream, the poll that catches up, and the watch over those who are muted."""
        return self.ways()

    def ways(self) -> tuple[SimulatedSource, ...]:
        """As `sources`, for who drives the clock."""
        return tuple(SimulatedSource(self.server, self.key, via) for via in (Via.STREAM, Via.POLL, Via.WATCH))

    async def written_by(self, account_id: str, after: str, since: datetime) -> Written:
        """What an account wrote to the person, whether they see it or not."""
        return watch.written_by(self.server, self.key, account_id, after, since)

    async def look(self, sought: Sought) -> Look:
        """How a post stands now."""
        return watch.look(self.server, self.key, sought)

    async def around(self, sought: Sought) -> tuple[Arrival, ...]:
        """Others' posts below it that were hidden from the person."""
        return watch.around(self.server, self.key, sought)

    async def standing(self, order: Order) -> Standing:
        """How the person stands to the order's subject."""
        who = order.subject_id
        return Standing(
            following=who in self.server.follows,
            followed_by=who in self.server.followers,
            muted=who in self.server.mutes,
            blocked=who in self.server.blocks,
        )

    async def relations(self) -> Relations:
        """All that the person follows, mutes and blocks."""
        return Relations(
            follows=self._keys(self.server.follows),
            mutes=self._keys(self.server.mutes),
            blocks=self._keys(self.server.blocks),
        )

    async def prior(self, order: Order) -> Prior:
        """The state that the order would change."""
        return perform.prior(self.server, order)

    async def capture(self, order: Order) -> AsyncIterator[Captured]:
        """The notifications that a mute or block would take away."""
        server = self.server
        for post in sorted(server.notifications(order.subject_id), key=lambda post: post.uri != order.uri)[:BESIDE]:
            yield Captured(what="notification", url=post.uri, raw=post.line, at=server.now)

    async def follow_up(self, order: Order) -> AsyncIterator[Captured]:
        """The profile."""
        if profile := self.server.profile(order.subject_id):
            yield Captured(what="profile", url=order.subject, raw=profile, at=self.server.now)

    async def perform(self, order: Order) -> str:
        """Do it; a receipt. Raises Refused where the real platform could not."""
        return perform.perform(self.server, order)

    async def revert(self, order: Order, prior: Prior, receipt: str) -> None:  # noqa: ARG002 - the port's
        """Restore the state before. Raises Refused for what cannot be undone."""
        perform.revert(self.server, order, prior)

    async def probe(self, needed: frozenset[str]) -> Probe:
        """What this platform can do of what is needed."""
        cannot = tuple(f"{kind}: {self.name} has no such thing" for kind in sorted(needed & perform.LACKS[self.name]))
        return Probe(account=self.key, handle=self.handle, server=f"simulated {self.name}", cannot=cannot)

    def ahead(self) -> timedelta | None:
        """The world has one clock."""
        return timedelta()

    async def close(self) -> None:
        """Nothing is held open."""

    def _keys(self, ids: Iterable[str]) -> frozenset[str]:
        return frozenset(Account(platform=self.name, id=who).key for who in ids)
