"""What follows from an action that ended: who holds its author muted now, and when its own end is due."""

from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import Connection

from bot.model.action import Block, Mute, Order
from bot.model.conduct import Stage
from bot.model.delivery import Delivery, Status, Task
from bot.model.link import Why
from bot.model.measure import Limit, Suspend, Takedown
from bot.store import authors, cases, outbox, portraits

EXPIRY: Final = "expiry"
"""The cause of an inverse that was planned with its mute."""
ALREADY_SO: Final = "it was already so"
HOLDING: Final = frozenset({Status.PLANNED, Status.ATTEMPTING, Status.DONE})


def muted_by(connection: Connection, one: Delivery, order: Order) -> str | None:
    """Who holds the author muted or blocked, now that this delivery ended so: another one may hold them still."""
    if one.task is Task.ACT and one.trouble == ALREADY_SO:
        return "person"
    about = outbox.on_subject(connection, one.person, order.subject)
    ours = (each.what for each in about if each.task is Task.ACT and each.status in HOLDING)
    return "us" if any(isinstance(what, Order) and isinstance(what.action, Mute | Block) for what in ours) else None


def measured(connection: Connection, one: Delivery, order: Order, now: datetime) -> None:
    """Newcomers are compared to whom moderators limited or suspended, until a human takes that back."""
    if one.status is not Status.DONE or not isinstance(order.action, Limit | Suspend | Takedown):
        return
    from bot.store import kindred  # noqa: PLC0415 - who shields no community need not have it in memory

    stands = one.task is Task.ACT
    if stands:
        portraits.mark(connection, {(one.person, order.subject): (now, Why.SUSPENDED)})
    elif one.cause != EXPIRY:
        portraits.unmark(connection, one.person, order.subject)
    if stands or one.cause != EXPIRY:
        kindred.suspended(connection, one.person, order.subject, yes=stands)


def goes_on_until(connection: Connection, one: Delivery, order: Order, now: datetime) -> datetime | None:
    """Until when a mute whose end is due goes on; None if it may end."""
    duration = order.action.duration if isinstance(order.action, Mute) else None
    if duration is None:
        return None
    key = (order.person, order.subject)
    matched = authors.histories(connection, [key]).get(key, authors.Past()).matched
    again = matched is not None and matched > one.due_at - duration
    if again or order.subject in cases.running(connection, order.person, Stage.COURSE_OF_CONDUCT):
        return now + duration
    return None


def expired(connection: Connection, one: Delivery) -> None:
    """What it undid by its term is undone: a human who undoes it later must not lift what the person made since."""
    done = outbox.delivery(connection, one.id.removesuffix(f"-{EXPIRY}"))
    if done is not None and done.status is Status.DONE:
        outbox.settle(connection, msgspec.structs.replace(done, status=Status.UNDONE, cause=EXPIRY))


def expiry(one: Delivery, at: datetime) -> Delivery:
    """The inverse that is due when it ends by itself."""
    return msgspec.structs.replace(
        one, id=f"{one.id}-{EXPIRY}", task=Task.REVERT, due_at=at, status=Status.PLANNED, attempts=0, cause=EXPIRY
    )
