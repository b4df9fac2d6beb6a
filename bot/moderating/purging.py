"""Telling a community, a week before, that a server will delete for good what suspended accounts wrote."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.alerts.purges import PurgeNear
from bot.model.delivery import Delivery, Status
from bot.model.shield import Shield
from bot.store import lines, outbox, pursued
from bot.telling.tell import notices

KEPT: Final = timedelta(days=30)
"""How long a Mastodon server keeps what a suspended account wrote."""
BEFORE: Final = timedelta(days=7)
DONE: Final = "suspend:done"


def purges(connection: Connection, shield: Shield, now: datetime) -> list[Delivery]:
    """One notice of the suspensions that come to their end within a week; of each but once, and of none that was
    lifted."""
    near = {f"purge {delivery}": at + KEPT for delivery, at in _near(connection, shield.name, now)}
    fresh = pursued.fresh(connection, shield.name, near)
    if not fresh:
        return []
    first = min(near[one] for one in fresh)
    planned = notices(connection, shield, PurgeNear(count=len(fresh), first=first), now)
    if planned or not shield.contacts:  # else the same was told just now, and this is told with the next
        pursued.warn(connection, shield.name, fresh, now)
    return planned


def _near(connection: Connection, person: str, now: datetime) -> Iterator[tuple[str, datetime]]:
    since = lines.reached(connection, person, now - KEPT)
    for line in lines.of_events(connection, person, [DONE], since):
        done = outbox.delivery(connection, str(line.payload.get("delivery", "")))
        if line.at <= now - KEPT + BEFORE and done is not None and done.status is Status.DONE:
            yield done.id, line.at
