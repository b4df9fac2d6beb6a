"""The port of desks: a moderator's account at work, as the rest of the house sees it."""

import re
from collections.abc import AsyncIterator, Sequence
from typing import Final, Protocol

from bot.errors import Refused
from bot.model.account import Account
from bot.model.measure import Measure
from bot.model.noun import Noun
from bot.platforms.port import Platform

SERVER: Final = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}(:\d{1,5})?")
COVERED: Final = (
    "a weaker rule for a parent of this domain stands in the way, and this server takes no second one; change that one "
    "on the server's own page"
)
"""Why a server does not have a rule made."""


class Foreseen(Noun, frozen=True, kw_only=True):
    """What a measure will do, as far as the server tells before."""

    follows: tuple[tuple[str, str], ...] = ()
    """(member, whom they follow) that it cuts; some, where there are many."""
    followers: tuple[tuple[str, str], ...] = ()
    """(member, who follows them) that it cuts; some, as above."""
    counted: int = 0
    """How many follows it cuts in all, both ways."""
    inward: int = 0
    """How many of these are of others who follow members."""
    covered: tuple[str, str] | None = None
    """(server, how strictly) of the rule that its own server has already for this one, or for one above it."""
    resolves: tuple[str, ...] = ()
    """Reports that it settles beside, by their ids."""
    final: tuple[str, ...] = ()
    """What of it cannot come back, as keys of texts."""


class Roll(Protocol):
    """Who of a community is watched over; swapped whole."""

    def member(self, account: Account) -> bool:
        """Whether this account is in, and not out; of those at Mastodon the handle is `user@host`."""
        ...

    def own(self, account: Account) -> bool:
        """Whether it is one of the community's own, though it may have left: nothing is done to it by itself."""
        ...


class Desk(Platform, Protocol):
    """A moderator account at work; `key` is `desk:<community>`; calls raise the errors of bot/errors.py."""

    def members(self) -> AsyncIterator[Account]:
        """All local accounts; Refused where there are none."""
        ...

    async def foresee(self, action: Measure, subject: str) -> Foreseen:
        """What it will do: follows cut, reports resolved, what cannot come back."""
        ...

    async def kin(self, account: str) -> Sequence[str]:
        """E-mail and addresses, shown live and never kept."""
        ...

    def can(self) -> frozenset[str]:
        """Kinds of measures that this server and role allow; asked after the probe."""
        ...


def server(written: str) -> str:
    """The name of a server, as servers write it. Raises Refused for what is none."""
    name = written.strip().lower().rstrip(".")
    if not SERVER.fullmatch(name):
        raise Refused("this is no server's name; write it as in `user@server.example`, without `user@`")
    return name
