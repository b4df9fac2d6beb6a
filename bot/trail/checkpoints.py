"""Sealing how far each chain has come: when, with which keys, and where the checkpoint is to be left."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

import structlog
from sqlalchemy import Connection

from bot.evidence.checkpoint import KEY_EVENTS, Signer, Verifier, parse, sign
from bot.evidence.deposit import Deposit, Standing
from bot.evidence.master import MasterKey
from bot.evidence.pseudonym import pseudonym
from bot.store import checkpoints, signers, write
from bot.store.checkpoints import Kept
from bot.store.database import Store

log = structlog.get_logger(__name__)

ENTRIES: Final = 500
"""After so many entries a checkpoint is made …"""
EVERY: Final = timedelta(hours=1)
"""… or after so long, whichever is first, where the chain has moved."""
SUBJECT: Final = "checkpoints"
"""What the person's pseudonym in an origin is made of: nothing that could be guessed without their salt."""
Places = Mapping[str, str]
"""The kind of each place at which checkpoints are left, by its name."""


def round_of_checkpoints(store: Store, people: Iterable[str], places: Places, now: datetime) -> list[Kept]:
    """Make the checkpoints that are due: of the people given, and of everybody else who has a chain.

    After downtime the first round catches up: one checkpoint stands for everything before it.
    """
    with store.writing() as connection:
        everybody = dict.fromkeys([*people, *checkpoints.people(connection)])
        made = [_made(connection, store.master, person, places, now) for person in everybody]
    return [one for one in made if one is not None]


def rotate(store: Store, people: Iterable[str], now: datetime, by: str) -> Verifier:
    """Make another key that signs from now on, and say so in every chain; the one before signs the next checkpoint
    too, which ties the new one to it.
    """
    with store.writing() as connection:
        before = signers.signing(connection) if signers.keys(connection) else None
        key = signers.make(connection, store.master, now)
        for person in dict.fromkeys([*people, *checkpoints.people(connection)]):
            _announce(connection, person, key, before, now, by)
    return key.verifier


def _made(connection: Connection, master: MasterKey, person: str, places: Places, now: datetime) -> Kept | None:
    """The checkpoint of one person's chain, if one is due; costs the same however long the chain is, if none is."""
    last = checkpoints.newest(connection, person)
    if last is not None and not _due(connection, last, now):
        return None
    key = _key(connection, master, now)
    keys = _signing(connection, master, key, last)
    if (last is None or len(keys) > 1) and not checkpoints.announced(connection, person, KEY_EVENTS, key.verifier.id):
        _announce(connection, person, key, None, now, "")
    head = write.head(connection, person)
    origin = parse(last.note).origin if last else _origin(connection, master, person, key)
    made = Kept(person=person, head=head, at=now, note=sign(origin, head, keys))
    checkpoints.keep(connection, made)
    digest = sha256(made.note.encode()).hexdigest()
    said: dict[str, str | int] = {"number": head.number, "note": digest, "key": key.verifier.id}
    write.append(connection, person, [(now, "checkpoint", said)])
    checkpoints.plan(connection, _deposits(made, places))
    log.info("checkpoint", person=person, number=head.number)
    return made


def _key(connection: Connection, master: MasterKey, now: datetime) -> signers.Key:
    """The key that signs, made at the first run."""
    return signers.signing(connection) if signers.keys(connection) else signers.make(connection, master, now)


def _origin(connection: Connection, master: MasterKey, person: str, key: signers.Key) -> str:
    """The first line of a person's checkpoints: made once, so that it outlives the salt it was made with."""
    return f"{key.verifier.name}/{pseudonym(write.salt(connection, master, person), SUBJECT)}"


def _due(connection: Connection, last: Kept, now: datetime) -> bool:
    moved = checkpoints.moved(connection, last.person, last.head.number, ENTRIES)
    return moved >= ENTRIES or (moved > 0 and abs(now - last.at) >= EVERY)


def _signing(connection: Connection, master: MasterKey, key: signers.Key, last: Kept | None) -> Sequence[Signer]:
    """The key that signs, and after a rotation the one that signed the checkpoint before."""
    before = parse(last.note).signatures[0].id if last else key.verifier.id
    others = [one for one in signers.keys(connection) if one.verifier.id == before != key.verifier.id]
    return [one.opened(master) for one in (key, *others)]


def _deposits(made: Kept, places: Places) -> list[Deposit]:
    return [
        Deposit(
            person=made.person, number=made.head.number, place=place, kind=kind, status=Standing.DUE, due_at=made.at
        )
        for place, kind in places.items()
    ]


def _announce(
    connection: Connection,
    person: str,
    key: signers.Key,
    before: signers.Key | None,
    now: datetime,
    by: str,
) -> None:
    """Say in a person's chain which key signs."""
    line: dict[str, str | int] = {"key": key.verifier.id, "verifier": str(key.verifier)}
    if before is None:
        write.append(connection, person, [(now, "key:made", line)])
        return
    line |= {"replaces": before.verifier.id, "by": by}
    write.append(connection, person, [(now, "key:rotated", line)])
