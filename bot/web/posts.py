"""What is kept of an account's posts, as a list without a word of them: the latest of its case and those that were
reported, else its first ones.
"""

from contextlib import suppress
from typing import Final, NamedTuple

from sqlalchemy import Connection

from bot.errors import ChainBroken, KeyMissing
from bot.model.mention import Kind
from bot.model.seat import Grant
from bot.recording import records
from bot.store import acts, read, reported, traces
from bot.store.read import Kept
from bot.web import shelves
from bot.web.visit import Visit

SHOWN: Final = 20


class Post(NamedTuple):
    """One of them."""

    key: str
    kept: Kept
    gone: bool
    """Whether it is no longer where it was."""


def posts(visit: Visit, account: str) -> list[Post]:
    """Those that the seat may see, the latest first."""
    person = visit.person.name
    with visit.store.reading() as connection:
        acted = (
            *reported.of(connection, person, account, SHOWN),
            *acts.of(connection, person, [account], acts.FIRST, SHOWN),
        )
        found = {shelves.key(one.kept): Post(shelves.key(one.kept), one.kept, one.gone is not None) for one in acted}
        for kept in _first(connection, visit, account):
            found.setdefault(shelves.key(kept), Post(shelves.key(kept), kept, gone=False))
    seen = [one for one in found.values() if one.kept.kind != Kind.DIRECT or visit.seat.may(Grant.DIRECTS)]
    return sorted(seen, key=lambda one: one.kept.received_at, reverse=True)[:SHOWN]


def _first(connection: Connection, visit: Visit, account: str) -> list[Kept]:
    """The first that are known of an account."""
    person, found = visit.person.name, list[Kept]()
    for packed in traces.traces(connection, [(person, account)]).values():
        for post in traces.unpacked(packed):
            with suppress(KeyMissing, ChainBroken):  # it was erased
                uri = records.read(read.content(connection, visit.store.master, post.exhibit)).facts.mention.uri
                found += [one for one in read.mention(connection, uri) if one.exhibit == post.exhibit]
    return found
