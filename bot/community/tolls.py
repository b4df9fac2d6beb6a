"""What members take, counted within one transaction: numbers alone, whatever was written."""

from sqlalchemy import Connection

from bot.model.mention import UNADDRESSED
from bot.model.reason import Severity
from bot.recording.judged import Judged
from bot.store import tolls
from bot.store.tolls import Toll, day


class Tolls:
    """Counts what came to each member, by day."""

    def __init__(self) -> None:
        self._counted: dict[str, dict[tuple[str, int], Toll]] = {}

    def add(self, one: Judged) -> None:
        """Count it; another version of what was counted is no more of it."""
        mention, severity = one.facts.mention, one.decision.severity
        if mention.kind in UNADDRESSED or one.facts.version > 1:
            return
        every = self._counted.setdefault(mention.person, {})
        key = (mention.to, day(mention.received_at))
        known = every.get(key, Toll())
        hostile, urgent = severity > Severity.NONE, severity is Severity.URGENT
        every[key] = Toll(known.noticed + 1, known.hostile + hostile, known.urgent + urgent)

    def record(self, connection: Connection) -> None:
        """Keep the numbers."""
        for person, every in self._counted.items():
            tolls.add(connection, person, every)
