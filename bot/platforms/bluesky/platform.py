"""One protected account on Bluesky, behind the port."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

import msgspec

from bot.blocklists.adoption import Stance
from bot.blocklists.change import Change
from bot.model.account import Account
from bot.model.action import Order, Prior
from bot.model.arrival import Arrival
from bot.platforms.bluesky import capture, probe, relations, surroundings
from bot.platforms.bluesky.ages import age
from bot.platforms.bluesky.allowance import POINTS, SHARED, Allowance
from bot.platforms.bluesky.clock import Clock
from bot.platforms.bluesky.foreign import Foreigners
from bot.platforms.bluesky.gestures import Gestures
from bot.platforms.bluesky.hand import BlueskyHand
from bot.platforms.bluesky.jetstream import Jetstream
from bot.platforms.bluesky.modlist import BlueskyModlist
from bot.platforms.bluesky.notifications import Notifications
from bot.platforms.bluesky.options import Options
from bot.platforms.bluesky.origin import Prover
from bot.platforms.bluesky.past import Remembered
from bot.platforms.bluesky.people import BLUESKY
from bot.platforms.bluesky.perform import Performer
from bot.platforms.bluesky.profiles import Profiles
from bot.platforms.bluesky.repository import Repository
from bot.platforms.bluesky.session import Login
from bot.platforms.bluesky.views import Views
from bot.platforms.bluesky.watch import Watching
from bot.platforms.bluesky.xrpc import Xrpc
from bot.platforms.hand import Deed
from bot.platforms.modlist import Foreign
from bot.platforms.outside import Outside
from bot.platforms.port import Captured, Probe, Relations, Safe, Source, Standing
from bot.platforms.watching import Look, Sought, Written

SERVICE = "https://bsky.social"
"""Where Bluesky's own accounts log in."""


