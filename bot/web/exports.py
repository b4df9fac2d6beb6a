"""Exports that were agreed on: written beside the configuration, for their owner alone, and gone after a week."""

import threading
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.backups.export import export
from bot.dossier.staging import sweep
from bot.errors import RempartError
from bot.model.proposal import Proposal
from bot.people.agreeing import Agreeing
from bot.store.database import Store

log = structlog.get_logger(__name__)

OFFERED: Final = timedelta(days=7)
"""How long an export can be fetched: what lies in clear should not lie about."""
EVERY: Final = 60.0
"""Seconds between two looks at what is due."""
AGAIN: Final = timedelta(hours=1)
"""After how long what failed is tried again."""


class Exports:
    """The folder in which they lie."""

    def __init__(self, store: Store, folder: Path, language: Callable[[str], str]) -> None:
        """`language` says in which a person is told what the export holds."""
        self.store = store
        self.folder = folder
        self.language = language

    def file(self, one: Proposal) -> Path:
        """Where an export lies, or would."""
        return self.folder / f"rempart-{one.id}.zip"

    def write(self, one: Proposal, now: datetime) -> None:
        """Write it, whole or not at all; one that lies there already was written before an interruption."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        if not self.file(one).exists():
            export(self.store, one.person, self.language(one.person), self.file(one), now)

    def sweep(self, known: Collection[str], now: datetime) -> None:
        """Let go of what was offered long enough, was never finished, or is of nobody whom we know any more: who is
        erased takes their exports along.
        """
        sweep(self.folder)
        for path in self.folder.glob("*rempart-*"):
            if path.is_dir():  # something is being made in it
                continue
            offered = datetime.fromtimestamp(path.stat().st_mtime, UTC) + OFFERED >= now
            if not offered or not any(id_ in path.name for id_ in known):
                path.unlink(missing_ok=True)


class Errands:
    """Does what is due, in a thread of its own, so that nobody need wait for it."""

    def __init__(self, agreeing: Agreeing, exports: Exports, people: Callable[[], Iterable[str]]) -> None:
        self.agreeing = agreeing
        self.exports = exports
        self.people = people
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.failed: dict[str, datetime] = {}
        """When what could not be done was tried last, by proposal."""
        self._wanted = threading.Event()

    def start(self) -> None:
        """Go on until the process ends, however it does: what is interrupted is done by the next."""
        threading.Thread(target=self._go_on, daemon=True).start()

    def hurry(self) -> None:
        """Something is due now."""
        self._wanted.set()

    def run(self) -> None:
        """Do once what is due; what fails is tried again later, and nothing else waits for it."""
        now = self.now()
        people = list(self.people())
        self.exports.sweep([one.id for name in people for one in self.agreeing.every(name)], now)
        for one in reversed(self.agreeing.due(people, now)):
            if one.id not in self.failed or self.failed[one.id] + AGAIN <= now:
                self._do(one, now)

    def _do(self, one: Proposal, now: datetime) -> None:
        try:
            self.agreeing.do(one, now)
            self.failed.pop(one.id, None)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one keeps no other waiting, nor ends this
            self.failed[one.id] = now
            log.warning("what was agreed on could not be done", kind=one.kind.value, error=type(error).__name__)

    def _go_on(self) -> None:
        while True:
            self._wanted.wait(EVERY)
            self._wanted.clear()
            try:
                self.run()
            except (RempartError, SQLAlchemyError, OSError) as error:  # the database is away: later
                log.warning("errands wait", error=type(error).__name__)
