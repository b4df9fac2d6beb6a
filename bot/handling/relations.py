"""Whom the person follows, mutes and blocks, as the server says; what a hand lifted stays lifted."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection

from bot.evidence.pseudonym import pseudonym
from bot.model.delivery import Delivery, Status, Task
from bot.model.link import Why
from bot.platforms.port import Platform, Relations
from bot.store import effects, outbox, portraits, relations, write
from bot.store.database import Store

MARGIN = timedelta(hours=1)
"""A mute gone this shortly before its term ran out by itself."""
OPEN = (Status.PLANNED, Status.ATTEMPTING)


async def synchronise(store: Store, person: str, platforms: Sequence[Platform], now: datetime) -> None:
    """Read the person's relations on all their accounts that live `beside` each other, and note what changed since the
    last time: who is followed or muted by one of them is.
    """
    held = await store.run_durably(_held, store, person)
    every = [await platform.relations() for platform in platforms]
    found = Relations(
        follows=frozenset().union(*(one.follows for one in every)),
        mutes=frozenset().union(*(one.mutes for one in every)),
        blocks=frozenset().union(*(one.blocks for one in every)),
        handles={key: handle for one in every for key, handle in one.handles.items()},
    )
    await store.run_durably(_note, store, person, [one.key for one in platforms], found, held, now)


def synchronised(account: str) -> str:
    """The name of the cursor that tells when the relations of a protected account (`Account.key`) were read."""
    return f"relations:{account}"


def beside(account: str) -> str:
    """What an `Account.key` has in common with all those that one server knows: they differ in the id alone."""
    return account.partition("/" if "/" in account else ":")[0]


def _held(store: Store, person: str) -> frozenset[str]:
    """Whom we have muted for sure: what is muted while the server is read may not stand in its answer yet."""
    with store.reading() as connection:
        return frozenset(relations.ours(connection, person)) - relations.acted_on(connection, person, OPEN)


def _note(
    store: Store, person: str, accounts: Sequence[str], found: Relations, held: frozenset[str], now: datetime
) -> None:
    with store.writing() as connection:
        here = beside(accounts[0])
        known = {row["account"]: row for row in relations.every(connection, person) if beside(row["account"]) == here}
        silenced = found.mutes | found.blocks
        for key in found.follows | silenced | known.keys():
            row = known.get(key)
            following = key in found.follows
            muted_by = row["muted_by"] if row else None
            handle = found.handles.get(key)
            if row is None or bool(row["following"]) != following or row["handle"] != handle:
                relations.relate(connection, person, key, following=following, handle=handle)
            if key in silenced and muted_by is None:
                relations.relate(connection, person, key, muted_by="person")
                why = Why.BLOCKED if key in found.blocks else Why.MUTED
                portraits.mark(connection, {(person, key): (now, why)})
            elif key not in silenced and muted_by == "person":
                relations.relate(connection, person, key, muted_by=None)
            elif key not in silenced and muted_by == "us" and key in held:
                _missing(store, connection, person, key, now)
        write.advance(connection, {synchronised(one): str(len(found.follows)) for one in accounts}, now)


def _missing(store: Store, connection: Connection, person: str, key: str, now: datetime) -> None:
    """A mute of ours is no longer on the server: it ran out, it is still on its way, or a hand lifted it."""
    about = outbox.on_subject(connection, person, key)
    if _on_its_way(about) or effects.undoing(connection, person, key):
        return
    expiries = [one for one in about if one.task is Task.REVERT and one.status is Status.PLANNED]
    if any(one.due_at <= now + MARGIN for one in expiries):
        return
    _lift(store, connection, person, key, expiries, now)


def _on_its_way(about: Iterable[Delivery]) -> bool:
    return any(one.task is Task.ACT and one.status in OPEN for one in about)


def _lift(
    store: Store, connection: Connection, person: str, key: str, expiries: Iterable[Delivery], now: datetime
) -> None:
    for one in expiries:
        outbox.settle(connection, msgspec.structs.replace(one, status=Status.CANCELLED, cause="lifted by hand"))
    relations.relate(connection, person, key, muted_by=None, lifted=True)
    line = {"account": pseudonym(write.salt(connection, store.master, person), key)}
    write.append(connection, person, [(now, "mute:lifted-by-hand", line)])
