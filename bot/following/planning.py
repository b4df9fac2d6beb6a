"""What a new version means for all who follow a list: planned by its changes, whatever the size of the list."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Final

from sqlalchemy import Connection

from bot.blocklists.change import Change
from bot.blocklists.follower import Follower, Phase
from bot.following.plan import plan
from bot.store import effects, followers, lists
from bot.store.database import Store

AT_ONCE: Final = 200
"""Followers, and changes, that are planned in one transaction."""


def round_of_plans(store: Store, now: Callable[[], datetime]) -> int:
    """Plan a part of what is new for some who have nothing left to do; how many they are: 0 where all are level."""
    with store.reading() as connection:
        heads = {one: lists.newest(connection, one) for one in followers.followed(connection)}
        some = {one: followers.behind(connection, one, newest, now(), AT_ONCE) for one, newest in heads.items()}
    count = 0
    for list_, theirs in some.items():
        for upto, group in groupby(theirs, key=lambda one: one.upto):
            with store.writing() as connection:
                count += _plan(connection, list_, upto, list(group), now())
    return count


def _plan(connection: Connection, list_: str, upto: str, some: Sequence[Follower], now: datetime) -> int:
    found = lists.news(connection, list_, upto, AT_ONCE)
    aboard = followers.still(connection, [one.id for one in some], upto)  # as they are now
    _write(connection, aboard, found, now)
    whole = len(found) < AT_ONCE
    level = lists.newest(connection, list_) if whole else found[-1].id
    followers.level(connection, [one.id for one in aboard], level, Phase.ACTIVE if whole else Phase.JOINING)
    return len(some)


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
