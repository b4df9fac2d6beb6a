"""How a member says by herself that she is in or out: she proves at her own server who she is, and is asked no more."""

import asyncio
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import msgspec
from sqlalchemy import Connection

from bot.config import Community
from bot.errors import PlatformError, Refused, Unauthorized, Unproven
from bot.evidence.seal import Seal
from bot.following.applications import Applications
from bot.following.joining import WHILE
from bot.model.account import Account
from bot.model.noun import Noun
from bot.moderating.enrolling import enrolled, home_of, name_of, say
from bot.store import rolls
from bot.store.database import Store
from bot.store.rolls import OUTSIDE, Said, State

if TYPE_CHECKING:
    from bot.platforms.mastodon.oauth import Entrance, Grant

STAY: Final = timedelta(minutes=30)
"""How long it is known in a browser who came."""
TICKET: Final = "membership"
WORD: Final = "member"
"""For what uses requests and answers are sealed."""


class Stands(StrEnum):
    """How somebody stands to a community."""

    IN = "in"
    OUT = "out"
    """By her own word."""
    LEFT_OUT = "left_out"
    """By the moderators'."""
    NOT_ASKED = "not_asked"
    """She could be in, if she asked."""
    STRANGER = "stranger"


class Asked(Noun, frozen=True, kw_only=True):
    """A yes that is waited for."""

    errand: msgspec.Raw
    """The platform's `Errand`, JSON."""
    community: str


class Came(Noun, frozen=True, kw_only=True):
    """Who came."""

    community: str
    account: Account


class Membership:
    """Keeps nothing but what somebody says in the end: all before is sealed, and kept by her browser alone."""

    def __init__(self, store: Store, applications: Applications, now: Callable[[], datetime]) -> None:
        """`applications` say how servers are reached, too."""
        self.store = store
        self.applications = applications
        self.now = now
        self._seal = Seal()

    def begin(self, community: str, server: str, back: str) -> tuple[str, str]:
        """(ticket for the browser, the page of her server where she says yes). Raises Malformed, Refused, TryLater."""
        from bot.platforms.mastodon import doorway  # noqa: PLC0415 - platforms load when used

        options = self.applications.options(server)
        client = self.applications.at(options, back)
        entrance = doorway.ask(options, client, back, doorway.WHO, self.now)
        errand = msgspec.Raw(msgspec.json.encode(entrance.errand))
        return self._sealed(TICKET, Asked(errand=errand, community=community), WHILE), entrance.url

    def finish(self, ticket: str, state: str, code: str) -> tuple[str, str]:
        """(the community, the word by which it is known for a while who came).

        Raises Refused for an answer that is not this browser's, came too late or twice, or that her server denies.
        """
        asked, entrance = self._opened(ticket)
        if not entrance.opened_by(state):
            raise Refused("this answer belongs to no request of this browser")
        try:
            grant = asyncio.run(self._who(entrance, code))
        except Unauthorized:
            self.applications.drop(entrance.errand)
            raise
        with self.store.writing() as connection:
            self.applications.keep(connection, entrance.errand)
        return asked.community, self._sealed(WORD, Came(community=asked.community, account=grant.account), STAY)

    def at(self, word: str, community: str) -> Account | None:
        """Who came with this word; None where nobody did, or to another community, or too long ago."""
        try:
            came = msgspec.json.decode(self._open(WORD, word), type=Came)
        except (ValueError, Unproven):
            return None
        return came.account if came.community == community else None

    def stands(self, community: Community, account: Account) -> Stands:
        """How she stands to it now."""
        with self.store.reading() as connection:
            said = _said(connection, community, account)
        if enrolled(community, {}, {}).excludes(account):
            return Stands.LEFT_OUT
        outside = [one for one in said.values() if one.state in OUTSIDE]
        if outside:
            return Stands.OUT if any(not one.by for one in outside) else Stands.LEFT_OUT
        if enrolled(community, said, {}).member(account):
            return Stands.IN
        return Stands.NOT_ASKED if community.members == "asked" and at_home(community, account) else Stands.STRANGER

    def join(self, community: Community, account: Account) -> None:
        """She wants to be in. Raises Refused where that is not hers to say."""
        if self.stands(community, account) not in {Stands.IN, Stands.OUT, Stands.NOT_ASKED}:
            raise Refused("this account is not one that can join by itself")
        with self.store.writing() as connection:
            known = _said(connection, community, account)
            outside = {name for name, one in known.items() if one.state in OUTSIDE}
            for name in sorted(outside | {name_of(community, account)}):
                say(connection, self.store.master, community, name, State.ASKED, "", self.now())

    def leave(self, community: Community, account: Account) -> None:
        """She wants to be out. Raises Refused for who could never be in."""
        if self.stands(community, account) is Stands.STRANGER and not at_home(community, account):
            raise Refused("this account is not on the roll")
        with self.store.writing() as connection:
            say(connection, self.store.master, community, name_of(community, account), State.LEFT, "", self.now())

    async def _who(self, entrance: "Entrance", code: str) -> "Grant":
        """Who it is; then the token is worth nothing any more."""
        from bot.platforms.mastodon.doorway import Pass, revoke  # noqa: PLC0415 - as above

        options = self.applications.options(entrance.server)
        grant = await entrance.enter(code)
        with suppress(PlatformError):  # it ends by itself, and nobody keeps it
            await revoke(options, Pass(token=grant.token, client=entrance.errand.client), self.now)
        return grant

    def _opened(self, ticket: str) -> "tuple[Asked, Entrance]":
        from bot.platforms.mastodon.oauth import Entrance, Errand  # noqa: PLC0415 - as above

        try:
            asked = msgspec.json.decode(self._open(TICKET, ticket), type=Asked)
        except (ValueError, Unproven):
            raise Refused("this answer belongs to no request of this browser") from None
        errand = msgspec.json.decode(asked.errand, type=Errand)
        return asked, Entrance(self.applications.options(errand.server), errand, self.now)

    def _sealed(self, use: str, what: Asked | Came, while_: timedelta) -> str:
        return urlsafe_b64encode(self._seal.close(use, msgspec.json.encode(what), self.now() + while_)).decode()

    def _open(self, use: str, sealed: str) -> bytes:
        return self._seal.open(use, urlsafe_b64decode(sealed.encode(errors="replace")), self.now())


def at_home(community: Community, account: Account) -> bool:
    """Whether it is an account of the desk's own server."""
    return community.desk.platform == "mastodon" and account.home.casefold() == home_of(community)


def _said(connection: Connection, community: Community, account: Account) -> dict[str, Said]:
    names = {name_of(community, account), account.handle.casefold()}
    found = {name: rolls.one(connection, community.name, name) for name in names}
    return {name: said for name, said in found.items() if said}
