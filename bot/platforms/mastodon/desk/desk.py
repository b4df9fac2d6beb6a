"""A moderator's account on a server with Mastodon's API, behind the port of desks."""

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

from bot.errors import ConfigError
from bot.model.account import Account
from bot.model.action import Order, Prior, kind_of
from bot.model.community import desk_of
from bot.model.measure import Measure, SuspendDomain
from bot.model.noun import Noun
from bot.platforms.desk import Foreseen
from bot.platforms.mastodon.desk.domains import Domains
from bot.platforms.mastodon.desk.flags import Flags
from bot.platforms.mastodon.desk.foreseeing import Foreseeing
from bot.platforms.mastodon.desk.keep import Keep, Noticed
from bot.platforms.mastodon.desk.measures import ACCOUNTS, Measures
from bot.platforms.mastodon.desk.probe import Probed, probe
from bot.platforms.mastodon.desk.refusing import Refusing
from bot.platforms.mastodon.desk.sources import Asked, Reached, sources
from bot.platforms.mastodon.instance import Instance
from bot.platforms.mastodon.options import Clock, Options
from bot.platforms.mastodon.perform import check_id
from bot.platforms.mastodon.relations import read
from bot.platforms.mastodon.rest import Rest
from bot.platforms.mastodon.surroundings import Surroundings
from bot.platforms.mastodon.throttle import Cost, Throttle
from bot.platforms.mastodon.wire import Wire
from bot.platforms.port import Captured, Probe, Relations, Source, Standing

PAGE = 200
"""Accounts a page: the most that moderators are shown."""
LOOKING = 5.0
"""Seconds for which follows are named to somebody who waits for it; beyond, they are counted."""


class _Used(Noun, frozen=True, kw_only=True):
    ip: str | None = None


class _Account(Noun, frozen=True, kw_only=True):
    """What moderators see of an account; shown on demand, and never kept."""

    id: str = ""
    username: str = ""
    email: str | None = None
    ips: tuple[_Used, ...] | None = None

    def __repr__(self) -> str:
        """Never the e-mail."""
        return f"_Account(id={self.id!r})"


class MastodonDesk:
    """One community's desk. Building it touches no network."""

    name = "mastodon-desk"

    def __init__(
        self, account: Account, token: str, clock: Clock, options: Options, asked: Asked, noticed: Noticed
    ) -> None:
        """Take the moderator's account (as `whoami` gives it), its token, what the community wants read, and by what
        it is known which posts were noticed. Raises ConfigError."""
        options.check()
        if not token.strip() or not token.isascii():
            raise ConfigError(f"{account.handle}: the token is empty, or holds letters that no token has")
        self.key = desk_of(asked.community)
        self._asked = asked
        self._home = options.home
        self._rest = Rest(options, token.strip(), Throttle(), clock)
        self._instance = Instance(self._rest)
        self._sources = sources(asked, Reached(self._rest, self._instance, Wire(options, token.strip())), clock)
        flags = Flags(self._rest, account.id)
        domains = Domains(self._rest, options.home)
        self._measures = Measures(self._rest, flags, domains)
        self._foreseeing = Foreseeing(self._rest, flags, domains, options.home, asked.roll, clock)
        self._surroundings = Surroundings(options, self._rest, clock)
        self._keep = Keep(options, self._rest, self._surroundings, noticed, clock)
        self._refusing = Refusing(self._rest, self._examine)
        self._can: frozenset[str] = frozenset()

    def sources(self) -> tuple[Source, ...]:
        """Letters or polling, sign-ups, public posts: by what the community wants."""
        return self._sources

    async def standing(self, order: Order) -> Standing:  # noqa: ARG002 - the port gives it
        """A desk follows nobody, and mutes nobody."""
        return Standing()

    async def relations(self) -> Relations:
        """None, as above."""
        return Relations()

    async def prior(self, order: Order) -> Prior:
        """The state that the order would change, with the reports that it would settle."""
        return await self._refusing.told(kind_of(order.action), self._measures.prior(order))

    def capture(self, order: Order) -> AsyncIterator[Captured]:
        """What a suspension hides: profile, posts that were reported or noticed, the latest, media, threads above."""
        return self._keep.capture(order, self._foreseen)

    def follow_up(self, order: Order) -> AsyncIterator[Captured]:
        """How the account is shown once it is done."""
        return self._keep.follow_up(order)

    async def perform(self, order: Order) -> str:
        """Do it; the id of a domain's rule, or nothing."""
        return await self._refusing.told(kind_of(order.action), self._measures.perform(order))

    async def revert(self, order: Order, prior: Prior, receipt: str) -> None:
        """Restore the prior state, with the reports that it settled."""
        await self._refusing.told(kind_of(order.action), self._measures.revert(order, prior, receipt))

    async def probe(self, needed: frozenset[str]) -> Probe:
        """What the account may do there, and what the server lacks."""
        found = await self._examine(needed)
        self._can = found.can
        return found.probe

    def can(self) -> frozenset[str]:
        """Kinds of measures that this server and role allow; asked after the probe."""
        return self._can

    async def members(self) -> AsyncIterator[Account]:
        """All local accounts that are let in, page by page. Refused where the server shows no list."""
        page: dict[str, str | int] = {}
        while True:
            asked: dict[str, str | int] = {"origin": "local", "status": "active", "limit": PAGE, **page}
            answer = await self._rest.get("accounts", Cost.PAGE, "/api/v2/admin/accounts", asked)
            for one in read(answer, tuple[_Account, ...]):
                yield Account(platform="mastodon", id=one.id, home=self._home, handle=f"{one.username}@{self._home}")
            older = answer.page("next").get("max_id", "")
            if not older or older == page.get("max_id"):
                return
            page = {"max_id": older}

    async def foresee(self, action: Measure, subject: str) -> Foreseen:
        """What it will do to `subject`, an `Account.key`: follows cut, reports settled, what cannot come back."""
        return await self._foreseeing.foresee(action, subject.rpartition("/")[2], LOOKING)

    async def kin(self, account: str) -> Sequence[str]:
        """E-mail and addresses of an `Account.key`, shown live and never kept."""
        path = f"{ACCOUNTS}/{check_id(account.rpartition('/')[2])}"
        found: _Account = read(await self._rest.get("account", Cost.READ, path), _Account)
        addresses = [one.ip for one in found.ips or () if one.ip]
        return tuple(dict.fromkeys([*filter(None, [found.email]), *addresses]))

    def ahead(self) -> timedelta | None:
        """How far the server's clock is ahead of ours."""
        return self._rest.hour.ahead

    async def close(self) -> None:
        """Give connections back."""
        await self._surroundings.close()
        await self._rest.close()

    async def _foreseen(self, action: SuspendDomain) -> Foreseen:
        return await self._foreseeing.foresee(action, "")

    async def _examine(self, needed: frozenset[str]) -> Probed:
        posts = self._asked.posts != "none"
        return await probe(self._rest, self._instance, key=self.key, home=self._home, needed=needed, posts=posts)
