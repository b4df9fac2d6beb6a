"""A labeler's desk behind the port: an account of the team, what it is brought, and what it does."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import msgspec

from bot.errors import Refused
from bot.model.account import Account
from bot.model.action import Order, Prior, kind_of
from bot.model.community import desk_of
from bot.model.measure import FINAL, Label, Measure, Resolve
from bot.platforms.bluesky.ages import age
from bot.platforms.bluesky.clock import Clock
from bot.platforms.bluesky.jetstream import Jetstream
from bot.platforms.bluesky.options import Options
from bot.platforms.bluesky.origin import Prover
from bot.platforms.bluesky.ozone.emit import Emitter, subject
from bot.platforms.bluesky.ozone.keep import Keeping
from bot.platforms.bluesky.ozone.labeler import Labeler
from bot.platforms.bluesky.ozone.labels import Labels
from bot.platforms.bluesky.ozone.members import Members
from bot.platforms.bluesky.ozone.normalise import OZONE
from bot.platforms.bluesky.ozone.probe import probe
from bot.platforms.bluesky.ozone.queue import Queue
from bot.platforms.bluesky.ozone.refusals import refused
from bot.platforms.bluesky.ozone.reports import Reporter
from bot.platforms.bluesky.ozone.state import status_of
from bot.platforms.bluesky.ozone.team import Team
from bot.platforms.bluesky.profiles import Profiles
from bot.platforms.bluesky.session import Login
from bot.platforms.bluesky.surroundings import SHOWN
from bot.platforms.bluesky.views import Views
from bot.platforms.bluesky.watch import Watching
from bot.platforms.bluesky.xrpc import Xrpc
from bot.platforms.desk import Foreseen, Roll
from bot.platforms.outside import Outside
from bot.platforms.port import Captured, Probe, Relations, Safe, Source, Standing
from bot.platforms.watching import Look, Sought, Written

ONE_WAY: Final = (*FINAL, Resolve)
"""What Ozone has no way back from: nothing opens again what was acknowledged."""


class Ozone:
    """As `Desk` has it. Making it does not touch the network."""

    name = OZONE
    unblinded = Jetstream.name

    def __init__(
        self,
        team: Team,
        account: Account,
        secret: str,
        *,
        rolls: Mapping[str, Roll],
        safe: Safe,
        clock: Clock,
        service: str,
        options: Options,
    ) -> None:
        """`account` is the moderator's; `rolls` are those of all communities on Bluesky, whose members' DIDs stand in
        `options.shielded` beside those of the persons."""
        self.key = desk_of(team.community)
        self._team = team
        self._rolls = rolls
        self._clock = clock
        self._options = options
        self._xrpc = Xrpc(service, clock, options.plc, options.appview, refused=refused)
        self._login = Login(self._xrpc, service, account.id, secret, safe, clock)
        self._labeler = Labeler(self._login, team.labeler)
        self._labels = Labels(self._labeler, safe, clock)
        acting = team.hand == "act"
        self._hand = Emitter(self._labeler, self._labels) if acting else Reporter(self._login, team.labeler)
        self._profiles = Profiles(self._ask, partial(age, self._xrpc, options.plc))
        self._watching = Watching(self._login, self._xrpc, options.appview, account.id, self._profiles, clock)
        known = (service, options.plc, options.appview, *(f"https://{host}" for host in SHOWN))
        self._outside = Outside(options.origins.beside(*known), service)
        prover = Prover(self._outside, options, clock)
        self._keeping = Keeping(self._login, Views(self._login), self._outside, options, prover, clock)
        self._can: frozenset[str] = frozenset()

    def sources(self) -> tuple[Source, ...]:
        """What is reported, where the team may read it, and the stream, which is read once for persons and all."""
        stream = Jetstream(self._options, lambda: self._xrpc.http, self._profiles, self._clock)
        written = (Members(stream, self._rolls),) if self._options.hosts and self._options.shielded else ()
        if self._team.hand == "reports":
            return written
        hour = self._login.hour
        return Queue(self._labeler, self._profiles, self.key, hour, self._options.poll, self._clock), *written

    async def standing(self, order: Order) -> Standing:  # noqa: ARG002 - the port's signature
        """Unknown: whom a moderator follows decides nothing."""
        return Standing()

    async def relations(self) -> Relations:
        """None, as above."""
        return Relations()

    async def prior(self, order: Order) -> Prior:
        """The state that the order would change."""
        return await self._hand.prior(order)

    def capture(self, order: Order) -> AsyncIterator[Captured]:
        """What a takedown would hide; nothing else hides anything."""
        return self._keeping.capture(order)

    async def follow_up(self, order: Order) -> AsyncIterator[Captured]:
        """What is to be seen of it: labels as labeler and AppView show them, else how the subject stands."""
        if isinstance(self._hand, Reporter):
            return
        if isinstance(order.action, Label):
            async for one in self._labels.seen(subject(order), order.action.values):
                yield one
            return
        _, raw = await status_of(self._labeler, order)
        if raw:
            yield Captured(what="state", url=subject(order), raw=raw, at=self._clock())

    async def perform(self, order: Order) -> str:
        """Do it; the event's id."""
        return await self._hand.perform(order)

    async def revert(self, order: Order, prior: Prior, receipt: str) -> None:  # noqa: ARG002 - the port's signature
        """Restore the prior state; nothing happens where it is already restored."""
        await self._hand.revert(order, prior)

    async def probe(self, needed: frozenset[str]) -> Probe:
        """Log in and see what is possible; remembered for `can`."""
        found, self._can = await probe(self._login, self._labeler, self.key, self._team, needed)
        return found

    def can(self) -> frozenset[str]:
        """As `Desk`."""
        return self._can

    def members(self) -> AsyncIterator[Account]:
        """Refused: a labeler has no accounts of its own."""
        raise Refused("A labeler has no local accounts: its community's members are named, or ask.")

    async def foresee(self, action: Measure, subject: str) -> Foreseen:  # noqa: ARG002 - the port's signature
        """What cannot come back; a labeler cuts no follows."""
        return Foreseen(final=(kind_of(action),) if isinstance(action, ONE_WAY) else ())

    async def kin(self, account: str) -> Sequence[str]:  # noqa: ARG002 - the port's signature
        """Nothing: a labeler knows of nobody's address."""
        return ()

    async def written_by(self, account_id: str, after: str, since: datetime) -> Written:  # noqa: ARG002 - as above
        """Nothing: a desk mutes nobody, so that the stream brings all."""
        return Written(place=after)

    async def look(self, sought: Sought) -> Look:
        """As `Watches`, with an arrival that is read for the community."""
        found = await self._watching.look(sought)
        if found.arrival is None:
            return found
        arrival = msgspec.structs.replace(found.arrival, platform=OZONE, account=self.key)
        return msgspec.structs.replace(found, arrival=arrival)

    async def around(self, sought: Sought) -> tuple[()]:  # noqa: ARG002 - as above
        """Nothing, as above."""
        return ()

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