class Bluesky:
    """The account's session, its sources and its actions. Making it does not touch the network."""

    name = BLUESKY

    def __init__(
        self, account: Account, secret: str, *, safe: Safe, clock: Clock, service: str = SERVICE, options: Options
    ) -> None:
        shielded = options.shielded or frozenset({account.id})
        self.key = account.key
        self.unblinded = Jetstream.name if options.hosts else ""
        self._options = msgspec.structs.replace(options, shielded=shielded)
        self._clock = clock
        self._xrpc = Xrpc(service, clock, options.plc, options.appview)
        self._login = Login(self._xrpc, service, account.id, secret, safe, clock)
        points, shared = (
            Allowance(safe, f"bluesky/{account.id}/points", limits, 300, clock) for limits in (POINTS, SHARED)
        )
        self._views = Views(self._login)
        self._repository = Repository(self._login, points)
        self._lists = Repository(self._login, shared)
        self._performer = Performer(self._login, self._views, self._repository, options.labeler)
        self._profiles = Profiles(self._ask, partial(age, self._xrpc, options.plc))
        self._watching = Watching(self._login, self._xrpc, options.appview, account.id, self._profiles, clock)
        known = (service, options.plc, options.appview, *(f"https://{host}" for host in surroundings.SHOWN))
        self._outside = Outside(options.origins.beside(*known), service)
        self._foreigners = Foreigners(self._nameless, self._login, self._repository, clock)
        self._prover = Prover(self._outside, self._options, clock)

    def sources(self) -> tuple[Source, ...]:
        """The stream, if a server for it is configured, and the notifications."""
        poll = Notifications(self._login, self._profiles, self.key, self._options.poll, self._clock)
        if not self._options.hosts:
            return (poll,)
        return Jetstream(self._options, lambda: self._xrpc.http, self._profiles, self._clock), poll

    def gestures(self, accounts: Callable[[], Awaitable[tuple[str, ...]]]) -> Source | None:
        """As `Gestured`."""
        if not self._options.hosts:
            return None
        return Gestures(self._options, lambda: self._xrpc.http, accounts, self._clock)

    async def standing(self, order: Order) -> Standing:
        """How the person stands to the order's subject, read now."""
        return (await self._views.viewer(order.subject_id)).standing()

    async def relations(self) -> Relations:
        """All that the person follows, mutes and blocks, paged through."""
        return await relations.relations(self._login)

    async def prior(self, order: Order) -> Prior:
        """The state that the order would change."""
        return await self._performer.prior(order)

    def capture(self, order: Order) -> AsyncIterator[Captured]:
        """What the order's action would hide, worst lost first; bounded."""
        return capture.capture(self._login, self._views, order, self._clock)

    def follow_up(self, order: Order) -> AsyncIterator[Captured]:
        """The post as it is shown, its thread, its author, its pictures."""
        return surroundings.follow_up(self._login, self._views, self._outside, self._options, order, self._clock)

    def origin(self, uri: str, revision: str) -> AsyncIterator[Captured]:
        """What the author's own server proves of a post, asked in nobody's name, and a record of what was asked."""
        return self._prover.origin(uri, revision)

    def past(self, source: str, since: datetime, place: str) -> AsyncIterator[Arrival]:
        """As `Remembers` has it."""
        return Remembered(self._login, self._profiles, self.key, self._clock).past(source, since, place)

    async def perform(self, order: Order) -> str:
        """Do it; a receipt."""
        return await self._performer.perform(order)

    async def revert(self, order: Order, prior: Prior, receipt: str) -> None:  # noqa: ARG002 (the port's signature)
        """Restore the prior state; nothing happens where it is already restored."""
        await self._performer.revert(order, prior)

    async def probe(self, needed: frozenset[str]) -> Probe:
        """Log in and see what is possible."""
        return await probe.probe(self._login, self._xrpc, self._options, self.key, needed)

    async def written_by(self, account_id: str, after: str, since: datetime) -> Written:
        """What an account wrote to the person, whether they see it or not."""
        return await self._watching.written_by(account_id, after, since)

    async def look(self, sought: Sought) -> Look:
        """How a post stands now."""
        return await self._watching.look(sought)

    async def around(self, sought: Sought) -> tuple[Arrival, ...]:
        """Nothing: here nobody is hidden for whom they name."""
        return await self._watching.around(sought)

    def modlist(self, id_: str) -> BlueskyModlist:
        """As `KeepsLists`."""
        return BlueskyModlist(self._lists, id_)

    async def foreign(self, address: str) -> Foreign:
        """As `KeepsLists`."""
        return await self._foreigners.foreign(address)

    def entries(self, address: str) -> AsyncIterator[Change]:
        """As `KeepsLists`."""
        return self._foreigners.entries(address)

    async def stance(self, address: str) -> Stance:
        """As `KeepsLists`."""
        return await self._foreigners.stance(address)

    async def adopt(self, address: str, deed: Deed) -> None:
        """As `KeepsLists`."""
        await self._foreigners.adopt(address, deed)

    async def abandon(self, address: str, deed: Deed, prior: Stance) -> None:
        """As `KeepsLists`."""
        await self._foreigners.abandon(address, deed, prior)

    def hand(self) -> BlueskyHand:
        """The account as it carries lists out; it lasts as long as this platform."""
        return BlueskyHand(self.key, self._login, self._lists, self._clock)

    def ahead(self) -> timedelta | None:
        """How far the server's clock is ahead of ours."""
        return self._xrpc.hour.ahead

    async def close(self) -> None:
        """Give connections back."""
        await self._profiles.close()
        await self._outside.close()
        await self._xrpc.close()

    async def _ask(self, dids: tuple[str, ...]) -> bytes:
        return await self._login.query("app.bsky.actor.getProfiles", {"actors": list(dids)})

    async def _nameless(self, nsid: str, params: Mapping[str, object]) -> bytes:
        """What the AppView tells anybody; with the session, where no AppView was configured."""
        if not self._options.appview:
            return await self._login.query(nsid, params)
        return await self._xrpc.send("GET", f"{self._options.appview.rstrip('/')}/xrpc/{nsid}", params=params)


async def identify(handle: str, secret: str, *, safe: Safe, clock: Clock, service: str = SERVICE) -> Account:
    """The account behind a handle: logs in once, and not again while the session that the safe holds is good."""
    xrpc = Xrpc(service, clock)
    try:
        login = Login(xrpc, service, handle, secret, safe, clock)
        tokens = await login.tokens()
        await login.lend(tokens.did)  # the platform itself goes by the DID, which does not change
    finally:
        await xrpc.close()
    return Account(platform=BLUESKY, id=tokens.did, handle=tokens.handle)
