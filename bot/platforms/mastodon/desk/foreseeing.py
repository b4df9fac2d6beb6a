"""What a measure will do besides, as far as the server tells before: follows that it cuts, reports that it settles."""

from asyncio import timeout
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Final

from bot.errors import Gone, Refused, Spent, Unauthorized
from bot.model.account import Account
from bot.model.measure import Limit, LimitDomain, Measure, Sensitive, Suspend, SuspendDomain
from bot.model.noun import Noun
from bot.platforms.desk import Foreseen, Roll, server
from bot.platforms.mastodon.desk.domains import Domain, Domains
from bot.platforms.mastodon.desk.flags import Flags
from bot.platforms.mastodon.entities import AccountEntity
from bot.platforms.mastodon.options import Clock
from bot.platforms.mastodon.perform import check_id
from bot.platforms.mastodon.relations import read
from bot.platforms.mastodon.rest import Rest
from bot.platforms.mastodon.throttle import Cost

ACCOUNTS: Final = 100
"""Of another server, that are looked at; those of which most follow first."""
NAMED: Final = 200
"""Follows that are named; beyond, they are only counted."""
PURGE: Final = "purge"
"""What cannot come back: all that a local account wrote, 30 days after its suspension."""
FOLLOWS: Final = "follows"
"""The follows that were cut."""
POSTS: Final = "posts"
"""What a suspended server's accounts wrote, as far as it was held here."""
FOLLOW_KEYS: Final = ("instance_follows", "instance_followers")
Follows = list[tuple[AccountEntity, str]]
"""A local account each, and the other of its follow."""


class _Known(Noun, frozen=True, kw_only=True):
    id: str = ""
    domain: str | None = None
    account: AccountEntity | None = None

    @property
    def followers(self) -> int:
        """As many as this server knows."""
        return (self.account.followers_count or 0) if self.account else 0

    @property
    def following(self) -> int:
        """As above."""
        return (self.account.following_count or 0) if self.account else 0


class _Measured(Noun, frozen=True, kw_only=True):
    key: str = ""
    total: str | int = 0


class Foreseeing:
    """Looks before it is done; changes nothing. Who is out of the community is counted, and never named."""

    def __init__(self, rest: Rest, flags: Flags, domains: Domains, home: str, roll: Roll, clock: Clock) -> None:
        self._rest = rest
        self._flags = flags
        self._domains = domains
        self._home = home
        self._roll = roll
        self._clock = clock

    async def foresee(self, action: Measure, account: str, within: float | None = None) -> Foreseen:
        """What it will do, to the account with this id, or to the action's domain, where follows are named for so many
        seconds at most; None: for as long as it takes.
        """
        match action:
            case SuspendDomain():
                return await self._domain(action, (FOLLOWS, POSTS), within)
            case LimitDomain():
                return await self._domain(action, (), within)
            case Sensitive() | Limit():
                return Foreseen(resolves=await self._flags.waiting(account))
            case Suspend():
                return await self._suspended(account)
            case _:
                return Foreseen()

    async def _suspended(self, account: str) -> Foreseen:
        """Of a remote account its follows of members are cut for good; a local one's come back with it."""
        waiting = await self._flags.waiting(account)
        path = f"/api/v1/accounts/{check_id(account)}"
        them = read(await self._rest.get("account", Cost.ACT, path), AccountEntity)
        if "@" not in them.acct:
            return Foreseen(resolves=waiting, final=(PURGE,))
        cut = [(one, them.acct) async for one in self._listed(f"{path}/following") if "@" not in one.acct]
        many = len(cut)
        return Foreseen(followers=self._named(cut), counted=many, inward=many, resolves=waiting, final=(FOLLOWS,))

    async def _domain(self, action: Domain, final: tuple[str, ...], within: float | None) -> Foreseen:
        domain = server(action.domain)
        covered, counts = await self._covered(domain), await self._counted(domain)
        there: Follows = []
        back: Follows = []
        with suppress(Spent, TimeoutError):  # what was found is told; the counts are the whole
            async with timeout(within):
                for each in await self._there(domain):
                    there += await self._local(each, "followers")
                    back += await self._local(each, "following")
        outward, inward = max(len(there), counts[0]), max(len(back), counts[1])
        return Foreseen(
            follows=self._named(there),
            followers=self._named(back),
            counted=outward + inward,
            inward=inward,
            covered=covered,
            final=final,
        )

    def _named(self, cut: Follows) -> tuple[tuple[str, str], ...]:
        """By name, of whom may be; the first of them."""
        return tuple((one.acct, other) for one, other in cut if self._is_in(one))[:NAMED]

    def _is_in(self, one: AccountEntity) -> bool:
        handle = f"{one.acct}@{self._home}"
        return self._roll.member(Account(platform="mastodon", id=one.id, home=self._home, handle=handle))

    async def _local(self, each: _Known, which: str) -> Follows:
        """Accounts here that follow it, or that it follows."""
        listed = self._listed(f"/api/v1/accounts/{check_id(each.id)}/{which}")
        them = each.account.acct if each.account else ""
        return [(one, them) async for one in listed if "@" not in one.acct]

    async def _covered(self, domain: str) -> tuple[str, str] | None:
        """None too where the token may not ask (`admin:read:domain_blocks`)."""
        try:
            return await self._domains.covered(domain)
        except Unauthorized:
            raise
        except (Gone, Refused):
            return None

    async def _there(self, domain: str) -> list[_Known]:
        """The accounts of a server that anybody follows, or that follow anybody."""
        asked: dict[str, str | int] = {"origin": "remote", "by_domain": domain, "limit": ACCOUNTS}
        try:
            answer = await self._rest.get("accounts", Cost.READ, "/api/v2/admin/accounts", asked)
        except Unauthorized:
            raise
        except (Gone, Refused):
            return []
        known = [one for one in read(answer, tuple[_Known, ...]) if one.followers or one.following]
        return sorted(known, key=lambda one: -one.followers - one.following)[:ACCOUNTS]

    async def _listed(self, path: str) -> AsyncIterator[AccountEntity]:
        """The first page: 80 of a list. Of who follows elsewhere a server hardly knows others than its members."""
        try:
            answer = await self._rest.get("follows", Cost.READ, path, {"limit": 80})
        except Unauthorized:
            raise
        except (Gone, Refused):
            return
        for one in read(answer, tuple[AccountEntity, ...]):
            yield one

    async def _counted(self, domain: str) -> tuple[int, int]:
        """How many follows there are there, and from there, exactly; 0 where the token may not ask (`admin:read`)."""
        now = self._clock().isoformat()
        asked: dict[str, object] = {key: {"domain": domain} for key in FOLLOW_KEYS}
        asked |= {"keys": list(FOLLOW_KEYS), "start_at": now, "end_at": now}
        try:
            answer = await self._rest.send("measures", "POST", "/api/v1/admin/measures", said=asked)
        except Unauthorized:
            raise
        except (Gone, Refused):
            return 0, 0
        totals = {one.key: str(one.total) for one in read(answer, tuple[_Measured, ...])}
        there, back = (int(total) if (total := totals.get(key, "")).isdecimal() else 0 for key in FOLLOW_KEYS)
        return there, back
