"""How one mention is judged: what is known of it, what the rules say, what the author's conduct adds, what follows."""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from bot.cases.hours import ahead
from bot.handling.batch import Batch
from bot.model.arrival import Arrival
from bot.model.conduct import Act
from bot.model.decision import Decision
from bot.model.delivery import Delivery
from bot.model.facts import Facts
from bot.model.mention import Mention
from bot.model.shield import Shield
from bot.recording.judged import Judged
from bot.rules.engine import Engine
from bot.rules.plan import Planned, along, plan
from bot.signals.reading import Reading
from bot.telling.tell import alerts_for, new_ids


class Law(NamedTuple):
    """What mentions are judged by: never half of one and half of another."""

    shields: Mapping[str, Shield]
    engine: Engine


class Judging:
    """Judges within the transaction of a batch; the next ones see what was judged before."""

    def __init__(self) -> None:
        self.ids = new_ids()

    def judge(self, batch: Batch, law: Law, arrival: Arrival, mention: Mention, version: int, reading: Reading) -> None:
        """Add to the batch what is known of it, what was decided, and what follows."""
        shield = law.shields[mention.person]
        facts = Facts(
            mention=mention,
            version=version,
            history=batch.history(mention),
            relation=batch.relation(mention),
            copies=batch.copies.of(mention),
            offset=ahead(mention.received_at, shield.protected.zone),
            leaks=batch.leaks.of(mention, law.engine.seeks),
            name_told=batch.name_told(mention),
            listed=batch.listed.of(mention),
        )
        hostile = law.engine.hurts(mention.person, reading)
        facts = batch.met(facts, reading.readings[0].text, hostile=hostile)
        facts, decision, act = self._decided(batch, law.engine, facts, reading)
        told = decision.matches or (facts.conduct and facts.conduct.reached)
        planned, alerts = self.consequences(batch, shield, facts, decision) if told else ((), ())
        hidden = batch.hidden(mention, facts.relation)
        batch.add(Judged(arrival, facts, decision, planned, alerts, hidden, act))

    def _decided(self, batch: Batch, engine: Engine, facts: Facts, reading: Reading) -> tuple[Facts, Decision, Act]:
        """What most rules hear; then the author's conduct with it; then what those rules say that ask for the case."""
        person = facts.mention.person
        heard = engine.heard(person, facts, batch.now, reading)
        act = engine.act(person, facts, heard, reading)
        conduct = batch.conduct(facts, act)
        if conduct is not None:
            facts = msgspec.structs.replace(facts, conduct=conduct)
        return facts, engine.joined(person, facts, heard, reading), act

    def consequences(
        self, batch: Batch, shield: Shield, facts: Facts, decision: Decision
    ) -> tuple[tuple[Planned, ...], tuple[Delivery, ...]]:
        """What is planned, and who is told."""
        paused = batch.limits.paused(shield.name)
        planned = plan(facts, decision, batch.limits.allowance(shield), paused=paused, make_id=self.ids)
        for half, done in batch.halves(facts):
            planned += along(tuple(planned), half, done, batch.limits.allowance(shield), self.ids)
        if batch.crowds.tells(facts, decision):
            return tuple(planned), ()
        return tuple(planned), alerts_for(shield, facts, decision, batch.limits.lately(shield.name), self.ids)
