"""What was last ordered about a docket, and still stands."""

from sqlalchemy import Connection

from bot.model.action import Order
from bot.model.delivery import STANDS, Delivery, Task
from bot.model.docket import Docket
from bot.model.measure import Measure
from bot.store import outbox


def last(connection: Connection, docket: Docket, kind: type[Measure]) -> list[Delivery]:
    """The latest measure of this kind; none where there is none, or it was undone."""
    found = [
        (each.what.decided_at, each.id, each)
        for each in outbox.on_subject(connection, docket.person, docket.subject)
        if each.task is Task.ACT and each.status in STANDS
        if isinstance(each.what, Order) and isinstance(each.what.action, kind)
    ]
    return [each for *_, each in sorted(found)[-1:]]
