"""What `rempart check --online` finds out about an account and its server: by probing, without changing anything."""

from collections.abc import AsyncIterator, Collection, Iterable
from typing import Protocol

import msgspec

from bot.errors import Gone, Refused, TryLater, Unauthorized
from bot.model.noun import Noun
from bot.platforms.mastodon.answer import NotOffered
from bot.platforms.mastodon.decode import clean
from bot.platforms.mastodon.entities import AccountEntity
from bot.platforms.mastodon.instance import Instance, Server
from bot.platforms.mastodon.normalise import account_of
from bot.platforms.mastodon.options import Options
from bot.platforms.mastodon.relations import read
from bot.platforms.mastodon.rest import Client, Rest
from bot.platforms.mastodon.throttle import Cost
from bot.platforms.mastodon.wire import Wire
from bot.platforms.port import Probe

READING = frozenset(
    {
        "read:notifications",
        "read:statuses",
        "read:accounts",
        "read:follows",
        "read:mutes",
        "read:blocks",
    }
)
"""Needed whatever is configured."""
WRITING = {
    "mute": "write:mutes",
    "dismiss": "write:notifications",
    "block": "write:blocks",
    "report": "write:reports",
    "detach_quote": "write:statuses",
}
"""What each action needs besides."""
FOLLOW = frozenset({"read:follows", "read:mutes", "read:blocks", "write:mutes", "write:blocks", "write:follows"})
"""What the old scope `follow` stands for."""

NO_STREAM = "It has no stream: mentions are found by polling, some seconds later."
NO_MUTE = {
    "block": "It has no mutes: the author is blocked instead, which they can see (setting `without_mute`).",
    "dismiss": "It has no mutes: the notification is dismissed instead, not the next one (setting `without_mute`).",
    "refuse": "It has no mutes, and nothing is done instead: set `without_mute` to `block`, which the author can see.",
}
NO_POLICY = "It has no notification policy: nothing is filtered before we see it."
DROPPED = (
    "Your notification policy drops some notifications ({}): they are destroyed before anybody can keep them as "
    "evidence. Set it to `filter` instead; filtered ones are found and stay out of sight."
)
NO_DISMISS = "It cannot dismiss a single notification: `dismiss` is refused there."
NO_QUOTES = "It cannot take a post out of a quote: `detach_quote` is refused there."
NO_HIDE = "It cannot hide a reply under your post: `hide_reply` is refused there."
NO_REPORT = "It takes no reports: `report` is refused there; write to its administrators."
REPORT_OTHER = "It files every report under `other`, and tells no moderator that one arrived."
NO_SCOPES = "It does not tell which rights the token has."


class _App(Noun, frozen=True, kw_only=True):
    scopes: tuple[str, ...] | None = None
    scope: str | tuple[str, ...] | None = None


class Examination:
    """Looks at one account: who it is, which rights its token has, and what its server lacks."""

    def __init__(self, options: Options, key: str, rest: Rest, instance: Instance, wire: Wire) -> None:
        self._options = options
        self._key = key
        self._rest = rest
        self._instance = instance
        self._wire = wire

    async def probe(self, needed: frozenset[str]) -> Probe:
        """Log in and see; `needed` names the configured actions. Raises Unauthorized or TryLater."""
        answer = await self._rest.call("who am I", Cost.READ, lambda client: client.account_verify_credentials())
        person = account_of(read(answer, AccountEntity), self._options.home)
        server = await self._instance.server()
        held = await scopes_of(self._rest)
        least = wanted(needed)
        cannot = [] if held else [NO_SCOPES]
        if person.id != self._key.rpartition("/")[2]:
            cannot.append("The token belongs to another account than the configured one: nothing would be shielded.")
        return Probe(
            account=self._key,
            handle=person.handle,
            server=f"{server.software} {server.version}",
            scopes=held,
            needed=tuple(sorted(least)),
            lacking=tuple(sorted(least - covered(held))) if held else (),
            superfluous=tuple(sorted(set(held) - least)),
            cannot=(*cannot, *[sentence async for sentence in self._cannot(server, needed)]),
        )

    async def _cannot(self, server: Server, needed: frozenset[str]) -> AsyncIterator[str]:
        if not await self._streams(server):
            yield NO_STREAM
        if "mute" in needed and not await self._offers(lambda client: client.mutes(limit=1)):
            yield NO_MUTE[self._options.without_mute]
        async for sentence in self._policy(server):
            yield sentence
        lacks = {
            "dismiss": (not server.api and server.software not in {"akkoma", "pleroma"}, NO_DISMISS),
            "detach_quote": (not server.quotes, NO_QUOTES),
            "hide_reply": (True, NO_HIDE),
            "report": (server.software.startswith(("snac", "iceshrimp")), NO_REPORT),
        }
        for action in sorted(needed & lacks.keys()):
            if lacks[action][0]:
                yield lacks[action][1]
        if "report" in needed and server.software == "gotosocial":
            yield REPORT_OTHER

    async def _streams(self, server: Server) -> bool:
        """Whether a stream opens. One that fails for the moment counts as offered."""
        try:
            async with self._wire.open(server.streaming):
                return True
        except Refused as error:
            if isinstance(error, Unauthorized):
                raise
            return False
        except TryLater:
            return True

    async def _policy(self, server: Server) -> AsyncIterator[str]:
        if not server.groups:
            yield NO_POLICY
            return
        answer = await self._rest.call("policy", Cost.READ, lambda client: client.notifications_policy())
        policy = read(answer, dict[str, msgspec.Raw])
        dropping = sorted(name for name, value in policy.items() if bytes(value) == b'"drop"')
        if dropping:
            yield DROPPED.format(", ".join(dropping))

    async def _offers(self, ask: "_Ask") -> bool:
        try:
            await self._rest.call("probe", Cost.READ, ask)
        except (Gone, NotOffered):
            return False
        except Refused:
            return True  # where the token may not ask, the server has it
        return True


class _Ask(Protocol):
    def __call__(self, client: Client, /) -> object: ...


async def scopes_of(rest: Rest) -> tuple[str, ...]:
    """The token's scopes, or those its application asked for, where the server tells either."""
    for path in ("/oauth/token/info", "/api/v1/apps/verify_credentials"):
        try:
            app = read(await rest.get("scopes", Cost.READ, path), _App)
        except (Gone, Refused, TryLater):
            continue
        scopes = app.scopes or (app.scope.split() if isinstance(app.scope, str) else app.scope)
        if scopes:
            return tuple(clean(scope) for scope in scopes)
    return ()


def wanted(needed: frozenset[str]) -> frozenset[str]:
    """The least scopes with which these actions can be done, and everything be read that has to be."""
    return READING | {WRITING[action] for action in needed if action in WRITING}


def covered(held: tuple[str, ...]) -> frozenset[str]:
    """All that the scopes held allow: `write` stands for every `write:…`, `follow` for six."""
    return (
        frozenset(held) | broad(READING | set(WRITING.values()), held) | (FOLLOW if "follow" in held else frozenset())
    )


def broad(every: Iterable[str], held: Collection[str]) -> frozenset[str]:
    """Those of these scopes that a broader one stands for: `write` for `write:mutes`, `admin:read` for all below."""
    return frozenset(one for one in every if any(one.startswith(f"{whole}:") for whole in held))
