"""When what was done is looked at again, whether it is still so and still to be: once a day, or at once."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.blocklists.follower import Follower
from bot.store import effects, followers

EVERY: Final = timedelta(days=1)
"""Between two looks."""


def look_at(one: Follower, seen_at: datetime | None = None) -> datetime:
    """When a follower is next looked at: those of many are spread over the day."""
    seen = seen_at or one.seen_at
    return seen + EVERY if seen else one.at + EVERY * (int(one.id[:8], 16) / 16**8)


def spared_now(connection: Connection, person: str, list_: str, now: datetime) -> None:
    """A human spared somebody on the person's accounts, from one list or from all (empty): look at them all now."""
    followers.look(connection, followers.own(connection, person, list_), now - EVERY, now)


def spared_no_more(connection: Connection, person: str, list_: str, now: datetime) -> None:
    """A human took that back: what was left alone for it is gone through again."""
    some = followers.own(connection, person, list_)
    effects.spare_no_more(connection, some, now)
    followers.call(connection, some, now)
