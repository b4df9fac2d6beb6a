"""A person's vault, ready to be compared with what comes."""

from functools import lru_cache
from typing import Final

import msgspec
from sqlalchemy import Connection

from bot.evidence.master import MasterKey
from bot.signals.leaks.keyed import Keyed
from bot.signals.leaks.secret import Vault
from bot.store import read
from bot.vault.keeping import Value, keys_of, values_of

PEOPLE: Final = 64
"""Vaults that are kept ready: making one costs milliseconds."""


def opened(connection: Connection, master: MasterKey, person: str) -> Vault | None:
    """What is in it now, whoever put it there; None where nothing is."""
    values = read.get(connection, master, values_of(person))
    if values is None:
        return None
    return _made(values, read.get(connection, master, keys_of(person)) or b"")


@lru_cache(maxsize=PEOPLE)
def _made(values: bytes, keys: bytes) -> Vault | None:
    """By what it holds: what is changed is another one."""
    inside = msgspec.msgpack.decode(values, type=tuple[Value, ...])
    if not inside:
        return None
    return Vault([one.kept for one in inside], Keyed(msgspec.msgpack.decode(keys, type=list[bytes])))
