"""Reasons that are given for a measure: they go with it or follow it, opened for the moment in which they are sent.

Only what is done is explained, and only once: a letter of which it is not known whether it left waits for a human.
"""

from datetime import datetime

from msgspec.structs import replace
from sqlalchemy import Connection

from bot.alerts.wording import wording
from bot.errors import Gone
from bot.model.action import Order
from bot.model.delivery import Delivery, Status, Task
from bot.model.measure import Inform
from bot.store import outbox
from bot.store.database import Store

LETTER = "-inform"
"""Ends the id of what tells the account why, apart from the measure."""


def worded(store: Store, order: Order) -> Order:
    """An order with what is said along with it. Raises Gone where a letter is not wanted any more."""
    from bot.store import statements  # noqa: PLC0415 - only communities give reasons

    with store.reading() as connection:
        if isinstance(order.action, Inform):
            _require_wanted(connection, order)
        return statements.worded(order, statements.text(connection, store.master, order.statement))


def followed(connection: Connection, one: Delivery, order: Order, now: datetime) -> bool:
    """Whether the reasons for what ended went out just now; where they go apart from it, their letter is planned."""
    if one.task is not Task.ACT or one.status is not Status.DONE or not order.statement:
        return False
    from bot.store import statements  # noqa: PLC0415 - as above

    if not isinstance(order.action, Inform) and not statements.says(order):
        outbox.plan(connection, [_letter(connection, one, order, now)])
        return False
    return statements.sent(connection, order.statement, now)


def _letter(connection: Connection, one: Delivery, order: Order, now: datetime) -> Delivery:
    """What tells the account why; a human chose it with the measure, so that no budget counts it."""
    from bot.store import statements  # noqa: PLC0415 - as above

    given = statements.statement(connection, one.person, order.statement)
    title = wording(given.language if given else "en").say("inform.title", community=one.person)
    id_ = one.id + LETTER
    what = replace(order, id=id_, action=Inform(title=title), uri=f"docket:{order.subject}", revision="")
    return replace(
        one, id=id_, what=what, due_at=now, status=Status.PLANNED, attempts=0, prior=None, receipt="", trouble=""
    )


def _require_wanted(connection: Connection, order: Order) -> None:
    """Raises Gone where the measure was taken back meanwhile, or somebody sent its reasons by hand."""
    from bot.store import statements  # noqa: PLC0415 - as above

    given = statements.statement(connection, order.person, order.statement)
    measure = None if given is None else outbox.delivery(connection, given.delivery)
    if given is None or given.sent_at is not None:
        raise Gone("The reasons were sent by hand.")
    if measure is None or measure.status is not Status.DONE:
        raise Gone("The measure was taken back before: nothing is told of it.")
