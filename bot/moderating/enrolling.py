"""Who of a community is watched over: everybody of its server, who asked, or a list; never who left or was left out."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final, Never
from urllib.parse import urlsplit

from sqlalchemy import Connection

from bot.config import Community
from bot.errors import PlatformError, Refused
from bot.evidence.master import MasterKey
from bot.evidence.pseudonym import pseudonym
from bot.model.account import KEY, Account
from bot.model.noun import EPOCH, Noun
from bot.store import rolls, write
from bot.store.database import Store
from bot.store.rolls import OUTSIDE, Said, State

Resolve = Callable[[str], Awaitable[str]]
"""The `Account.key` of a handle; raises PlatformError where it cannot be known now."""
GLANCE: Final = 0.4
"""Seconds between two looks at whether somebody left: within a second it holds."""
WHOLE: Final = timedelta(minutes=10)
EVENTS: Final = {False: "member:in", True: "member:out"}
"""By whether they are out."""


class Enrolled(Noun, frozen=True, kw_only=True):
    """Who is in at one moment. Of a server's own accounts no list is kept: only who is out."""

    home: str = ""
    """All accounts of this server are in; empty: only who is named."""
    named: frozenset[str] = frozenset()
    out: frozenset[str] = frozenset()

    def member(self, account: Account) -> bool:
        """Whether this account is in, and not out."""
        handle = account.handle.casefold()
        if self.excludes(account):
            return False
        return not self.named.isdisjoint((account.key, handle)) or bool(self.home and handle.endswith(f"@{self.home}"))

    def own(self, account: Account) -> bool:
        """Whether this account is in, or was before it was out."""
        return self.excludes(account) or self.member(account)

    def excludes(self, account: Account) -> bool:
        """Whether this account is out by its name."""
        return not self.out.isdisjoint((account.key, account.handle.casefold()))


class LiveRoll:
    """The roll of one community while the shield runs; swapped whole."""

    def __init__(self, store: Store, community: Community, resolve: Resolve, now: Callable[[], datetime]) -> None:
        """`resolve` is asked for handles where they are not enough: those of Bluesky, which may change hands, and of
        whoever left, so that what is kept can be found.
        """
        self.store = store
        self.now = now
        self._community = community
        self._resolve = resolve
        self._keys: dict[str, str] = {}
        self._enrolled = Enrolled()
        self._changed = self._at = EPOCH
        self._anew = asyncio.Event()
        """Set once it was read: names in it may be unknown."""

    def member(self, account: Account) -> bool:
        """Whether this account is in, and not out."""
        return self._enrolled.member(account)

    def own(self, account: Account) -> bool:
        """Whether this account is in, or was before it was out."""
        return self._enrolled.own(account)

    @property
    def keys(self) -> Mapping[str, str]:
        """The keys of handles, as far as anybody knew them."""
        return dict(self._keys)

    def named(self) -> frozenset[str]:
        """Who is in by name, as keys and handles, and not out."""
        return self._enrolled.named - self._enrolled.out

    def take(self, community: Community) -> None:
        """Go by what is written anew; the next look takes it up."""
        self._community, self._at = community, EPOCH

    async def keep(self) -> None:
        """Look again and again, and ask for names beside: a server that does not answer must not keep anybody in."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._looking())
            group.create_task(self._learning())

    async def glance(self) -> None:
        """Take up what somebody said since; all anew from time to time."""
        changed = await self.store.run_durably(self._last)
        if changed != self._changed or self.now() - self._at >= WHOLE:
            await self._read()

    async def refresh(self) -> None:
        """Read all anew, and ask for the names that nobody knows."""
        await self._read()
        await self._learn()

    async def _looking(self) -> Never:
        while True:
            await self.glance()
            await asyncio.sleep(GLANCE)

    async def _learning(self) -> Never:
        while True:
            await self._anew.wait()
            self._anew.clear()
            await self._learn()

    async def _read(self) -> None:
        self._swap(await self.store.run_durably(self._said))
        self._at = self.now()
        self._anew.set()

    async def _learn(self) -> None:
        for name in self._unknown(await self.store.run_durably(self._said)):
            with suppress(PlatformError):  # it is asked again with the next
                self._keys[name] = await self._resolve(name)
        self._swap(await self.store.run_durably(self._said))

    def _unknown(self, said: Mapping[str, Said]) -> list[str]:
        """Handles of whom the key is needed, and not known."""
        gone = [name for name, one in said.items() if one.state is State.LEFT]
        named = written(self._community) if self._community.desk.platform == "ozone" else []
        return [name for name in dict.fromkeys([*named, *gone]) if name not in self._keys and not KEY.fullmatch(name)]

    def _swap(self, said: Mapping[str, Said]) -> None:
        self._enrolled = enrolled(self._community, said, self._keys)
        self._changed = max((one.at for one in said.values()), default=EPOCH)

    def _last(self) -> datetime:
        with self.store.reading() as connection:
            return rolls.changed(connection, self._community.name)

    def _said(self) -> Mapping[str, Said]:
        with self.store.reading() as connection:
            return rolls.every(connection, self._community.name)


def enrolled(community: Community, said: Mapping[str, Said], keys: Mapping[str, str]) -> Enrolled:
    """Who is in, of what is written and what was said since; `keys` are those of handles."""
    asked = [name for name, one in said.items() if one.state not in OUTSIDE] if community.members == "asked" else []
    named = [*asked, *_listed(community)]
    left = {name for name, one in said.items() if one.state in OUTSIDE}
    out = left | {name_in(community, name) for name in community.out}
    return Enrolled(
        home=home_of(community) if community.members == "local" else "",
        named=frozenset(keys.get(name, name) for name in named),
        out=frozenset(out | {keys[name] for name in out if name in keys}),
    )


def written(community: Community) -> list[str]:
    """Everybody whom the configuration names, in or out."""
    return [*_listed(community), *(name_in(community, name) for name in community.out)]


def _listed(community: Community) -> list[str]:
    return [] if isinstance(community.members, str) else [name_in(community, name) for name in community.members]


def home_of(community: Community) -> str:
    """The host of the desk's server, as it stands in handles."""
    return urlsplit(community.desk.server).netloc.casefold()


