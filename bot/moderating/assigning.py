"""Who sees to a docket has its reports at the server too, by the desk's account, where there is such a thing."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.errors import Refused
from bot.model.action import Order, kinds
from bot.model.delivery import Status
from bot.model.docket import Docket
from bot.model.measure import Assign
from bot.model.seat import Seat
from bot.model.shield import Shield
from bot.moderating.asking import Asking
from bot.moderating.ordered import last
from bot.people.review import Review
from bot.store import flags, measures
from bot.store.database import Store

QUIET: Final = timedelta(days=1)
"""For how long a server is not asked again that said no."""


def assign(store: Store, shield: Shield, seat: Seat, docket: Docket, now: datetime) -> None:
    """Order it, of the reports that are open; whether it can be had is for the server to say."""
    if not docket.subject.startswith("mastodon:"):  # Ozone knows of nobody's taking
        return
    with store.reading() as connection:
        if _denied(connection, docket.person, now):
            return
        open_ = flags.of(connection, docket.person, docket.subject, True)  # noqa: FBT003 - those that are open
    if open_:
        with suppress(Refused):  # whoever sees to it does so here all the same
            Asking(store, shield, seat, now).order(docket, Assign(flags=tuple(sorted(one.id for one in open_))))


def _denied(connection: Connection, person: str, now: datetime) -> bool:
    """Whether the server said lately that it has no such thing, or not for this desk."""
    return any(
        one.status is Status.REFUSED and isinstance(one.what, Order) and now - one.what.decided_at < QUIET
        for one in measures.latest(connection, person, kinds((Assign,)), 1)
    )


def unassign(connection: Connection, store: Store, docket: Docket, by: str, now: datetime) -> None:
    """Give them back, as far as they were taken here."""
    Review(store).restore(connection, last(connection, docket, Assign), by, now)
