"""Whom the person follows, mutes and blocks, as the server says; what a hand lifted stays lifted."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection

from bot.evidence.pseudonym import pseudonym
from bot.model.delivery import Delivery, Status, Task
from bot.platforms.port import Platform, Relations
from bot.store import outbox, read, write
from bot.store.database import Store

MARGIN = timedelta(hours=1)
"""A mute gone this shortly before its term ran out by itself."""
OPEN = (Status.PLANNED, Status.ATTEMPTING)


async def synchronise(store: Store, person: str, platform: Platform, now: datetime) -> None:
    """Read the person's relations on one account, and note what changed since the last time."""
    found = await platform.relations()
    await store.run(_note, store, person, platform.key, found, now)


def synchronised(account: str) -> str:
    """The name of the cursor that tells when the relations of a protected account (`Account.key`) were read."""
    return f"relations:{account}"


def _note(store: Store, person: str, account: str, found: Relations, now: datetime) -> None:
    with store.writing() as connection:
        known = {
            row["account"]: row
            for row in read.standing_accounts(connection, person)
            if _beside(row["account"], account)
        }
        silenced = found.mutes | found.blocks
        for key in found.follows | silenced | known.keys():
            row = known.get(key)
            following = key in found.follows
            muted_by = row["muted_by"] if row else None
            if row is None or bool(row["following"]) != following:
                write.relate(connection, person, key, following=following)
            if key in silenced and muted_by is None:
                write.relate(connection, person, key, muted_by="person")
            elif key not in silenced and muted_by == "person":
                write.relate(connection, person, key, muted_by=None)
            elif key not in silenced and muted_by == "us":
                _missing(store, connection, person, key, now)
        write.advance(connection, {synchronised(account): str(len(found.follows))}, now)


def _beside(key: str, account: str) -> bool:
    """Whether an account is known by the server of a protected account: their keys differ in the id alone."""
    cut = "/" if "/" in account else ":"
    return key.partition(cut)[0] == account.partition(cut)[0]


def _missing(store: Store, connection: Connection, person: str, key: str, now: datetime) -> None:
    """A mute of ours is no longer on the server: it ran out, it is still on its way, or a hand lifted it."""
    about = outbox.on_subject(connection, person, key)
    if any(one.task is Task.ACT and one.status in OPEN for one in about):
        return
    expiries = [one for one in about if one.task is Task.REVERT and one.status is Status.PLANNED]
    if any(one.due_at <= now + MARGIN for one in expiries):
        return
    _lift(store, connection, person, key, expiries, now)


def _lift(
    store: Store, connection: Connection, person: str, key: str, expiries: Iterable[Delivery], now: datetime
) -> None:
    for one in expiries:
        outbox.settle(connection, msgspec.structs.replace(one, status=Status.CANCELLED, cause="lifted by hand"))
    write.relate(connection, person, key, muted_by=None, lifted=True)
    line = {"account": pseudonym(write.salt(connection, store.master, person), key)}
    write.append(connection, person, [(now, "mute:lifted-by-hand", line)])
