"""The domains that an account blocks, and those where it follows anybody: remembered from one turn to the next."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.blocklists.entity import host_of
from bot.errors import Gone
from bot.platforms.mastodon.answer import Answer
from bot.platforms.mastodon.entities import AccountEntity
from bot.platforms.mastodon.relations import MAX_PAGES, read
from bot.platforms.mastodon.rest import Rest
from bot.platforms.mastodon.throttle import Cost

FOLLOWED: Final = timedelta(days=1)
"""After so long all follows are read again: until then a domain passes for followed where somebody no longer is."""
BLOCKED: Final = timedelta(hours=1)
"""The same for blocked domains: what a hand took back is noticed later by as much."""
Names = Callable[[Answer], Mapping[str, str]]
"""The hosts on a page, by what stands there once."""


class Walk:
    """A long list at the server, the newest first: read whole now and then, however often that is interrupted, and its
    newest page each time, so that nothing that came since is missed.
    """

    def __init__(self, path: str, size: int, names: Names, lasts: timedelta) -> None:
        self.hosts: set[str] = set()
        self._path = path
        self._size = size
        self._names = names
        self._lasts = lasts
        self._newest: frozenset[str] = frozenset()
        self._older = ""
        self._pages = 0
        self._until: datetime | None = None

    async def read(self, rest: Rest, now: datetime) -> set[str]:
        """The hosts. Raises Gone, NotOffered where the server does not tell them; after TryLater it goes on."""
        if self._until is None or self._until <= now:
            self._anew(now)
        await self._rest(rest)
        before = self._newest
        await self._top(rest)
        if self._newest and before.isdisjoint(self._newest):  # more than a page is new
            self._anew(now)
            await self._rest(rest)
        return self.hosts

    def _anew(self, now: datetime) -> None:
        self.hosts, self._newest = set(), frozenset()
        self._older, self._pages, self._until = "", 0, now + self._lasts

    async def _rest(self, rest: Rest) -> None:
        """What was not read yet."""
        if not self._pages:
            self._older = await self._top(rest)
            self._pages = 1
        while self._older:
            if self._pages >= MAX_PAGES:
                raise Gone(f"{self._path}: longer than is read")
            _, older = await self._page(rest, {"max_id": self._older}, Cost.WATCH_PAGE)
            self._older = "" if older == self._older else older
            self._pages += 1

    async def _top(self, rest: Rest) -> str:
        """The newest page; where the next one begins."""
        found, older = await self._page(rest, {}, Cost.WATCH)
        self._newest = frozenset(found)
        return older

    async def _page(self, rest: Rest, at: Mapping[str, str], cost: Cost) -> tuple[Mapping[str, str], str]:
        answer = await rest.get("domains", cost, self._path, {"limit": self._size, **at})
        found = self._names(answer)
        self.hosts.update(found.values())
        return found, answer.page("next").get("max_id", "")


class Severed:
    """What is remembered of one account."""

    def __init__(self, account: str, home: str) -> None:
        """`account` by its id."""
        self.home = home
        self.followed = Walk(f"/api/v1/accounts/{account}/following", 80, self._where, FOLLOWED)
        self.blocked = Walk("/api/v1/domain_blocks", 200, _hosts, BLOCKED)

    def _where(self, answer: Answer) -> Mapping[str, str]:
        found: tuple[AccountEntity, ...] = read(answer, tuple[AccountEntity, ...])
        return {one.id: full(one.acct, self.home).rpartition("@")[2] for one in found}


def full(acct: str, home: str) -> str:
    """An account of a server under its one name: servers show hosts of other alphabets as people write them."""
    name, at, host = acct.lower().rpartition("@")
    return f"{name}@{host_of(host)}" if at else f"{host}@{home}".lower()


def _hosts(answer: Answer) -> Mapping[str, str]:
    found: tuple[str, ...] = read(answer, tuple[str, ...])
    return {one: host_of(one) for one in found}
