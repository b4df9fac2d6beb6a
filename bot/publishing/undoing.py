"""Taking back: an entry, or what one version changed; appended as further versions, so that it goes everywhere the list
went. It needs no second person, and brings nobody back."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import Connection

from bot.blocklists.blocklist import Blocklist
from bot.blocklists.change import Cause, Change, Type
from bot.blocklists.entity import Entity
from bot.blocklists.snapshot import HERE
from bot.publishing.editions import append
from bot.publishing.making import own
from bot.publishing.refusing import Cannot
from bot.store import editions, lists
from bot.store.database import Store

UNDONE: Final = "list:undone"
AT_ONCE: Final = 2_000
"""Entries that one transaction takes back: the shield writes too, and need not wait longer than a second."""
Progress = Callable[[int], None]


def retract(store: Store, person: str, slug: str, entities: Sequence[Entity], by: str, now: datetime) -> int:
    """Take entries off a list; how many stood there."""
    with store.writing() as connection:
        return retracted(connection, store, own(connection, person, slug), entities, "list:retracted", by, now)


def retracted(
    connection: Connection,
    store: Store,
    one: Blocklist,
    entities: Sequence[Entity],
    event: str,
    by: str,
    now: datetime,
) -> int:
    """The same, within a transaction; nothing is appended where none of them stands there."""
    said = lists.said(connection, one.id, entities)
    changes = [taken(said[each], by, now) for each in entities if each in said and said[each].type in HERE]
    if changes:
        append(connection, store, one, changes, event, by, now)
    return len(changes)


def wipe(store: Store, person: str, slug: str, entity: Entity, by: str, now: datetime) -> None:
    """Say not even any more what was said of somebody. Raises Refused where nothing ever was."""
    with store.writing() as connection:
        one = own(connection, person, slug)
        said = lists.said(connection, one.id, [entity]).get(entity)
        if said is None:
            raise Cannot("unsaid", "this list never said anything of this account")
        gone = taken(said, by, now)  # first, for those who learn of it by the log: a tombstone names nobody
        wiped = msgspec.structs.replace(gone, type=Type.TOMBSTONE, uri="")
        append(connection, store, one, [gone, wiped], "list:wiped", by, now)


def taken(change: Change, by: str, now: datetime) -> Change:
    """What takes a change back."""
    return Change(id="", type=Type.RETRACTION, at=now, entity=change.entity, uri=change.uri, cause=Cause.HUMAN, by=by)


def reach(store: Store, person: str, slug: str, version: int) -> int:
    """How much of what a version changed still stands as it made it, and would be taken back. Raises Refused."""
    with store.reading() as connection:
        one = own(connection, person, slug)
        _require(connection, one, version)
        return editions.count_changed(connection, one.id, version)


def undo(
    store: Store, person: str, slug: str, version: int, by: str, now: datetime, on_done: Progress = lambda _: None
) -> int:
    """Put back what held before a version, where nobody has said anything since; how many entries.

    Whom it took off it does not bring back: that is a publication, which takes two. Killed in the middle, it goes on
    where it was when it is asked for again.
    """
    done = 0
    while True:
        with store.writing() as connection:
            one = own(connection, person, slug)
            _require(connection, one, version)
            some = [entity for _, entity in editions.changed(connection, one.id, version, AT_ONCE)]
            if not some:
                return done
            changes = [_before(log, by, now) for log in lists.logs(connection, one.id, some).values()]
            append(connection, store, one, changes, UNDONE, by, now)
        done += len(some)
        on_done(len(some))


def _require(connection: Connection, one: Blocklist, version: int) -> None:
    found = editions.edition(connection, one.id, version)
    if found is None:
        raise Cannot("no_version", f"the list has no version {version}")
    if json.loads(found.why).get("event") == UNDONE:
        raise Cannot("undone", "this version only undid another: bringing back what it took off is a publication")


def _before(log: Sequence[Change], by: str, now: datetime) -> Change:
    """What the list said of somebody before its last word; that it said nothing is said by taking it back."""
    last = log[-2] if len(log) > 1 else None
    if last is None or last.type not in HERE or last.over(now):
        return taken(log[-1], by, now)
    return msgspec.structs.replace(last, id="", at=now, by=by)
