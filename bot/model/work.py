"""Long work that somebody asked for: they may leave, and find it again."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.model.noun import Noun

PATIENCE: Final = timedelta(seconds=20)
"""How long work may say nothing of itself before it counts as dead; it speaks twice a second."""


class Kind(StrEnum):
    """What is done."""

    VERIFY = "verify"
    BACKTEST = "backtest"
    WEIGH = "weigh"
    """Counting what a dossier would hold."""
    DOSSIER = "dossier"
    """Making one that was agreed on."""


class Stage(StrEnum):
    """How far it is."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


class Work(Noun, frozen=True, kw_only=True):
    """One piece of it."""

    id: str
    person: str
    kind: Kind
    detail: str = ""
    """What was asked, wrapped under the master key."""
    by: str
    at: datetime
    seen: datetime
    """When it last said how far it is."""
    done: int = 0
    total: int = 0
    stage: Stage = Stage.RUNNING
    result: bytes = b""
    """What came of it, wrapped under the master key."""

    def runs(self, now: datetime) -> bool:
        """Whether something is at work on it."""
        return self.stage is Stage.RUNNING and now - self.seen <= PATIENCE

    def dead(self, now: datetime) -> bool:
        """Whether what was at work on it ended without a word."""
        return self.stage is Stage.RUNNING and now - self.seen > PATIENCE
