"""How far long work is, told to the database twice a second while it lasts, whatever it is at."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final

import structlog
from sqlalchemy.exc import OperationalError

from bot.store import works
from bot.store.database import Store

log = structlog.get_logger(__name__)

EVERY: Final = 0.5


class Stopped(Exception):
    """Somebody does not want it any more."""


class Telling:
    """Counts what is done, and notices that it is not wanted any more."""

    def __init__(self, store: Store, id_: str, asked: datetime | None = None) -> None:
        """`asked`, when it was asked for, by a clock that may be ahead of ours, as that of the demo is."""
        now = datetime.now(UTC)
        self.store = store
        self.id = id_
        self.ahead = max(asked or now, now) - now
        self.done = 0
        self.total = 0
        self._over = threading.Event()
        self._unwanted = threading.Event()

    def advance(self, count: int) -> None:
        """So much more is done. Raises Stopped where it is not wanted any more."""
        self.done += count
        if self._unwanted.is_set():
            raise Stopped

    def now(self) -> datetime:
        """The present moment, never before it was asked for."""
        return datetime.now(UTC) + self.ahead

    @contextmanager
    def along(self) -> Iterator[Callable[[int], None]]:
        """Tell it along with the work; gives `advance`."""
        beside = threading.Thread(target=self._tell, daemon=True)
        beside.start()
        try:
            yield self.advance
        finally:
            self._over.set()
            beside.join()

    def _tell(self) -> None:
        while not self._unwanted.is_set():
            try:
                with self.store.writing() as connection:
                    if not works.say(connection, self.id, self.done, self.total, self.now()):
                        self._unwanted.set()
            except OperationalError:  # the shield is writing, or the disk is full: the work is not at fault
                log.warning("progress not told", work=self.id)
            if self._over.wait(EVERY):
                return
