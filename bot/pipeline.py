"""The way of mentions, from top to bottom.

ingest            platforms/*/ingest      →  Arrival: raw bytes and a cursor
normalise         platforms/*/normalise   →  Mention (or Deleted, Identity; at a desk Flag)
handle            one transaction for all that is waiting:
    fresh             what was not judged before, with its version
    enrich            one query for each kind of past, and who wrote the same   →  Facts
    decide            rules/engine: every rule asked, pure      →  Decision
    escalate          rules/escalate: the author's conduct with this in it; then the rules that ask for the case
    plan              rules/plan: orders, or why they are held; alerts
    record            exhibits, mentions, deliveries, chain entries, cursors
deliver           delivery.py performs what is planned

Where a community is served, community/batch.py does the same, joins reports and keeps numbers of ordinary talk alone.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

import structlog

from bot.cases import gestures
from bot.coverage.seeing import Reconciling, Silent
from bot.errors import Malformed
from bot.handling.batch import Batch
from bot.handling.judging import Judging, Law
from bot.handling.leftover import Leftover
from bot.handling.setaside import Aside
from bot.model.arrival import Arrival, Deleted, Gesture, Identity
from bot.model.flag import Flag
from bot.model.mention import Mention
from bot.model.shield import Shield
from bot.platforms.port import Normalise
from bot.recording import records
from bot.recording.judged import Judged
from bot.recording.revisions import Found, fresh
from bot.rules.engine import Engine
from bot.store.database import Store, passing

log = structlog.get_logger(__name__)


def _nothing(_: Judged) -> bool:
    """Whether a mention brings something about for which the next must wait: where all are judged together, none."""
    return False


class Pipeline:
    """Everything a mention passes through before anything is done about it."""

    batch: type[Batch] = Batch
    """What one transaction's work is."""
    judges: type[Judging] = Judging
    """How each mention is judged."""

    def __init__(
        self,
        store: Store,
        shields: Mapping[str, Shield],
        normalisers: Mapping[str, Normalise],
        engine: Engine,
        now: Callable[[], datetime],
    ) -> None:
        """Take what is needed; nothing is created here. `shields` by person's name, `normalisers` by platform."""
        self.store = store
        self.law = Law(shields, engine)
        self.normalisers = normalisers
        self.readers = records.numbers(normalisers)
        self.now = now
        self.judging = self.judges()
        self.reconciling = Reconciling()
        self.leftover = Leftover()
        self._silent: list[Silent] = []
        self.protected = {account.key: one.protected for one in shields.values() for account in one.protected.accounts}

    def adopt(self, shields: Mapping[str, Shield], engine: Engine) -> None:
        """Judge by these from the next batch on, on the accounts of the start; for any thread."""
        self.law = Law(shields, engine)

    def take_silent(self) -> list[Silent]:
        """The streams that were found to bring nothing since this was last asked."""
        silent, self._silent = self._silent, []
        return silent

    def handle(self, batch: Sequence[Arrival]) -> tuple[Judged, ...]:
        """Judge all that arrived, in one transaction; all of it is kept, or nothing and the error is raised.

        What cannot be judged is set aside with its raw form, and the rest goes on.
        """
        try:
            now = self.now()
            return self._handle(batch, lambda _: now)[0]
        except Exception as error:  # one that breaks it must not stop the shield: it is set aside, and the rest goes on
            if passing(error):
                raise  # the database is locked, full or away: the whole batch is tried again
            if len(batch) > 1:  # find the one that breaks it; the others must not wait for it
                half = len(batch) // 2
                return self.handle(batch[:half]) + self.handle(batch[half:])
            log.exception("arrival broke the pipeline", source=batch[0].source)
            return self._only_aside(batch[0], error)

    def handle_until(
        self, arrivals: Sequence[Arrival], brings: Callable[[Judged], bool], at: Callable[[Arrival], datetime]
    ) -> tuple[tuple[Judged, ...], int]:
        """As `handle`, but no further than the first mention that `brings` something about, or lets a raid or a link be
        known: what follows must find the world as it is then. `at` says when each is handled. With how many were.
        """
        return self._handle(arrivals, at, brings)

    def _handle(
        self,
        arrivals: Sequence[Arrival],
        at: Callable[[Arrival], datetime],
        brings: Callable[[Judged], bool] = _nothing,
    ) -> tuple[tuple[Judged, ...], int]:
        law = self.law
        with self.store.writing() as connection:
            batch = self.batch(connection, self.store, law.shields, self.now(), self.readers)
            brought = list(self._normalised(batch, arrivals))
            new = fresh(connection, batch.names, brought)
            last = self._judge_all(batch, law, new, at, brings)
            if last is not None:
                arrivals = batch.end(arrivals, last)
            batch.turn(max(map(at, arrivals[-1:]), default=batch.now))
            batch.record()
            gestures.count(connection, self.store.master, law.shields, batch.conducts.gestures, batch.now)
            batch.advance(arrivals)
            handled = set(map(id, arrivals))
            self.reconciling.compare(
                (one for one in brought if id(one[0]) in handled), (one for one in new if id(one[0]) in handled)
            )
            silent = self.reconciling.advance(connection, law.shields, arrivals)
        self.reconciling.settle(silent)
        self._silent += silent
        return tuple(batch.judged), len(arrivals)

    def preview(self, arrivals: Sequence[Arrival]) -> tuple[Judged, ...]:
        """What `handle` would judge now, while the database can be read and takes nothing; nothing is kept of it."""
        with self.store.reading() as connection:
            batch = self.batch(connection, self.store, self.law.shields, self.now())
            new = fresh(connection, batch.names, self._normalised(batch, arrivals))
            self._judge_all(batch, self.law, new, lambda _: batch.now)
        return tuple(batch.judged)

    def _judge_all(
        self,
        batch: Batch,
        law: Law,
        mentions: Sequence[Found],
        at: Callable[[Arrival], datetime],
        brings: Callable[[Judged], bool] = _nothing,
    ) -> Arrival | None:
        """Judge them in order, each at its moment, up to the first that `brings` something about; with what it came,
        where there is one.
        """
        batch.enrich(mention for _, mention, _ in mentions)
        mentions = batch.likened(mentions)
        readings = self.leftover.readings(law.engine, mentions)
        folded = (reading.readings[0].text for reading in readings)
        batch.copies.take(zip((mention for _, mention, _ in mentions), folded, strict=True), law.engine.compares)
        last: Arrival | None = None
        for place, ((arrival, mention, version), reading) in enumerate(zip(mentions, readings, strict=True)):
            if last is not None and arrival is not last:
                self.leftover.keep(law.engine, mentions[place:], readings[place:])
                break
            batch.turn(at(arrival))
            self.judging.judge(batch, law, arrival, mention, version, reading)
            if brings(batch.judged[-1]) or (brings is not _nothing and batch.tells):
                last = arrival
        return last

    def _normalised(self, batch: Batch, arrivals: Sequence[Arrival]) -> Iterator[tuple[Arrival, Mention]]:
        for arrival in arrivals:
            if not arrival.raw:
                continue
            try:
                events = self.normalisers[arrival.platform](arrival, self.protected)
            except Malformed as error:
                batch.asides.append(Aside(arrival, str(error)))
                continue
            for event in events:
                match event:
                    case Mention():
                        yield arrival, event
                    case Deleted() | Identity():
                        batch.happened.append((arrival, event))
                    case Gesture():
                        batch.conducts.gestures.append((arrival, event))
                    case Flag():
                        batch.flagged(arrival, event)

    def _only_aside(self, arrival: Arrival, error: Exception) -> tuple[Judged, ...]:
        with self.store.writing() as connection:
            batch = self.batch(connection, self.store, self.law.shields, self.now())
            batch.asides.append(Aside(arrival, type(error).__name__))
            batch.record()
            batch.advance([arrival])
        return ()
