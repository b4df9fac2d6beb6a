"""One protected account on a Mastodon-like server, behind the port."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import partial

from bot.errors import ConfigError
from bot.model.account import Account
from bot.model.action import Order, Prior
from bot.model.arrival import Arrival
from bot.platforms.mastodon.capabilities import Examination
from bot.platforms.mastodon.capture import Custody
from bot.platforms.mastodon.entities import AccountEntity
from bot.platforms.mastodon.hand import MastodonHand
from bot.platforms.mastodon.instance import Instance
from bot.platforms.mastodon.normalise import account_of
from bot.platforms.mastodon.notifications import CatchUp, Inbox, Poll, Pulse
from bot.platforms.mastodon.options import Clock, Options
from bot.platforms.mastodon.pages import Pages
from bot.platforms.mastodon.past import past
from bot.platforms.mastodon.perform import Doing
from bot.platforms.mastodon.relations import People, read
from bot.platforms.mastodon.rest import Rest
from bot.platforms.mastodon.severed import Severed
from bot.platforms.mastodon.stream import Stream
from bot.platforms.mastodon.surroundings import Surroundings
from bot.platforms.mastodon.throttle import Cost, Throttle
from bot.platforms.mastodon.watch import Watching
from bot.platforms.mastodon.wire import Wire
from bot.platforms.port import Captured, Probe, Relations, Source, Standing
from bot.platforms.watching import Look, Sought, Written


class Mastodon:
    """Mastodon, GoToSocial, Akkoma, Iceshrimp, snac: one account with its token. Building it touches no network."""

    name = "mastodon"
    unblinded = ""
    """A mute keeps its account from stream and notifications alike."""

    def __init__(self, account: Account, token: str, clock: Clock, options: Options) -> None:
        """Take the protected account (its `home` is `options.home`) and the token. Raises ConfigError."""
        options.check()
        if not token.strip() or not token.isascii():
            raise ConfigError(f"{account.handle}: the token is empty, or holds letters that no token has")
        self.key = account.key
        throttle = Throttle()
        self._rest = Rest(options, token.strip(), throttle, clock)
        self._beside = partial(Rest, options, token.strip(), throttle, clock)
        self._severed = Severed(account.id, options.home)
        self._clock = clock
        instance = Instance(self._rest)
        wire = Wire(options, token.strip())
        inbox, pulse = Inbox(account.key, clock, self._rest.hour.now), Pulse(options)
        pages = Pages(self._rest, instance)
        self._sources: tuple[Source, ...] = (
            Stream(inbox, instance, wire, CatchUp(inbox, Pages(self._rest, instance)), pulse),
            Poll(inbox, pages, CatchUp(inbox, pages), pulse),
        )
        self._watching = Watching(self._rest, inbox, account)
        self._notified = pages, inbox
        self._people = People(self._rest, account.id, options.home)
        self._doing = Doing(options, self._rest, instance, self._people, clock)
        self._custody = Custody(options, self._rest, instance, account.id, clock)
        self._surroundings = Surroundings(options, self._rest, clock)
        self._examination = Examination(options, account.key, self._rest, instance, wire)

    def sources(self) -> tuple[Source, ...]:
        """The stream, and the poll that also finds what no stream brings."""
        return self._sources

    async def standing(self, order: Order) -> Standing:
        """How the person stands to the order's subject, read now."""
        now = await self._people.relationship(order.subject_id)
        return Standing(following=now.following, followed_by=now.followed_by, muted=now.muting, blocked=now.blocking)

    async def relations(self) -> Relations:
        """All that the person follows, mutes and blocks."""
        return await self._people.relations()

    async def prior(self, order: Order) -> Prior:
        """The state that the order would change."""
        return await self._doing.prior(order)

    def capture(self, order: Order) -> AsyncIterator[Captured]:
        """What a mute or block would delete, worst lost first; bounded."""
        return self._custody.capture(order)

    def follow_up(self, order: Order) -> AsyncIterator[Captured]:
        """The post with its earlier versions, its thread and media, its author, its origin, and who the server is."""
        return self._surroundings.follow_up(order)

    def past(self, source: str, since: datetime, place: str) -> AsyncIterator[Arrival]:
        """As `Remembers` has it."""
        return past(*self._notified, source, since, place)

    async def perform(self, order: Order) -> str:
        """Do it; the report's id, or nothing."""
        return await self._doing.perform(order)

    async def revert(self, order: Order, prior: Prior, receipt: str) -> None:  # noqa: ARG002  # the port gives it
        """Restore the prior state: the mute with its scope and what is left of its time, or none."""
        await self._doing.revert(order, prior)

    async def probe(self, needed: frozenset[str]) -> Probe:
        """Who this is, which rights the token has, and what the server lacks."""
        return await self._examination.probe(needed)

    async def written_by(self, account_id: str, after: str, since: datetime) -> Written:
        """What an account wrote to the person, whether they see it or not."""
        return await self._watching.written_by(account_id, after, since)

    async def look(self, sought: Sought) -> Look:
        """How a post stands now."""
        return await self._watching.look(sought)

    async def around(self, sought: Sought) -> tuple[Arrival, ...]:
        """Others' posts in its thread that address the person."""
        return await self._watching.around(sought)

    def hand(self) -> MastodonHand:
        """As `Handed` has it: what a list mutes stays in the notifications, where the shield finds it as evidence."""
        return MastodonHand(self.key, self._beside(), self._severed, self._clock, notifications=False)

    def ahead(self) -> timedelta | None:
        """How far the server's clock is ahead of ours."""
        return self._rest.hour.ahead

    async def close(self) -> None:
        """Give connections back."""
        await self._surroundings.close()
        await self._rest.close()


async def named(handle: str, token: str, clock: Clock, options: Options) -> Account:
    """The account that is called so, as the server knows it. Raises Gone where nobody is."""
    rest = Rest(options, token.strip(), Throttle(), clock)
    try:
        answer = await rest.get("lookup", Cost.READ, "/api/v1/accounts/lookup", {"acct": handle.removeprefix("@")})
    finally:
        await rest.close()
    return account_of(read(answer, AccountEntity), options.home)


async def whoami(token: str, clock: Clock, options: Options) -> Account:
    """The account that the token belongs to, for a configuration that knows only its handle."""
    options.check()
    rest = Rest(options, token.strip(), Throttle(), clock)
    try:
        answer = await rest.call("who am I", Cost.READ, lambda client: client.account_verify_credentials())
    finally:
        await rest.close()
    return account_of(read(answer, AccountEntity), options.home)