def name_in(community: Community, written: str) -> str:
    """What an account is called in the roll, however somebody writes it: its key, or its handle in small letters.

    A server may write handles under another name than its own: that of the desk's handle is taken for it too. A name
    without a server is one of the desk's own, where it has accounts.
    """
    name = written.strip().removeprefix("@")
    if KEY.fullmatch(name):
        return name
    if name.startswith("did:"):
        return f"bluesky:{name}"
    user, at, host = name.casefold().rpartition("@")
    if not at and community.desk.platform == "mastodon":
        return f"{host}@{home_of(community)}"
    aliases = {community.desk.handle.casefold().rpartition("@")[2], home_of(community)}
    return f"{user}@{home_of(community)}" if at and host in aliases else name.casefold()


def name_of(community: Community, account: Account) -> str:
    """What an account is called in the roll that came by itself.

    Ids of another server mean nothing at the desk's: there it is known by its handle alone.
    """
    local = account.home.casefold() in {"", home_of(community)}
    return account.key if local else account.handle.casefold()


def say(
    connection: Connection, master: MasterKey, community: Community, name: str, state: State, by: str, now: datetime
) -> None:
    """Write down that somebody is in or out. Raises Refused where others would bring back who left by herself.

    `by`: who says so; empty: the account itself.
    """
    known = rolls.one(connection, community.name, name)
    out = state in OUTSIDE
    if known is not None and known.state in OUTSIDE and not known.by and by and not out:
        raise Refused("this account left by itself; it alone can come back")
    if known is not None and (known.state in OUTSIDE) is out and (known.by == by or (out and not known.by)):
        return
    rolls.put(connection, community.name, name, Said(state, by, now))
    salt = write.salt(connection, master, community.name)
    line: dict[str, str | int] = {"account": pseudonym(salt, name), "by": by}
    write.append(connection, community.name, [(now, EVENTS[out], line)])
