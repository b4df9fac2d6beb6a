"""What was agreed on at the desk is let be done: exactly that, and nothing twice."""

from datetime import datetime

import msgspec
import structlog

from bot.model.action import Order
from bot.model.decision import Hold
from bot.model.delivery import Status
from bot.model.proposal import Proposal
from bot.outbox.seconded import digest_of, meant
from bot.people.review import Review
from bot.store import outbox, seats
from bot.store.database import Store

log = structlog.get_logger(__name__)


def perform(store: Store, one: Proposal, now: datetime) -> None:
    """Plan the measures that a proposal names and that still wait as they were proposed; what a human rejected
    meanwhile stays so, and what is planned or done already is left alone.
    """
    said = meant(one)
    wanted = dict(zip(said.deliveries, said.digests, strict=True))
    with store.writing() as connection:
        names = [seat.name for id_ in (one.by, one.settled_by) if id_ and (seat := seats.seat(connection, id_))]
        for each in outbox.known(connection, list(wanted)).values():
            order = each.what
            if (each.person, each.status, each.hold) != (one.person, Status.HELD, Hold.TWO):
                continue
            if not isinstance(order, Order) or digest_of(order) != wanted[each.id]:
                log.warning("not what was agreed on", proposal=one.id, delivery=each.id)
                continue
            planned = msgspec.structs.replace(
                each, status=Status.PLANNED, hold=Hold.REVIEW, due_at=now, attempts=0, cause=" & ".join(names)
            )
            Review(store).settle(connection, planned, "agreed", now)
