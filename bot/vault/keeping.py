"""What is in a person's vault: put in, counted, taken out, laid under a new key; the values themselves are nowhere.

Both the digests and the keys that made them stand in the safe, wrapped under the master key, which is kept outside of
the database: no backup of the database has them, and without the master key they say nothing.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from secrets import token_bytes, token_hex
from typing import Final

import msgspec
from sqlalchemy import Connection

from bot.errors import ConfigError
from bot.evidence.master import MasterKey
from bot.model.leak import LeakKind
from bot.model.noun import Noun
from bot.model.vault import Kept
from bot.signals.leaks.keyed import KEY, Keyed
from bot.signals.leaks.pieces import kept
from bot.store import halves, read, write
from bot.store.database import Store

LONGEST: Final = 500
"""Characters of a value."""
MOST: Final = 200
"""Values of one person."""


class Value(Noun, frozen=True, kw_only=True):
    """One value, as the vault has it."""

    kept: Kept
    at: datetime
    by: str


def contents(connection: Connection, master: MasterKey, person: str) -> tuple[Value, ...]:
    """What is in it, in the order in which it was put in."""
    found = read.get(connection, master, values_of(person))
    return msgspec.msgpack.decode(found, type=tuple[Value, ...]) if found else ()


def add(store: Store, person: str, kind: LeakKind, value: str, by: str, now: datetime) -> Value:
    """Put a value in: its pieces' digests. ConfigError, which does not repeat it, where it cannot be recognised."""
    if len(value) > LONGEST:
        raise ConfigError(f"this {kind.value} is longer than {LONGEST} characters; write one value at a time")
    with store.writing() as connection:
        inside = contents(connection, store.master, person)
        if len(inside) >= MOST:
            raise ConfigError(f"the vault of {person} holds {MOST} values; take some out first")
        keyed = Keyed(_keys(connection, store.master, person))
        try:
            made = kept(token_hex(8), kind, value, keyed)
        except ValueError as error:
            raise ConfigError(str(error)) from None  # what it chains to would show the value
        if any(one.kept.kind == kind and one.kept.pieces == made.pieces for one in inside):
            raise ConfigError(f"this {kind.value} is in the vault already")
        fresh = Value(kept=made, at=now, by=by)
        _put(connection, store.master, person, (*inside, fresh))
        _say(connection, store, person, now, "vault:added", {"kind": kind.value, "value": made.id, "by": by})
    return fresh


def remove(store: Store, person: str, ids: Sequence[str], by: str, now: datetime) -> int:
    """Take these out, by the ids that `contents` tells; how many were there."""
    with store.writing() as connection:
        inside = contents(connection, store.master, person)
        gone = [one for one in inside if one.kept.id in ids]
        _put(connection, store.master, person, tuple(one for one in inside if one not in gone))
        halves.forget_values(connection, person, [one.kept.id for one in gone])
        for one in gone:
            line = {"kind": one.kept.kind.value, "value": one.kept.id, "by": by}
            _say(connection, store, person, now, "vault:removed", line)
    return len(gone)


def rotate(store: Store, person: str, by: str, now: datetime) -> int:
    """Lay a new key over all digests, so that who got hold of the old one can compare nothing; how many values."""
    with store.writing() as connection:
        inside = contents(connection, store.master, person)
        keys = [*_keys(connection, store.master, person), token_bytes(KEY)]
        keyed = Keyed(keys)
        write.put(connection, store.master, keys_of(person), msgspec.msgpack.encode(keys))
        _put(connection, store.master, person, tuple(_laid_over(one, keyed) for one in inside))
        _say(connection, store, person, now, "vault:rotated", {"count": len(inside), "by": by})
    return len(inside)


def counts(inside: Sequence[Value]) -> dict[LeakKind, int]:
    """How many values of each kind there are."""
    found = Counter(one.kept.kind for one in inside)
    return {kind: found[kind] for kind in LeakKind if found[kind]}


def values_of(person: str) -> str:
    """Under what name the safe has a person's values."""
    return f"vault:{person}"


def keys_of(person: str) -> str:
    """Under what name it has the keys of their digests."""
    return f"vault-keys:{person}"


def _keys(connection: Connection, master: MasterKey, person: str) -> list[bytes]:
    """The keys of the digests, the oldest first; made at first need."""
    found = read.get(connection, master, keys_of(person))
    if found:
        return msgspec.msgpack.decode(found, type=list[bytes])
    keys = [token_bytes(KEY)]
    write.put(connection, master, keys_of(person), msgspec.msgpack.encode(keys))
    return keys


def _put(connection: Connection, master: MasterKey, person: str, values: tuple[Value, ...]) -> None:
    write.put(connection, master, values_of(person), msgspec.msgpack.encode(values))


def _laid_over(one: Value, keyed: Keyed) -> Value:
    pieces = {piece: tuple(map(keyed.laid_over, digests)) for piece, digests in one.kept.pieces.items()}
    return msgspec.structs.replace(one, kept=msgspec.structs.replace(one.kept, pieces=pieces))


def _say(
    connection: Connection, store: Store, person: str, now: datetime, event: str, line: Mapping[str, str | int]
) -> None:
    write.salt(connection, store.master, person)  # makes the person's row at first need
    write.append(connection, person, [(now, event, line)])
