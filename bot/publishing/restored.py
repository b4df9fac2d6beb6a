"""A list that a backup put back: nothing is begun by it and nothing handed out of it until a human says it is right.

Whom it named may have been taken off since the backup was made, and nobody here knows.
"""

from datetime import datetime

import msgspec
from sqlalchemy import Connection

from bot.blocklists.blocklist import Blocklist
from bot.publishing.making import say
from bot.publishing.refusing import Cannot
from bot.store import lists
from bot.store.database import Store


def waiting(connection: Connection, person: str, slug: str) -> Blocklist:
    """The list of this name that waits for somebody's word, one's own or one that is followed. Raises Refused."""
    one = lists.named(connection, slug)
    if one is None or one.person != person or one.closed_at is not None:
        raise Cannot("no_list", f"there is no list of yours called {slug[:40]}")
    if one.restored_at is None:
        raise Cannot("confirmed", f"nobody's word is needed about {one.slug}: it holds")
    return one


def confirm(store: Store, person: str, slug: str, by: str, now: datetime) -> None:
    """It is right as it stands now: what waited for that goes on. Raises Refused where nothing does."""
    with store.writing() as connection:
        one = waiting(connection, person, slug)
        lists.put(connection, msgspec.structs.replace(one, restored_at=None))
        line: dict[str, str | int] = {"version": one.version, "count": lists.count(connection, one.id), "by": by}
        say(connection, store, one, now, "list:confirmed", line)
