"""Whether who asks for something may still do it: by their seat as it stands now, not as it was when they came in."""

from datetime import datetime

from sqlalchemy import Connection

from bot.errors import Refused
from bot.model.seat import Grant, Seat
from bot.store import seats


def entitled(connection: Connection, seat: Seat, person: str, grant: Grant, now: datetime) -> Seat:
    """The seat as it stands. Raises Refused where it ended, lacks the right, or is beside another than this person."""
    fresh = seats.seat(connection, seat.id)
    if fresh is None or fresh.person != person or not fresh.holds(now) or not fresh.may(grant):
        raise Refused(f"this takes the right {grant.value!r}, which this seat does not have")
    return fresh
