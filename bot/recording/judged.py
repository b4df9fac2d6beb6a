"""One judged mention, and what of it goes where: the exhibit, the row, the outbox, the chain."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final, NamedTuple

import msgspec

from bot.evidence.exhibit import Sealed
from bot.model.arrival import Arrival
from bot.model.conduct import Act
from bot.model.decision import Decision
from bot.model.delivery import Delivery, Status, Task
from bot.model.facts import Facts, History
from bot.model.mention import Hidden, Mention
from bot.model.reason import Severity
from bot.model.record import Record
from bot.recording import records
from bot.rules.plan import Planned
from bot.store import looks, write

IMPORTED: Final = "import:"
"""Begins the names of sources that bring the past, which no alert and no digest tells."""
LOOKS: Final = (timedelta(minutes=5), timedelta(hours=1), timedelta(days=1), timedelta(days=7))
"""How long after it was judged a kept mention is looked at again."""


class Judged(NamedTuple):
    """One mention with all that follows from it."""

    arrival: Arrival
    facts: Facts
    decision: Decision
    planned: tuple[Planned, ...]
    alerts: tuple[Delivery, ...]
    hidden: Hidden | None = None
    act: Act = Act()


def after(facts: Facts, *, hit: bool) -> History:
    """The history with this mention in it; another version of a known mention is no further mention."""
    past, at = facts.history, facts.mention.received_at
    if facts.version > 1:
        first, last = min(past.first_at or at, at), max(past.last_at or at, at)
        return msgspec.structs.replace(past, matches=past.matches + hit, first_at=first, last_at=last)
    return past.after(at, hit=hit)


def content(one: Judged, instrument: int, normaliser: int, handle: str) -> bytes:
    """What is sealed of it, as `records.write` has it."""
    kept = Record(arrival=one.arrival, facts=one.facts, decision=one.decision, instrument=instrument)
    return records.write(kept, normaliser, handle)


def deliveries(one: Judged) -> list[Delivery]:
    """Its orders and its alerts, for the outbox."""
    acts = [
        Delivery(
            id=order.id,
            person=order.person,
            task=Task.ACT,
            via=order.by,
            what=order,
            due_at=one.decision.decided_at,
            status=Status.HELD if hold else Status.PLANNED,
            hold=hold,
        )
        for order, hold in one.planned
    ]
    return acts + list(one.alerts)


def row(one: Judged, box: Sealed) -> dict[str, Any]:
    """Its row among the mentions."""
    told = one.arrival.source if one.arrival.source.startswith(IMPORTED) else None
    alert = one.alerts[0].what.id if one.alerts else told
    return write.mention_row(one.facts, one.decision, box.id, alert, one.hidden, one.act.level)


def look(one: Judged) -> looks.Due | None:
    """When it is looked at again: what a rule noticed, and all that somebody muted writes; the rest as time allows."""
    mention, severity = one.facts.mention, one.decision.severity
    if severity is Severity.NONE and one.hidden is not Hidden.AUTHOR:
        return None
    at = one.decision.decided_at + LOOKS[0]
    return looks.Due(person=mention.person, uri=mention.uri, step=0, severity=severity, due_at=at)


def named(mention: Mention) -> tuple[str, ...]:
    """`Account.key` of the others whom it mentions or replies to."""
    others = (one for one in (*mention.others, mention.answers) if one)
    return tuple(dict.fromkeys(msgspec.structs.replace(mention.author, id=one).key for one in others))


def line(name: Callable[[str], str], one: Judged, box: Sealed) -> dict[str, str | int]:
    """What the chain says of a judged mention: digests, and names of our own. `name` gives pseudonyms."""
    mention = one.facts.mention
    line: dict[str, str | int] = {
        "mention": name(mention.uri),
        "version": one.facts.version,
        "author": name(mention.author.key),
        "exhibit": box.id,
        "digest": box.digest,
        "severity": one.decision.severity.label,
    }
    if one.planned:
        line["planned"] = " ".join(order.id for order, hold in one.planned if hold is None)
        line["held"] = " ".join(order.id for order, hold in one.planned if hold)
    if one.hidden is not None:
        line["hidden"] = one.hidden.value
    return line
