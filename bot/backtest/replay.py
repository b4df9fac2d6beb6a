"""Replays one person's past under other rules: what was known is taken as it was stored with each decision."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from bot.backtest.outcome import Outcome
from bot.backtest.tally import Tally
from bot.errors import ChainBroken, KeyMissing
from bot.evidence.exhibit import Sealed, unseal
from bot.evidence.master import MasterKey
from bot.model.decision import Decision
from bot.model.record import Record
from bot.recording import records
from bot.rules.engine import Engine
from bot.rules.policy import Policy
from bot.store import past
from bot.store.database import Store

Progress = Callable[[int], None]
"""Told of how many mentions were gone through since it was told last."""
Before = Callable[[Decision], Decision]


def unchanged(then: Decision) -> Decision:
    """Each decision as it was made."""
    return then


class Replay:
    """Asks rules about what has happened; reads, and changes nothing."""

    def __init__(
        self, store: Store, engine: Engine, progress: Progress = lambda _: None, before: Before = unchanged
    ) -> None:
        """Take the past, and the engine that knows the people under the policies to try.

        `before` gives what is compared with: each decision as it was made, if left out.
        """
        self.before = before
        self.store = store
        self.engine = engine
        self.progress = progress

    def of(
        self, person: str, policy: Policy, zone: str, since: datetime | None = None, most: int | None = None
    ) -> Outcome:
        """All that happened since then, at most so many of the latest; days are those of the zone."""
        tally = Tally(person, zone)
        for page in past.pages(self.store, person, since, most):
            for sealed in page.contents:
                self._try(person, sealed, tally)
            self.progress(len(page.contents))
        return tally.outcome(rule.name for rule in policy.rules)

    def _try(self, person: str, sealed: Sealed | None, tally: Tally) -> None:
        """Count one mention; one that cannot be read must not hide the others."""
        if sealed is not None and not sealed.wrapped:
            tally.erased += 1
            return
        try:
            kept = _opened(sealed, self.store.master)
        except (KeyMissing, ChainBroken, msgspec.DecodeError):
            tally.unreadable += 1
            return
        then, now = kept.decision, self.engine.decide(person, kept.facts, kept.decision.decided_at)
        tally.add(kept.facts, self.before(then), now)


def _opened(sealed: Sealed | None, master: MasterKey) -> Record:
    """What stands in an exhibit."""
    if sealed is None:
        raise KeyMissing("the exhibit is not there")
    return records.read(unseal(sealed, master))
