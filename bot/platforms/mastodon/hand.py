"""One account that lets a list be carried out at its Mastodon-like server."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar, assert_never

from bot.blocklists.entity import Entity, Kind
from bot.errors import Gone, Refused
from bot.platforms.hand import Deed
from bot.platforms.mastodon.answer import NotOffered
from bot.platforms.mastodon.entities import AccountEntity, Relationship
from bot.platforms.mastodon.options import Clock, Options
from bot.platforms.mastodon.perform import check_id
from bot.platforms.mastodon.relations import read
from bot.platforms.mastodon.rest import Client, Rest
from bot.platforms.mastodon.severed import Severed, full
from bot.platforms.mastodon.throttle import Cost, Throttle
from bot.platforms.port import Standing

Kept = TypeVar("Kept")
AT_ONCE: Final = 40
"""Accounts whose standing is asked for together."""
REMEMBERED: Final = 2_000
"""Accounts of which it is known how much was asked lately, those of the latest turns."""
LONG: Final = 50
"""Accounts of which it is known which domains they block, those of the latest turns: each may be many thousands."""


class MastodonHand:
    """Its requests are such as nobody waits for: half of our share of the server's limit stays free for others."""

    def __init__(self, key: str, rest: Rest, severed: Severed, now: Clock, *, notifications: bool) -> None:
        """`severed` is what is remembered of this account; `notifications`: whether a mute hides the notifications too,
        which destroys those that are there.
        """
        self.key = key
        self._rest = rest
        self._severed = severed
        self._home = severed.home
        self._now = now
        self._notifications = notifications

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
                self._severed.blocked.hosts.add(target)
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
                self._severed.blocked.hosts.discard(target)
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
        if not hosts:
            return {}
        try:
            blocked = await self._severed.blocked.read(self._rest, self._now())
            followed = await self._severed.followed.read(self._rest, self._now())
        except (Gone, NotOffered):
            return {}
        return {one: Standing(following=one in followed, blocked=one in blocked) for one in hosts}

    def _foreign(self, host: str) -> str:
        if host == self._home.partition(":")[0]:
            raise Refused("nobody blocks the server that they are on")
        return host

    def _local(self, name: str) -> str:
        user, _, host = name.partition("@")
        return user if host == self._home else name

    def _full(self, acct: str) -> str:
        return full(acct, self._home)

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
        self._severed: OrderedDict[str, Severed] = OrderedDict()

    def open(self, key: str, server: str, token: str) -> MastodonHand:
        """The hand of an account (`Account.key`)."""
        options = self._options(server)
        options.check()
        throttle = _latest(self._throttles, key, Throttle, REMEMBERED)
        severed = _latest(self._severed, key, lambda: Severed(key.rpartition("/")[2], options.home), LONG)
        rest = Rest(options, token, throttle, self._clock)
        return MastodonHand(key, rest, severed, self._clock, notifications=True)


def _latest(all_: OrderedDict[str, Kept], key: str, make: Callable[[], Kept], most: int) -> Kept:
    """What is kept under a key, or made now, as the latest of so many."""
    found = all_.pop(key, None) or make()
    all_[key] = found
    while len(all_) > most:
        all_.popitem(last=False)
    return found


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
