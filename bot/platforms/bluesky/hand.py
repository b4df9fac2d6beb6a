"""A Bluesky account that carries lists out: mutes and blocks in its own name."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from bot.blocklists.entity import Entity, Kind
from bot.blocklists.instep import RESOLVED
from bot.errors import Gone, Refused
from bot.model.noun import Noun, utc
from bot.platforms.bluesky.clock import Clock
from bot.platforms.bluesky.perform import BLOCKS, block_key
from bot.platforms.bluesky.profiles import GROUP
from bot.platforms.bluesky.repository import Repository, parsed
from bot.platforms.bluesky.session import Login
from bot.platforms.bluesky.views import Viewer
from bot.platforms.hand import Deed
from bot.platforms.port import Standing

PAGE: Final = re.compile(r"https://bsky\.app/profile/([^/?#]+)/?")
BRIDGED: Final = "@bsky.brid.gy"
"""What the bridge to the fediverse puts behind the handle of a Bluesky account."""
NO_DOMAINS: Final = (
    "Bluesky cannot block a domain for one account: only the accounts themselves can be muted or blocked."
)


class _Profile(Noun, frozen=True, kw_only=True):
    did: str = ""
    viewer: Viewer = Viewer()


class _Profiles(Noun, frozen=True, kw_only=True):
    profiles: tuple[_Profile, ...] = ()


class BlueskyHand:
    """As `Hand` has it. It shares the platform's session, and closing it closes nothing."""

    def __init__(self, key: str, login: Login, repository: Repository, clock: Clock) -> None:
        self.key = key
        self._login = login
        self._repository = repository
        self._clock = clock

    async def find(self, entity: Entity) -> str:
        """As `Hand`: the DID, of a DID, a page on bsky.app, or a name that the bridge gave."""
        if entity.kind is Kind.DOMAIN:
            return entity.key
        who = _named(entity.key)
        if not who:
            raise Gone("This is no account on Bluesky.")
        return parsed(await self._login.query("app.bsky.actor.getProfile", {"actor": who}), _Profile).did

    async def standings(self, targets: Sequence[str]) -> Mapping[str, Standing]:
        """As `Hand`; of who is muted or blocked by a list, that they are."""
        found: dict[str, Standing] = {}
        for start in range(0, len(targets), GROUP):
            asked = {"actors": list(targets[start : start + GROUP])}
            page = parsed(await self._login.query("app.bsky.actor.getProfiles", asked), _Profiles)
            found |= {one.did: one.viewer.standing() for one in page.profiles if one.did}
        return found

    async def do(self, deed: Deed, target: str) -> None:
        """As `Hand`."""
        match deed:
            case Deed.MUTE:
                await self._login.procedure("app.bsky.graph.muteActor", {"actor": target})
            case Deed.BLOCK:
                if await self._repository.get(BLOCKS, block_key(target)) is None:
                    value = {"$type": BLOCKS, "subject": target, "createdAt": utc(self._clock())}
                    await self._repository.put(BLOCKS, block_key(target), value, None)
            case Deed.BLOCK_DOMAIN:
                raise Refused(NO_DOMAINS)

    async def undo(self, deed: Deed, target: str) -> None:
        """As `Hand`; a block that the person made with their app has another name, and stays."""
        match deed:
            case Deed.MUTE:
                await self._login.procedure("app.bsky.graph.unmuteActor", {"actor": target})
            case Deed.BLOCK:
                await self._repository.delete(BLOCKS, block_key(target))
            case Deed.BLOCK_DOMAIN:
                raise Refused(NO_DOMAINS)

    async def close(self) -> None:
        """Nothing of its own to close."""


def _named(key: str) -> str:
    """The DID or the handle in an entity's key; empty where there is none."""
    if RESOLVED.fullmatch(key):
        return key
    if key.endswith(BRIDGED):
        return key.removesuffix(BRIDGED)
    found = PAGE.fullmatch(key)
    return found[1] if found else ""
