"""The sign of life of a running shield, for those who ask from another process: how each source stands."""

import asyncio
import os
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import msgspec
import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from bot.evidence.master import MasterKey
from bot.model.noun import Noun
from bot.store import read, write
from bot.store.database import Store

log = structlog.get_logger(__name__)

NAME = "heartbeat"
EVERY = timedelta(seconds=10)
"""Between two signs of life while nothing changes."""
GLANCE = 1.0
"""Seconds between two looks at the sources: when one stands otherwise, a sign of life says so."""
BEHIND = 60
"""Seconds by which a clock is wrong, and not only another one than the servers'."""
LATE = timedelta(seconds=60)
"""Without a sign for longer, a shield is stuck."""


class Pulse(Noun, frozen=True, kw_only=True):
    """How one source stands."""

    source: str
    people: tuple[str, ...]
    """Whom it serves."""
    state: str
    """`starting`, `reading`, `reconnecting`, `waiting: …`, `stopped: …`, `failing`"""
    event_at: datetime | None = None
    """Event time of the latest that it brought, by the server's clock."""
    handled_at: datetime | None = None
    """When that was judged and kept."""

    @property
    def lag(self) -> timedelta | None:
        """How long the latest took from the server to the decision; long while catching up."""
        return max(self.handled_at - self.event_at, timedelta(0)) if self.handled_at and self.event_at else None

    @property
    def well(self) -> bool:
        """Whether it works, or will by itself."""
        return not self.state.startswith(("stopped", "failing"))


class Taken(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """What became of a configuration that changed while the shield runs."""

    problems: tuple[str, ...] = ()
    """Why it was not taken up, with file, line, key and cure each; the one before goes on."""
    waiting: tuple[str, ...] = ()
    """What of it waits for a restart."""


class Heartbeat(Noun, frozen=True, kw_only=True):
    """One sign of life."""

    at: datetime
    began: datetime
    process: int
    sources: tuple[Pulse, ...] = ()
    unreached: tuple[str, ...] = ()
    """What was wrong with accounts that could not be reached at the start, a sentence each."""
    taken: Taken = Taken()
    behind: int = 0
    """Seconds by which the clock is behind what it should be, as far as is known."""
    failing: tuple[str, ...] = ()
    """What goes on beside, and failed when it was last done: `looks`, `vigil`."""


class Heart:
    """Beats while the shield runs."""

    def __init__(
        self,
        store: Store,
        serves: Mapping[str, tuple[str, ...]],
        look: Callable[[str], tuple[str, tuple[datetime, datetime] | None]],
        now: Callable[[], datetime],
        unreached: tuple[str, ...] = (),
    ) -> None:
        """`serves`: the people of each source by its name; `look`: its state, and the latest (event, handled)."""
        self.store = store
        self.serves = serves
        self.look = look
        self.now = now
        self.unreached = unreached
        self.taken = Taken()
        self.behind = timedelta()
        """How far the clock is behind, as whoever watches it found."""
        self.failing: Callable[[], tuple[str, ...]] = tuple
        """What goes on beside, and failed when it was last done."""
        self.began = now()

    async def run(self) -> None:
        """Beat until cancelled."""
        written: Heartbeat | None = None
        while True:
            beat = self._beat()
            if written is None or abs(beat.at - written.at) >= EVERY or _states(beat) != _states(written):
                try:
                    await self.store.run(self._write, beat)
                    written = beat
                except OperationalError as error:  # the database is away: the next beat tells, if it is back
                    log.warning("heartbeat not written", error=type(error.orig).__name__)
                except Exception:  # whoever asks is told after a minute that there is no sign; the shield goes on
                    log.exception("heartbeat not written")
            await asyncio.sleep(GLANCE)

    def _beat(self) -> Heartbeat:
        return Heartbeat(
            at=self.now(),
            began=self.began,
            process=os.getpid(),
            sources=tuple(self._pulse(source, people) for source, people in self.serves.items()),
            unreached=self.unreached,
            taken=self.taken,
            behind=int(self.behind.total_seconds()),
            failing=self.failing(),
        )

    def _write(self, beat: Heartbeat) -> None:
        with self.store.writing() as connection:
            write.put(connection, self.store.master, NAME, msgspec.json.encode(beat))

    def _pulse(self, source: str, people: tuple[str, ...]) -> Pulse:
        state, latest = self.look(source)
        event_at, handled_at = latest or (None, None)
        return Pulse(source=source, people=people, state=state, event_at=event_at, handled_at=handled_at)


def _states(beat: Heartbeat) -> tuple[Taken, tuple[str, ...], list[str]]:
    return beat.taken, beat.failing, [pulse.state for pulse in beat.sources]


def last(connection: Connection, master: MasterKey) -> Heartbeat | None:
    """The latest sign of life on this database, however old. KeyMissing with another master key."""
    kept = read.get(connection, master, NAME)
    return None if kept is None else msgspec.json.decode(kept, type=Heartbeat)
