"""The instrument: by what software, on what machine and by what clock things are taken, said once and when it changes.

It mirrors what a bailiff notes before a finding on the web (NF Z67-147): system, clock, resolver, proxy.
"""

import platform
import socket
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import Connection
from sqlalchemy.exc import NoResultFound

from bot.config.schema import Network
from bot.custody.sntp import offset
from bot.errors import ChainBroken, KeyMissing
from bot.model.noun import Noun, utc
from bot.store import instruments, read, write
from bot.store.database import Store

EVENT: Final = "instrument"
EVERY: Final = timedelta(hours=1)
DRIFT: Final = timedelta(seconds=1)
"""By so much the clock may move before it is said again."""
UNKNOWN: Final = "unknown"
_RESOLVERS: Final = Path("/etc/resolv.conf")


class Instrument(Noun, frozen=True, kw_only=True):
    """What was at work; kept as JSON."""

    software: str
    python: str
    system: str
    host: str
    resolvers: tuple[str, ...]
    """The name servers that this machine asks; empty where it does not tell."""
    proxy: str
    """`none`, or `configured`: no environment variable is heeded."""
    clock: str = UNKNOWN
    """The time server that was asked."""
    ahead_ms: int | None = None
    """By how many milliseconds its clock is ahead of ours; None: unknown."""
    within_ms: int | None = None
    began: str
    ended: str
    """When this was looked at, by our clock."""

    def like(self, other: "Instrument") -> bool:
        """Whether nothing has changed that is worth an entry."""
        if self.fixed != other.fixed or (self.ahead_ms is None) != (other.ahead_ms is None):
            return False
        return abs((self.ahead_ms or 0) - (other.ahead_ms or 0)) * timedelta(milliseconds=1) < DRIFT

    @property
    def fixed(self) -> tuple[object, ...]:
        """All but the clock."""
        return self.software, self.python, self.system, self.host, self.resolvers, self.proxy


async def look(clocks: Sequence[str], *, proxied: bool, loopback: bool = False) -> Instrument:
    """What is at work now; asks the time servers, one packet each until one answers."""
    began = datetime.now(UTC)
    told = await offset(clocks, loopback=loopback)
    return Instrument(
        software=f"rempart {version('rempart')}",
        python=platform.python_version(),
        system=platform.platform(),
        host=socket.gethostname(),
        resolvers=_resolvers(),
        proxy="configured" if proxied else "none",
        clock=told.server if told else UNKNOWN,
        ahead_ms=round(told.ahead / timedelta(milliseconds=1)) if told else None,
        within_ms=round(told.within / timedelta(milliseconds=1)) if told else None,
        began=utc(began),
        ended=utc(datetime.now(UTC)),
    )


def note(store: Store, people: Iterable[str], found: Instrument, now: datetime) -> dict[str, int]:
    """The entry of each person's chain that tells of this instrument, made where the last one tells of another; what
    is taken from now on names it.
    """
    with store.writing() as connection:
        noted = {person: _noted(connection, store, person, found, now) for person in people}
    store.instruments |= noted
    return noted


async def again(store: Store, people: Iterable[str], network: Network) -> None:
    """Look, and say it where it is to be said."""
    found = await look(network.clocks, proxied=network.proxy is not None, loopback=network.allow_loopback)
    await store.run_durably(note, store, list(people), found, datetime.now(UTC))


def _noted(connection: Connection, store: Store, person: str, found: Instrument, now: datetime) -> int:
    number, before = _last(connection, store, person)
    if before is not None and found.like(before):
        return number
    write.salt(connection, store.master, person)  # makes the person's row at first need
    (box,) = write.take(connection, store.master, person, EVENT, [(msgspec.json.encode(found, order="sorted"), now)])
    write.append(connection, person, [(now, EVENT, {"exhibit": box.id, "digest": box.digest})])
    return write.head(connection, person).number


def _last(connection: Connection, store: Store, person: str) -> tuple[int, Instrument | None]:
    """The latest that was said; none where nothing was, or what was said can no longer be read."""
    number, exhibit = instruments.latest(connection, person, EVENT) or (0, "")
    try:
        return number, msgspec.json.decode(read.content(connection, store.master, exhibit), type=Instrument)
    except (KeyMissing, ChainBroken, NoResultFound, msgspec.MsgspecError):
        return number, None


def _resolvers() -> tuple[str, ...]:
    try:
        lines = _RESOLVERS.read_text("utf-8", "replace").splitlines()
    except OSError:
        return ()
    return tuple(line.split()[1] for line in lines if line.startswith("nameserver") and len(line.split()) > 1)
