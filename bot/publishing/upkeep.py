"""What is done with lists of one's own from time to time: rules put people forward, and what has had its time goes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

import structlog

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
    """Do it for every list of these people; one that fails keeps no other waiting."""
    for shield in shields.values():
        with store.reading() as connection:
            own = every(connection, shield.name)
        for one in own:
            try:
                expire(store, one.id, now)
                by_rules(store, shield, one.slug, now)
            except RempartError as error:
                log.warning("a list was not looked after", list=one.slug, error=type(error).__name__)


def expire(store: Store, list_: str, now: datetime) -> int:
    """Take back what stands in a list beyond its time; how many entries."""
    done = 0
    while True:
        with store.writing() as connection:
            one = lists.by_id(connection, list_)
            over = editions.expired(connection, list_, now, AT_ONCE) if one else []
            if one is None or not over:
                return done
            done += retracted(connection, store, one, over, "list:expired", CLOCK, now)
