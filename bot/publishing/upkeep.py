"""What is done with lists of one's own from time to time: rules put people forward, and what has had its time goes."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

import structlog

from bot.blocklists.blocklist import Blocklist
from bot.errors import RempartError
from bot.model.shield import Shield
from bot.publishing.making import every
from bot.publishing.ruled import by_rules
from bot.publishing.undoing import AT_ONCE, retracted
from bot.store import editions, lists
from bot.store.database import Store

log = structlog.get_logger(__name__)

CLOCK: Final = ""
"""Who takes back what expired: nobody."""


def look_after(store: Store, shields: Mapping[str, Shield], now: datetime) -> None:
    """Let rules put people forward for every list of these people."""
    _each(store, shields, lambda shield, one: by_rules(store, shield, one.slug, now))


def let_go(store: Store, shields: Mapping[str, Shield], now: datetime) -> None:
    """Take back what stands in any list of these people beyond its time."""
    _each(store, shields, lambda _, one: expire(store, one.id, now))


def expire(store: Store, list_: str, now: datetime) -> int:
    """Take back what stands in a list beyond its time; how many entries. Whoever tells what a list says, elsewhere or
    to anybody, calls it first: where there is nothing to take back it costs one question.
    """
    with store.reading() as connection:
        if not editions.expired(connection, list_, now, 1):
            return 0
    done = 0
    while True:
        with store.writing() as connection:
            one = lists.by_id(connection, list_)
            over = editions.expired(connection, list_, now, AT_ONCE) if one else []
            if one is None or not over:
                return done
            done += retracted(connection, store, one, over, "list:expired", CLOCK, now)


def _each(store: Store, shields: Mapping[str, Shield], do: Callable[[Shield, Blocklist], object]) -> None:
    """Do it for each list; one that fails keeps no other waiting."""
    for shield in shields.values():
        with store.reading() as connection:
            own = every(connection, shield.name)
        for one in own:
            try:
                do(shield, one)
            except RempartError as error:
                log.warning("a list was not looked after", list=one.slug, error=type(error).__name__)
