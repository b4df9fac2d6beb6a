"""One account that lets a list be carried out at its Mastodon-like server."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, assert_never

from bot.blocklists.entity import Entity, Kind, host_of
from bot.errors import Gone, Refused
from bot.platforms.hand import Deed
from bot.platforms.mastodon.answer import NotOffered
from bot.platforms.mastodon.entities import AccountEntity, Relationship
from bot.platforms.mastodon.options import Clock, Options
from bot.platforms.mastodon.perform import check_id
from bot.platforms.mastodon.relations import MAX_PAGES, People, read
from bot.platforms.mastodon.rest import Client, Rest
from bot.platforms.mastodon.throttle import Cost, Throttle
from bot.platforms.port import Standing

AT_ONCE: Final = 40
"""Accounts whose standing is asked for together."""
REMEMBERED: Final = 2_000
"""Accounts of which it is known how much was asked lately, those of the latest turns."""


class MastodonHand:
    """Its requests are such as nobody waits for: half of our share of the server's limit stays free for others."""

    def __init__(self, key: str, rest: Rest, home: str, *, notifications: bool) -> None:
        """`notifications`: whether a mute hides the notifications too, which destroys those that are there."""
        self.key = key
        self._rest = rest
        self._home = home
        self._notifications = notifications
        self._people = People(rest, key.rpartition("/")[2], home)
        self._severed: tuple[frozenset[str], frozenset[str]] | None = None

    async def find(self, entity: Entity) -> str:
        """The id of an account: as the server knows it, else as it finds it. Raises Gone."""
        if entity.kind is Kind.DOMAIN:
            return entity.key
        name = _address(entity)
        try:
            found = read(
                await self._ask("lookup", "/api/v1/accounts/lookup", {"acct": self._local(name)}), AccountEntity
            )
        except (Gone, NotOffered):
            found = await self._search(name)
        if self._full(found.acct) != name:
            raise Gone("find: the server shows another account under this name")
        return check_id(found.id)

    async def standings(self, targets: Sequence[str]) -> Mapping[str, Standing]:
        """How the account stands to these, 40 at once; a domain is followed where anybody there is."""
        found: dict[str, Standing] = {}
        accounts = [check_id(one) for one in targets if "." not in one]
        for start in range(0, len(accounts), AT_ONCE):
            params = {"id[]": accounts[start : start + AT_ONCE]}
            answer = await self._ask("relationships", "/api/v1/accounts/relationships", params)
            found |= {one.id: _standing(one) for one in read(answer, tuple[Relationship, ...])}
        return found | await self._at([one for one in targets if "." in one])

    async def do(self, deed: Deed, target: str) -> None:
        """Do it: a mute without an end."""
        match deed:
            case Deed.MUTE:
                hides, whom = self._notifications, check_id(target)
                await self._act("mute", lambda client: client.account_mute(whom, notifications=hides, duration=0))
            case Deed.BLOCK:
                whom = check_id(target)
                await self._act("block", lambda client: client.account_block(whom))
            case Deed.BLOCK_DOMAIN:
                await self._act("block a domain", lambda client: client.domain_block(self._foreign(target)))
            case _:
                assert_never(deed)

    async def undo(self, deed: Deed, target: str) -> None:
        """Take it back."""
        match deed:
            case Deed.MUTE:
                whom = check_id(target)
                await self._act("unmute", lambda client: client.account_unmute(whom))
            case Deed.BLOCK:
                whom = check_id(target)
                await self._act("unblock", lambda client: client.account_unblock(whom))
            case Deed.BLOCK_DOMAIN:
                await self._act("unblock a domain", lambda client: client.domain_unblock(self._foreign(target)))
            case _:
                assert_never(deed)

    async def close(self) -> None:
        """Give the connection back."""
        await self._rest.close()

    async def _search(self, name: str) -> AccountEntity:
        """As the server finds it elsewhere: it asks the account's own."""
        params = {"q": f"@{name}", "resolve": "true", "limit": 5}
        answer = await self._ask("search", "/api/v1/accounts/search", params)
        found: tuple[AccountEntity, ...] = read(answer, tuple[AccountEntity, ...])
        for one in found:
            if self._full(one.acct) == name:
                return one
        raise Gone("find: the server knows no such account")

    async def _at(self, hosts: Sequence[str]) -> dict[str, Standing]:
        """How it stands to domains; to none where the server has nothing of the kind."""
        try:
            blocked, followed = await self._domains() if hosts else (frozenset[str](), frozenset[str]())
        except (Gone, NotOffered):
            return {}
        return {one: Standing(following=one in followed, blocked=one in blocked) for one in hosts}

    async def _domains(self) -> tuple[frozenset[str], frozenset[str]]:
        """(blocked, where somebody is followed): hosts, read once in the life of this hand."""
        if self._severed is None:
            follows = [one async for one in self._people.walk(f"/api/v1/accounts/{self._people.id}/following")]
            hosts = frozenset(self._full(one.acct).rpartition("@")[2] for one in follows)
            self._severed = await self._blocked(), hosts
        return self._severed

    async def _blocked(self) -> frozenset[str]:
        found: set[str] = set()
        page: dict[str, Any] = {"limit": 200}
        for _ in range(MAX_PAGES):
            cost = Cost.WATCH_PAGE if "max_id" in page else Cost.WATCH
            answer = await self._rest.get("domain blocks", cost, "/api/v1/domain_blocks", page)
            some: tuple[str, ...] = read(answer, tuple[str, ...])
            older = answer.page("next").get("max_id", "")
            found |= {host_of(one) for one in some}
            if not some or not older or older == page.get("max_id"):
                break
            page = {"limit": 200, "max_id": older}
        return frozenset(found)

    def _foreign(self, host: str) -> str:
        if host == self._home.partition(":")[0]:
            raise Refused("nobody blocks the server that they are on")
        return host

    def _local(self, name: str) -> str:
        user, _, host = name.partition("@")
        return user if host == self._home else name

    def _full(self, acct: str) -> str:
        """Under its one name: servers show hosts of other alphabets as people write them."""
        name, at, host = acct.lower().rpartition("@")
        return f"{name}@{host_of(host)}" if at else f"{host}@{self._home}".lower()

    async def _ask(self, what: str, path: str, params: Mapping[str, Any]) -> Any:
        return await self._rest.get(what, Cost.WATCH, path, params)

    async def _act(self, what: str, ask: Callable[[Client], Any]) -> None:
        await self._rest.call(what, Cost.WATCH, ask)


