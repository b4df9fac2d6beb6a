"""What the keys of today open of a backup: rows about what is erased stay shut, and come back without names or not."""

from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

import msgspec
from sqlalchemy import Connection

from bot import keyring
from bot.errors import ConfigError, KeyMissing
from bot.evidence import rowseal
from bot.evidence.master import MasterKey
from bot.evidence.pseudonym import pseudonym
from bot.store import dump

AT_ONCE: Final = 1000
"""Keys that are put into the database together."""


class Secrets:
    """The keys of today, and what they open of a backup."""

    def __init__(self, connection: Connection, master: MasterKey, keys: Path) -> None:
        """Put the keys of exhibits and the small secrets into the database; the rest waits for its rows."""
        self._connection = connection
        self._master = master
        self._keys = keys
        self._late: list[tuple[str, str, bytes]] = []
        self._salts: dict[str, bytes] = {}
        self._accounts: dict[tuple[str, str], bytes] = {}
        self.left: dict[str, list[tuple[str, str]]] = {}
        """Who is out of communities by now, and by whose word."""
        if not keys.exists():
            raise ConfigError(
                f"{keys}: there are no keys of backups here; bring back the file that stood beside the backup"
            )
        every = keyring.load(keys, master)
        while some := list(islice(every, AT_ONCE)):
            self._take(some)

    def put(self, records: Sequence[list[Any]]) -> None:
        """Put rows of one table in; what cannot be opened any more as it may stand in clear, or not at all."""
        exhibits = sorted({one for record in records if record[0] == "sealed" for one in record[3]})
        keys = dump.wrapped(self._connection, exhibits)
        found: dict[str, list[dict[str, Any]]] = {}
        for record in records:
            row = self._opened(record, keys)
            if row is not None:
                found.setdefault(record[1], []).append(row)
        for table, rows in found.items():
            dump.load(self._connection, table, rows)

    def settle(self) -> None:
        """Give salts and private keys to the rows that are there by now. ConfigError where these are others' keys."""
        for table, name, secret in self._late:
            dump.put_secret(self._connection, table, name, secret)
        if dump.lacks_signers(self._connection):  # those are never erased
            raise ConfigError(
                f"{self._keys}: these are the keys of another database, and would open nothing of this backup; name "
                "those that stood beside it with --keys"
            )

    def _take(self, some: Sequence[tuple[str, str, bytes]]) -> None:
        exhibits = [{"id": name, "wrapped": secret} for table, name, secret in some if table == "exhibit_key"]
        dump.load(self._connection, "exhibit_key", exhibits)
        dump.load(
            self._connection, "safe", [{"name": name, "box": box} for table, name, box in some if table == "safe"]
        )
        for table, name, secret in some:
            if table in dump.WITHOUT:
                self._late.append((table, name, secret))
            if table == "person":
                self._salts[name] = self._master.unwrap(f"salt:{name}", secret)
            elif table == "account":
                self._name(name, msgspec.msgpack.decode(secret, type=list[str]))
            elif table == "left":
                self.left[name] = msgspec.msgpack.decode(secret, type=list[tuple[str, str]])

    def _name(self, person: str, accounts: Sequence[str]) -> None:
        salt = self._salts.get(person)
        if salt is not None:
            self._accounts |= {(person, pseudonym(salt, one)): rowseal.of_account(salt, one) for one in accounts}

    def _opened(self, record: list[Any], keys: Mapping[str, bytes]) -> dict[str, Any] | None:
        kind, sealed = record[0], record[3:]
        bare: dict[str, Any] | None = record[2]
        try:
            match kind:
                case "sealed":
                    exhibits, box = sealed
                    secrets = [self._master.unwrap(f"exhibit {one}", keys.get(one, b"")) for one in exhibits]
                    return _row(rowseal.open_row(rowseal.of_secrets(secrets), box))
                case "account":
                    person, name, box = sealed
                    return _row(rowseal.open_row(self._accounts.get((person, name), bytes(32)), box))
        except KeyMissing:  # erased since: what may stand in clear stays
            return bare
        return bare


def _row(content: bytes) -> dict[str, Any]:
    row: dict[str, Any] = msgspec.msgpack.decode(content)
    return row
