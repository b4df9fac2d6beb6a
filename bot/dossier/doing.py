"""What was done about a fact, as it stood at a moment: told by the chain, for rows say only how it stands now."""

from collections.abc import Iterable, Iterator
from typing import Final

from bot.dossier.fact import Done
from bot.dossier.trailed import Trailed
from bot.model.action import Order, kind_of
from bot.model.delivery import Delivery, Status, Task
from bot.outbox.afterwards import EXPIRY

BECOMES: Final = {
    **{one.value: one for one in Status},
    "revert": Status.UNDONE,
    "cancel": Status.CANCELLED,
    "approved": Status.PLANNED,
    "ordered": Status.PLANNED,
    "retried": Status.PLANNED,
    "rejected": Status.CANCELLED,
    "left": Status.CANCELLED,
}
"""How a delivery stands after an entry that ends so."""
ENDED: Final = f":{Status.DONE}"


def done(some: Iterable[Delivery], trail: Trailed) -> tuple[Done, ...]:
    """In the order of time; what took it back shows in how it ended."""
    told = dict.fromkeys(_told(some, trail))  # an alert that went over two channels at once is one
    return tuple(sorted(told, key=lambda each: (each.at, each.what, each.by, each.outcome)))


def _told(some: Iterable[Delivery], trail: Trailed) -> Iterator[Done]:
    for one in some:
        about = one.what
        planned = about.decided_at if isinstance(about, Order) else about.at
        if one.task not in {Task.ACT, Task.ALERT} or planned > trail.now:
            continue
        outcome, at = _began(one, trail), planned
        for step in trail.steps.get(one.id, ()):
            becomes = BECOMES.get(step.event.rpartition(":")[2])
            if becomes is not None:
                outcome, at = becomes, at if becomes is Status.UNDONE else step.at
        expired = trail.steps.get(f"{one.id}-{EXPIRY}", ())
        if outcome is Status.DONE and any(step.event.endswith(ENDED) for step in expired):
            outcome = Status.UNDONE
        what, rule = (kind_of(about.action), about.rule) if isinstance(about, Order) else ("alert", "")
        yield Done(what=what, at=at, outcome=outcome.value, by=rule)


def _began(one: Delivery, trail: Trailed) -> Status:
    """How it stood before the chain says anything of it; that a human lifted what was planned, it never says."""
    if one.status is Status.CANCELLED and one.id not in trail.later and one.id not in trail.steps:
        return Status.CANCELLED
    return Status.HELD if one.id in trail.held or one.hold is not None else Status.PLANNED
