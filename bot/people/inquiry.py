"""Why something was done, or not: the decision as it was made, and what the rules as they are now would say."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from bot.errors import ChainBroken, KeyMissing
from bot.evidence.examine import examine
from bot.evidence.master import MasterKey
from bot.evidence.origin import gather
from bot.evidence.proof import Proof
from bot.evidence.pseudonym import pseudonym
from bot.model.alert import Alert
from bot.model.decision import Decision, Match, Miss, Span
from bot.model.delivery import Delivery, Task
from bot.model.mention import Mention
from bot.model.noun import Noun
from bot.model.record import Record
from bot.platforms.port import Captured
from bot.recording import records
from bot.rules.engine import Engine
from bot.signals.context import Region
from bot.signals.lexicon import Entry
from bot.store import outbox, proofs, read, survey, write
from bot.store.database import Store


class Measured(Noun, frozen=True, kw_only=True):
    """What the text is measured to say, rules aside, as things are now."""

    score: float
    """From 0 to 1, how likely it abuses whom it addresses; it never acts alone."""
    lexicon: tuple[tuple[Entry, tuple[Span, ...]], ...] = ()
    """What is found of the lexicon, worst first, and where."""
    regions: tuple[Region, ...] = ()
    """Contexts, in the order of the text."""


class Finding(Noun, frozen=True, kw_only=True):
    """One version of a mention, with all that followed from it."""

    kept: read.Kept
    record: Record | None = None
    """As it came, what was known, what was decided; None where the content cannot be read."""
    unreadable: str = ""
    """Why."""
    rules: tuple[Match | Miss, ...] = ()
    """Every rule as it is now, asked about what was known then; none where the person is configured no more."""
    now: Decision | None = None
    measured: Measured | None = None
    """None where the content cannot be read."""
    deliveries: tuple[Delivery, ...] = ()
    captured: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """What was taken into custody before each delivery, by its id."""
    proofs: tuple[Proof, ...] = ()
    """What its origin proves of it, each time that it was asked."""

    @property
    def otherwise(self) -> bool:
        """Whether the rules as they are now would decide otherwise."""
        if self.record is None or self.now is None:
            return False
        return _essence(self.now) != _essence(self.record.decision)


class Answer(Noun, frozen=True, kw_only=True):
    """What a reference leads to: findings; or an alert or an exhibit that is about no mention."""

    findings: tuple[Finding, ...] = ()
    alert: Alert | None = None
    custody: survey.Custody | None = None


def inquire(store: Store, engine: Engine, people: frozenset[str], ref: str, now: datetime) -> Answer:
    """Everything that is known of a URI, an exhibit, an alert or a delivery; `people` are those the engine knows."""
    with store.reading() as connection:
        found = survey.referred(connection, ref)
        if found:
            return Answer(findings=tuple(_finding(connection, store, engine, people, kept, now) for kept in found))
        return Answer(alert=survey.alert(connection, ref), custody=survey.custody(connection, ref))


def judged(
    connection: Connection, store: Store, engine: Engine, people: frozenset[str], kept: read.Kept, now: datetime
) -> Finding:
    """Why, and why not, of one version of a mention; what was taken into custody is left out: a chain is long."""
    found = Finding(kept=kept, deliveries=tuple(outbox.about(connection, kept.uri, kept.person)))
    try:
        record = records.read(read.content(connection, store.master, kept.exhibit))
    except (KeyMissing, ChainBroken) as error:
        return msgspec.structs.replace(found, unreadable=str(error))
    found = msgspec.structs.replace(found, record=record, measured=_measured(engine, record.facts.mention))
    if kept.person not in people:
        return found
    rules, decision = engine.explain(kept.person, record.facts), engine.decide(kept.person, record.facts, now)
    return msgspec.structs.replace(found, rules=rules, now=decision)


def _finding(
    connection: Connection, store: Store, engine: Engine, people: frozenset[str], kept: read.Kept, now: datetime
) -> Finding:
    found = judged(connection, store, engine, people, kept, now)
    captured = {
        one.id: tuple(what for what, _ in survey.captures(connection, kept.person, one.id))
        for one in found.deliveries
        if one.task is Task.ACT and one.prior is not None
    }
    proven = () if found.record is None else tuple(_proofs(connection, store.master, kept))
    return msgspec.structs.replace(found, captured=captured, proofs=proven)


def _proofs(connection: Connection, master: MasterKey, kept: read.Kept) -> Iterator[Proof]:
    """What the origin of a mention proves, each time that it was asked."""
    name = pseudonym(write.salt(connection, master, kept.person), kept.uri)
    exhibits = proofs.pieces(connection, kept.person, name)
    for group in gather(_readable(connection, master, exhibits)):
        yield examine(group)


def _readable(connection: Connection, master: MasterKey, exhibits: Sequence[str]) -> Iterator[Captured]:
    """What can be opened of these; a proof whose piece was erased or altered says that it is missing."""
    for exhibit in exhibits:
        with suppress(KeyMissing, ChainBroken):
            yield msgspec.msgpack.decode(read.content(connection, master, exhibit), type=Captured)


def _measured(engine: Engine, mention: Mention) -> Measured:
    reading = engine.read(mention.text, mention.lang)
    found = sorted(reading.lexicon.items(), key=lambda each: -each[0].strength)
    return Measured(
        score=engine.score(mention.text, reading),
        lexicon=tuple(found),
        regions=tuple(sorted(reading.regions, key=lambda region: region.span)),
    )


def _essence(decision: Decision) -> object:
    """What two decisions about the same facts can differ in."""
    matches = tuple((match.rule, match.severity, match.reason, match.mode, match.actions) for match in decision.matches)
    return decision.spared, matches, decision.failures
