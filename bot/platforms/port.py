"""What Rempart asks of a platform."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

import msgspec

from bot.model.account import Protected
from bot.model.action import Order, Prior
from bot.model.arrival import Arrival, Event
from bot.model.noun import Noun

Emit = Callable[[Arrival], Awaitable[None]]
"""Hands an arrival to the pipeline; waits while the pipeline is behind."""

Normalise = Callable[[Arrival, Mapping[str, Protected]], tuple[Event, ...]]
"""Pure: what an arrival turns out to be for the protected people, found by `Account.key`; empty if it concerns none.
Raises Malformed."""


class Source(Protocol):
    """One stream or one poll."""

    name: str
    """Stable across runs; the cursor is kept under it."""

    async def read(self, cursor: str | None, emit: Emit) -> None:
        """Bring what came after `cursor`, until cancelled, or until the connection ends: then return, or raise
        TryLater (again later), Unauthorized (the holder must act) or Refused (this source cannot work here)."""
        ...


@runtime_checkable
class Gestured(Protocol):
    """A platform on which it is asked apart what some accounts do without a word: likes, shares, follows."""

    def gestures(self, accounts: Callable[[], Awaitable[tuple[str, ...]]]) -> Source | None:
        """The source of what these accounts do, by their ids, those that matter most first; None where there is none.

        One source serves all protected accounts of the platform.
        """
        ...


class Exchange(Noun, frozen=True, kw_only=True):
    """How an answer came over the wire."""

    line: str
    """`HTTP/1.1 200 OK`"""
    headers: dict[str, str]
    """Names in lower case; without `Set-Cookie`."""
    began: datetime
    certificate: str = ""
    """Hex SHA-256 of the certificate that the server showed, which is kept once beside; empty without TLS."""
    whole: str = ""
    """Hex SHA-256 of the whole body, where only a part of it concerns the author and was kept."""


class Captured(Noun, frozen=True, kw_only=True):
    """Something taken into custody before an action would hide or destroy it, or after one that leaves it alone."""

    what: str
    """`notification`, `profile`, `post`, `medium`, …"""
    url: str
    raw: bytes
    """As the server sent it."""
    at: datetime
    """When all of it was here."""
    exchange: Exchange | None = None
    """How it came; None where what came is told by an `origin` record."""
    limits: tuple[str, ...] = ()
    """What it does not prove: names of `bot.evidence.limits`."""
    dhash: bytes = b""
    """Of a picture, as `bot.evidence.dhash` has it."""
    medium: str = ""
    """Hex SHA-256 of the bytes of a medium, once they stand in an exhibit of their own and no longer in `raw`."""
    instrument: int = 0
    """The entry of the person's chain that says by what machine and software it was taken; 0: none yet."""


class Standing(Noun, frozen=True, kw_only=True):
    """How the person's account stands to another, as the server says now; None where it does not tell."""

    following: bool | None = None
    followed_by: bool | None = None
    muted: bool | None = None
    blocked: bool | None = None


class Relations(Noun, frozen=True, kw_only=True):
    """All accounts (by `Account.key`) that the person follows, mutes and blocks."""

    follows: frozenset[str] = frozenset()
    mutes: frozenset[str] = frozenset()
    blocks: frozenset[str] = frozenset()
    handles: dict[str, str] = msgspec.field(default_factory=dict)
    """`user@host` of those whom the person follows, where the key does not tell under what name others know them."""


class Probe(Noun, frozen=True, kw_only=True):
    """What `rempart check --online` shows of one account."""

    account: str
    handle: str
    server: str
    """Software and version as the server names them."""
    scopes: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    superfluous: tuple[str, ...] = ()
    cannot: tuple[str, ...] = ()
    """What this server cannot do and what is done instead, a sentence each."""


class Platform(Protocol):
    """One protected account on one server, with a session of its own; calls raise the errors of bot/errors.py."""

    name: str
    """`bluesky`, `mastodon`"""
    key: str
    """`Account.key` of the protected account."""

    def sources(self) -> tuple[Source, ...]:
        """Where its mentions come from; shared sources are named alike and run once."""
        ...

    async def standing(self, order: Order) -> Standing:
        """How the person stands to the order's subject, read now."""
        ...

    async def relations(self) -> Relations:
        """All that the person follows, mutes and blocks, paged through."""
        ...

    async def prior(self, order: Order) -> Prior:
        """The state that the order would change."""
        ...

    def capture(self, order: Order) -> AsyncIterator[Captured]:
        """What the order's action would hide or destroy, worst lost first; bounded, and what is left out is noted."""
        ...

    def follow_up(self, order: Order) -> AsyncIterator[Captured]:
        """What the action leaves alone and belongs to it: the thread, the profile, earlier versions, media; as bounded.

        It may follow the action, and be asked for again.
        """
        ...

    async def perform(self, order: Order) -> str:
        """Do it; a receipt. Safe to repeat where the action is REPEATABLE. Refused where the server cannot."""
        ...

    async def revert(self, order: Order, prior: Prior, receipt: str) -> None:
        """Restore the prior state; nothing happens where it is already restored."""
        ...

    async def probe(self, needed: frozenset[str]) -> Probe:
        """Log in and see what is possible; `needed` names the actions that are configured."""
        ...

    def ahead(self) -> timedelta | None:
        """How far the server's clock is ahead of ours, by its latest answer; None before the first."""
        ...

    async def close(self) -> None:
        """Give connections back."""
        ...


@runtime_checkable
class Remembers(Protocol):
    """A platform that still tells who addressed the person before the shield was there."""

    def past(self, source: str, since: datetime, place: str) -> AsyncIterator[Arrival]:
        """All of it back to that moment, the latest first, from `place` on (empty: from now), as arrivals of `source`;
        an arrival with a cursor says from where to go on once all before it is kept. Spent where our share of the
        server's limits is used up: the watch's share, so that neither the shield nor the person's app waits for it.
        """
        ...


@runtime_checkable
class Proves(Protocol):
    """A platform whose posts can be proven by where they come from."""

    def origin(self, uri: str, revision: str) -> AsyncIterator[Captured]:
        """What the author's own server shows of a post, asked in nobody's name, and last a record of what was asked;
        `revision` as the mention was delivered. What a server refuses, or does not answer, is recorded, not raised."""
        ...


class Safe(Protocol):
    """Where a platform keeps a session or a count between runs; encrypted at rest."""

    def get(self, name: str) -> bytes | None:
        """What was put under this name."""
        ...

    def put(self, name: str, value: bytes) -> None:
        """Keep it."""
        ...
