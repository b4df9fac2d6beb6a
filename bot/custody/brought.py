"""Evidence that people bring from outside (a letter, an e-mail, a screenshot): taken into custody as it is."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final

import msgspec
from sqlalchemy import Connection

from bot.errors import ChainBroken, KeyMissing
from bot.evidence.dhash import dhash
from bot.evidence.magic import kind
from bot.evidence.packing import LARGEST
from bot.evidence.pseudonym import pseudonym
from bot.model.noun import Noun
from bot.store import custody, read, write
from bot.store.database import Store

EVENT: Final = "kept"
MOST: Final = LARGEST - 2**16
"""Bytes of one file: what an exhibit holds, less what is said about it."""


class Brought(Noun, frozen=True, kw_only=True):
    """Something from outside, with what its bringer says of it; the content of its exhibit."""

    name: str
    """Of the file, without its folder."""
    about: str
    """What it is, in the words of whoever brought it."""
    account: str = ""
    """`Account.key` of whom it is said to come from."""
    dated: datetime | None = None
    """When it is said to have come."""
    by: str
    """Who brought it."""
    raw: bytes
    digest: str
    """Hex SHA-256 of `raw`: that of the file itself, which anybody can compare."""
    type: str
    """As its bytes show."""
    dhash: bytes = b""
    """Of a picture, as `bot.evidence.dhash` has it."""
    instrument: int = 0
    """The entry of the chain that says by what machine and software it was taken."""


class Listed(Noun, frozen=True, kw_only=True):
    """Something in custody; `brought` without its bytes, or why it cannot be read."""

    exhibit: str
    at: datetime
    size: int
    brought: Brought | None = None
    unreadable: str = ""


def brought(
    name: str, raw: bytes, about: str, *, by: str, account: str, dated: datetime | None, instrument: int
) -> Brought:
    """A file with what is said of it; ValueError if it is larger than MOST."""
    if len(raw) > MOST:
        raise ValueError(f"{name}: is larger than {MOST // 10**6} MB; bring it in parts")
    return Brought(
        name=name,
        about=about,
        account=account,
        dated=dated,
        by=by,
        raw=raw,
        digest=sha256(raw).hexdigest(),
        type=kind(raw),
        dhash=dhash(raw),
        instrument=instrument,
    )


def take(store: Store, person: str, one: Brought, now: datetime) -> str:
    """Take it into custody; the exhibit. All of it is kept, with its entry in the chain, or nothing."""
    with store.writing() as connection:
        salt = write.salt(connection, store.master, person)
        (box,) = write.take(connection, store.master, person, EVENT, [(msgspec.msgpack.encode(one), now)])
        line: dict[str, str | int] = {"exhibit": box.id, "digest": box.digest, "by": one.by, "type": one.type}
        line |= {"size": len(one.raw), "instrument": one.instrument}
        line |= {"account": pseudonym(salt, one.account)} if one.account else {}
        write.append(connection, person, [(now, EVENT, line)])
    return box.id


def listed(store: Store, people: Sequence[str]) -> Iterator[tuple[str, Listed]]:
    """What was brought for each person, oldest first."""
    with store.reading() as connection:
        for person in people:
            for one in custody.of(connection, person, EVENT):
                yield person, _read(connection, store, one)


def _read(connection: Connection, store: Store, one: custody.Held) -> Listed:
    found = Listed(exhibit=one.id, at=one.at, size=one.size)
    try:
        content = msgspec.msgpack.decode(read.content(connection, store.master, one.id), type=Brought)
    except (KeyMissing, ChainBroken) as error:
        return msgspec.structs.replace(found, unreadable=str(error))
    return msgspec.structs.replace(found, size=len(content.raw), brought=msgspec.structs.replace(content, raw=b""))
