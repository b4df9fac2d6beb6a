"""What a new version means for all who follow a list: planned by its changes, whatever the size of the list."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Final, NamedTuple

from sqlalchemy import Connection

from bot.blocklists.change import Change
from bot.blocklists.follower import Follower, Phase
from bot.following.plan import plan
from bot.store import effects, followers, lists
from bot.store.database import Store

AT_ONCE: Final = 200
"""Followers, and changes, that are planned in one round."""
ROWS: Final = 1_000
"""Entries that are written in one transaction: whoever writes mentions waits no longer than that."""


class Part(NamedTuple):
    """A few who follow a list and are level with each other."""

    list: str
    upto: str
    followers: Sequence[str]


def parts(store: Store, now: Callable[[], datetime]) -> list[Part]:
    """Some who have nothing left to do, and for whom there is something new; none where all are level."""
    found: list[Part] = []
    with store.reading() as connection:
        for list_ in followers.followed(connection):
            some = followers.behind(connection, list_, lists.newest(connection, list_), now(), AT_ONCE)
            for upto, group in groupby(some, key=lambda one: one.upto):
                ids = [one.id for one in group]
                size = max(1, ROWS // max(1, len(lists.news(connection, list_, upto, AT_ONCE))))
                found += [Part(list_, upto, ids[start : start + size]) for start in range(0, len(ids), size)]
    return found


def plan_part(store: Store, part: Part, now: Callable[[], datetime]) -> int:
    """Plan some of what is new for them; how many they are."""
    with store.writing() as connection:
        found = lists.news(connection, part.list, part.upto, AT_ONCE)
        aboard = followers.still(connection, part.followers, part.upto)  # as they are now
        _write(connection, aboard, found, now())
        whole = len(found) < AT_ONCE
        level = lists.newest(connection, part.list) if whole else found[-1].id
        followers.level(connection, [one.id for one in aboard], level, Phase.ACTIVE if whole else Phase.JOINING)
    return len(part.followers)


def _write(connection: Connection, some: Sequence[Follower], found: Sequence[Change], now: datetime) -> None:
    before = effects.of(connection, [one.id for one in some], [change.entity for change in found])
    made = [
        effect
        for one in some
        for change in found
        if (effect := plan(one, change, before.get((one.id, change.entity)), now)) is not None
    ]
    effects.put(connection, made)
    followers.call(connection, list({effect.follower for effect in made}), now)
