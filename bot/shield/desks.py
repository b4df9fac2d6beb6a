"""From what is written of communities to their desks at work: the only other file that names the platforms."""

from collections.abc import Mapping
from functools import partial

from bot.config import Community, Config, MastodonDesk
from bot.config.desks import OzoneDesk
from bot.errors import PlatformError, Refused
from bot.model.account import Account
from bot.moderating.enrolling import LiveRoll, home_of
from bot.moderating.noticed import noticed
from bot.platforms.bluesky.naming import key_of
from bot.platforms.bluesky.ozone.desk import Ozone
from bot.platforms.bluesky.ozone.normalise import normaliser as of_ozone
from bot.platforms.bluesky.ozone.team import Team
from bot.platforms.desk import Desk
from bot.platforms.mastodon.desk.desk import MastodonDesk as Mastodon
from bot.platforms.mastodon.desk.normalise import normaliser as of_mastodon
from bot.platforms.mastodon.desk.sources import Asked
from bot.platforms.mastodon.platform import named
from bot.platforms.port import Normalise, Safe
from bot.shield.opening import Clock, Opened, Shared, identify, on_bluesky, on_mastodon, shared
from bot.shield.postbag import Postbag
from bot.store.database import Store

Rolls = dict[str, LiveRoll]
"""By community."""


class Opening:
    """Opens the desks of a configuration."""

    def __init__(self, config: Config, store: Store, safe: Safe, clock: Clock) -> None:
        self._config = config
        self._store = store
        self._safe = safe
        self._clock = clock

    def rolls(self) -> Rolls:
        """Who is watched over; nothing is read yet."""
        return {
            one.name: LiveRoll(self._store, one, partial(self._key, one), self._clock)
            for one in self._config.communities
        }

    async def desks(self, rolls: Rolls, stream: Shared) -> tuple[list[Opened], list[PlatformError]]:
        """All whose moderator's account could be reached, and what was wrong with the others. `stream`: what the one
        stream of Bluesky brings, with the members among it."""
        found, troubles = await self._moderators()
        opened = [
            Opened(one.name, _account(one, moderator), self._desk(one, moderator, rolls, stream))
            for one, moderator in found
        ]
        return opened, troubles

    async def desk(self, name: str) -> Desk:
        """That of one community, which knows who is in; nothing that comes to it is read. Raises PlatformError where
        its moderator's account cannot be reached, ConfigError where its secret cannot be read, and Refused where there
        is none of this name."""
        for one in self._config.communities:
            if one.name == name:
                moderator = await identify(one.desk, self._safe, self._config, self._clock)
                rolls = self.rolls()
                await rolls[name].glance()
                return self._desk(one, moderator, rolls, shared(()))
        raise Refused(f"there is no community called {name}")

    async def unreached(self) -> list[PlatformError]:
        """What is wrong with those whose moderator's account cannot be reached."""
        _, troubles = await self._moderators()
        return troubles

    async def _moderators(self) -> tuple[list[tuple[Community, Account]], list[PlatformError]]:
        found, troubles = list[tuple[Community, Account]](), list[PlatformError]()
        for one in self._config.communities:
            try:
                found.append((one, await identify(one.desk, self._safe, self._config, self._clock)))
            except PlatformError as trouble:
                troubles.append(type(trouble)(f"{one.name}, {one.desk.handle}: {trouble}"))
        return found, troubles

    def _desk(self, one: Community, moderator: Account, rolls: Rolls, stream: Shared) -> Desk:
        if isinstance(one.desk, MastodonDesk):
            return self._mastodon(one, one.desk, moderator, rolls)
        options = on_bluesky(one.desk, one.desk.labeler, stream, self._config)
        team = Team(community=one.name, labeler=one.desk.labeler, hand=one.desk.hand, labels=dict(one.desk.labels))
        return Ozone(
            team,
            moderator,
            one.desk.secret.reveal(),
            rolls=_at_ozone(self._config, rolls),
            safe=self._safe,
            clock=self._clock,
            service=one.desk.server,
            options=options,
        )

    def _mastodon(self, one: Community, desk: MastodonDesk, moderator: Account, rolls: Rolls) -> Mastodon:
        options = on_mastodon(desk, self._config)
        bag = Postbag(self._store, one.name, home_of(one), self._clock)
        asked = Asked(
            community=one.name,
            home=home_of(one),
            roll=rolls[one.name],
            posts=one.posts,
            note=bag.note,
            letters=bag.waiting if desk.webhook is not None else None,
        )

        async def seen(account: str) -> list[str]:
            return await self._store.run(noticed, self._store, one.name, account)

        return Mastodon(moderator, desk.secret.reveal(), self._clock, options, asked, seen)

    async def _key(self, one: Community, handle: str) -> str:
        """The key of a handle: asked once, and then known."""
        name = f"key/{one.desk.server}/{handle}"
        kept = self._safe.get(name)
        if kept is None:
            kept = (await self._asked(one.desk, handle)).encode()
            self._safe.put(name, kept)
        return kept.decode()

    async def _asked(self, desk: MastodonDesk | OzoneDesk, handle: str) -> str:
        if isinstance(desk, OzoneDesk):
            return await key_of(handle, desk.server, self._clock)
        found = await named(handle, desk.secret.reveal(), self._clock, on_mastodon(desk, self._config))
        return found.key


async def opened(config: Config, store: Store, safe: Safe, clock: Clock) -> tuple[list[Opened], list[PlatformError]]:
    """The desks, for who orders something, which know who is in; nothing that comes to them is read."""
    opening = Opening(config, store, safe, clock)
    rolls = opening.rolls()
    for each in rolls.values():
        await each.glance()
    return await opening.desks(rolls, shared(()))


def _account(one: Community, moderator: Account) -> Account:
    return Account(platform="desk", id=one.name, handle=moderator.handle)


def normalisers(config: Config, rolls: Rolls) -> Mapping[str, Normalise]:
    """How what comes to desks is read."""
    return {"mastodon-desk": of_mastodon(rolls), "ozone": of_ozone(_at_ozone(config, rolls))}


def members(config: Config, rolls: Rolls) -> frozenset[str]:
    """The DIDs of those on Bluesky who are watched over now."""
    keys = (key for roll in _at_ozone(config, rolls).values() for key in roll.named())
    return frozenset(key.removeprefix("bluesky:") for key in keys if key.startswith("bluesky:"))


def _at_ozone(config: Config, rolls: Rolls) -> Rolls:
    names = {one.name for one in config.communities if isinstance(one.desk, OzoneDesk)}
    return {name: roll for name, roll in rolls.items() if name in names}
