"""The keys of backups: one file apart, of which only the latest is kept, so that what is erased opens in no backup."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

import msgspec
from sqlalchemy import Connection

from bot import frames
from bot.evidence.master import MasterKey
from bot.model.noun import utc
from bot.store import dump, rolls
from bot.store.database import Store
from bot.store.proposals import YES

KIND: Final = b"REMPART KEYS v1\n"
AT_ONCE: Final = 1000
"""Keys that are wrapped together."""


def keep(store: Store, path: Path, now: datetime) -> None:
    """Write all keys that open anything now, in the place of those that were kept before."""
    with _alone(path), store.reading() as connection:
        frames.write(path, KIND, _records(connection, store.master, now))


def renew(store: Store, path: Path, now: datetime) -> None:
    """As `keep`, where a backup was made before; else there are no keys to be kept."""
    if path.exists():
        keep(store, path, now)


def load(path: Path, master: MasterKey) -> Iterator[tuple[str, str, bytes]]:
    """What is kept, as (table, name, secret); `account` stands for the names of accounts, with the person first, `left`
    for whoever is out of a community, and by whose word.

    Raises ConfigError where the file is damaged, KeyMissing where the master key is another.
    """
    for number, box in enumerate(frames.read(path, KIND)):
        yield from msgspec.msgpack.decode(master.unwrap(f"keys:{number}", box), type=list[tuple[str, str, bytes]])


def _records(connection: Connection, master: MasterKey, now: datetime) -> Iterator[bytes]:
    every = _every(connection, now)
    number = 0
    while some := list(islice(every, AT_ONCE)):
        yield master.wrap(f"keys:{number}", msgspec.msgpack.encode(some))
        number += 1


def _every(connection: Connection, now: datetime) -> Iterator[tuple[str, str, bytes]]:
    yield "made", utc(now), b""
    for person, salt in dump.salts(connection).items():
        yield "person", person, salt
    for name in dump.people(connection):
        yield "account", name, msgspec.msgpack.encode(dump.accounts(connection, name))
    for name, out in rolls.outside(connection).items():  # an older backup must not bring back in who left since
        yield "left", name, msgspec.msgpack.encode(out)
    for table, column, secret in (
        ("signer", "id", "wrapped"),
        ("safe", "name", "box"),
        ("exhibit_key", "id", "wrapped"),
    ):
        for row in dump.rows(connection, table):
            if not (table == "safe" and row[column].startswith(YES)):  # an old backup must not bring a yes back
                yield table, _text(row[column]), row[secret]


def _text(value: Any) -> str:
    return str(value)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One writer at a time: keys that are read before an erasure must not replace those that are written after it."""
    descriptor = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