class Hands:
    """The hands of those who follow: a session each while it is at work, and what it asked lately remembered beyond."""

    def __init__(self, clock: Clock, options: Callable[[str], Options]) -> None:
        """`options` says how a server is reached."""
        self._clock = clock
        self._options = options
        self._throttles: OrderedDict[str, Throttle] = OrderedDict()

    def open(self, key: str, server: str, token: str) -> MastodonHand:
        """The hand of an account (`Account.key`)."""
        throttle = self._throttles.pop(key, None) or Throttle()
        self._throttles[key] = throttle
        while len(self._throttles) > REMEMBERED:
            self._throttles.popitem(last=False)
        options = self._options(server)
        options.check()
        return MastodonHand(key, Rest(options, token, throttle, self._clock), options.home, notifications=True)


def _standing(one: Relationship) -> Standing:
    """Who asked to follow somebody means to."""
    following = True if one.requested else one.following
    return Standing(following=following, followed_by=one.followed_by, muted=one.muting, blocked=one.blocking)


def _address(entity: Entity) -> str:
    """`user@host`, of an actor's URI too. Raises Gone where that is not to be told from it."""
    name = entity.usual.key
    if "://" in name:
        raise Gone("find: the address of this account is none that tells its name")
    if name.startswith("did:"):
        raise Gone("find: an account of another network")
    return name
