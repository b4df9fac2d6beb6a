"""Putting a backup back into an empty database: what is erased since stays erased, and nothing is done by itself."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec
from sqlalchemy import Connection

from bot import frames, keyring
from bot.backup import KIND
from bot.erasing import BY_ITSELF, NAMED
from bot.erasing import EVENT as ERASED
from bot.errors import ConfigError, KeyMissing
from bot.evidence import rowseal
from bot.evidence.master import MasterKey
from bot.evidence.pseudonym import pseudonym
from bot.frames import Progress
from bot.model.delivery import Delivery, Status
from bot.model.noun import Noun
from bot.model.shield import Shield
from bot.pipeline import new_ids
from bot.review import UNTIL_RESUMED
from bot.store import dump, outbox, write
from bot.store.database import Store
from bot.store.erasure import slices
from bot.store.migrate import RELEASE
from bot.tell import digests

EVENT: Final = "restored"
AT_ONCE: Final = 500
DOUBT: Final = "restored from a backup: it may have been done after the backup was made"
SINCE: Final = {"why": "backup", "by": BY_ITSELF}
OPEN: Final = (Status.PLANNED.value, Status.ATTEMPTING.value)


class Restored(Noun, frozen=True, kw_only=True):
    """What was put back."""

    made: str
    """When the backup was made, RFC 3339."""
    digest: str
    rows: int
    erased: int
    """Exhibits that were erased after the backup was made, and stay so."""
    uncertain: int
    """Deliveries that were planned, and now ask."""
    untold: int
    """Alerts about what no alert had told; they ask too."""


def restore(
    store: Store,
    file: Path,
    keys: Path,
    shields: Mapping[str, Shield],
    by: str,
    now: datetime,
    progress: Progress = lambda _: None,
) -> Restored:
    """Put all of it into a database that is migrated and empty, in one transaction; then everybody's shield is paused.

    Raises ConfigError where the database is not empty, or a file is damaged, of another kind or another release;
    KeyMissing where the master key is not the one of the keys.
    """
    with store.writing() as connection:
        if not dump.is_empty(connection):
            raise ConfigError(
                "database: it is not empty, and a backup goes into an empty one only; name another database"
            )
        secrets = _Secrets(connection, store.master, keys)
        head, end = _load(connection, frames.read(file, KIND), secrets, progress)
        secrets.settle()
        erased = _erased_since(connection, now)
        doubted = dump.doubt(connection, OPEN, Status.UNCERTAIN.value, DOUBT)
        untold = _untold(connection, store.master, shields, now)
        _say(
            connection,
            store.master,
            end["heads"],
            doubted,
            {"backup": frames.digest(file), "made": head["made"]},
            by,
            now,
        )
    return Restored(
        made=head["made"],
        digest=frames.digest(file),
        rows=sum(end["counts"].values()),
        erased=erased,
        uncertain=sum(doubted.values()),
        untold=untold,
    )


def _load(
    connection: Connection, records: Iterator[Any], secrets: "_Secrets", progress: Callable[[int], None]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Put in all rows; what the backup says of itself at its beginning and its end."""
    kind, head = next(records)
    if kind != "head" or head["schema"] != RELEASE:
        raise ConfigError(f"the backup is of another release (schema {head['schema']}, this release has {RELEASE})")
    counts: dict[str, int] = {}
    waiting: list[list[Any]] = []
    for record in records:
        if record[0] == "end":
            secrets.put(waiting)
            _require_whole(connection, record[1], counts)
            return head, record[1]
        if waiting and (len(waiting) == AT_ONCE or waiting[-1][1] != record[1]):
            secrets.put(waiting)
            waiting = []
        waiting.append(record)
        counts[record[1]] = counts.get(record[1], 0) + 1
        progress(1)
    raise ConfigError("the backup has no end; take another copy of it")


def _require_whole(connection: Connection, end: Mapping[str, Any], counts: Mapping[str, int]) -> None:
    """Make sure that everything came that the backup says it has, and that the chains end where it says."""
    heads = {person: write.head(connection, person) for person in end["heads"]}
    if counts != end["counts"] or {name: [one.number, one.seal] for name, one in heads.items()} != end["heads"]:
        raise ConfigError("the backup does not hold what it says at its end; take another copy of it")


class _Secrets:
    """The keys of today, and what they open of a backup."""

    def __init__(self, connection: Connection, master: MasterKey, keys: Path) -> None:
        """Put the keys of exhibits and the small secrets into the database; the rest waits for its rows."""
        self._connection = connection
        self._master = master
        self._late: list[tuple[str, str, bytes]] = []
        self._salts: dict[str, bytes] = {}
        self._accounts: dict[tuple[str, str], bytes] = {}
        if not keys.exists():
            raise ConfigError(
                f"{keys}: there are no keys of backups here; bring back the file that stood beside the backup"
            )
        fresh: dict[str, list[dict[str, Any]]] = {"exhibit_key": [], "safe": []}
        for table, name, secret in keyring.load(keys, master):
            self._take(table, name, secret, fresh)
        dump.load(connection, "safe", fresh["safe"])
        dump.load(connection, "exhibit_key", fresh["exhibit_key"])

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
        """Give salts and private keys to the rows that are there by now."""
        for table, name, secret in self._late:
            dump.put_secret(self._connection, table, name, secret)

    def _take(self, table: str, name: str, secret: bytes, fresh: dict[str, list[dict[str, Any]]]) -> None:
        match table:
            case "exhibit_key":
                fresh[table].append({"id": name, "wrapped": secret})
            case "safe":
                fresh[table].append({"name": name, "box": secret})
            case "account":
                self._name(name, msgspec.msgpack.decode(secret, type=list[str]))
            case "person" | "signer":
                self._late.append((table, name, secret))
                if table == "person":
                    self._salts[name] = self._master.unwrap(f"salt:{name}", secret)

    def _name(self, person: str, accounts: Sequence[str]) -> None:
        salt = self._salts.get(person)
        if salt is not None:
            self._accounts |= {(person, pseudonym(salt, one)): rowseal.of_account(salt, one) for one in accounts}

    def _opened(self, record: list[Any], keys: Mapping[str, bytes]) -> dict[str, Any] | None:
        kind, bare, sealed = record[0], _clear(record[2]), record[3:]
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


def _clear(row: dict[str, Any] | None) -> dict[str, Any] | None:
    return row


def _erased_since(connection: Connection, now: datetime) -> int:
    """Say in each chain which exhibits nothing opens any more, since they were erased after the backup; how many."""
    found = dump.close(connection)
    for person, exhibits in found.items():
        said: list[dict[str, str | int]] = [
            {**SINCE, "count": len(some), "exhibits": " ".join(some)} for some in slices(exhibits, NAMED)
        ]
        write.append(connection, person, [(now, ERASED, line) for line in said])
    return sum(map(len, found.values()))


def _row(content: bytes) -> dict[str, Any]:
    row: dict[str, Any] = msgspec.msgpack.decode(content)
    return row


def _untold(connection: Connection, master: MasterKey, shields: Mapping[str, Shield], now: datetime) -> int:
    """Plan the digests of what no alert had told when the backup was made; they ask, since it may have been told."""
    planned: list[Delivery] = []
    for shield in shields.values():
        write.salt(connection, master, shield.name)
        planned += [
            msgspec.structs.replace(one, status=Status.UNCERTAIN, trouble=DOUBT)
            for one in digests(connection, shield, now, new_ids())
        ]
        write.advance(connection, {f"digest:{shield.name}": now.isoformat()}, now)
    outbox.plan(connection, planned)
    return len(planned)


def _say(
    connection: Connection,
    master: MasterKey,
    people: Mapping[str, Any],
    doubted: Mapping[str, int],
    what: Mapping[str, str],
    by: str,
    now: datetime,
) -> None:
    """Write into every chain that it was restored, and pause every shield."""
    for person in people:
        write.salt(connection, master, person)
        write.pause(connection, person, UNTIL_RESUMED)
        write.append(connection, person, [(now, EVENT, {**what, "by": by, "uncertain": doubted.get(person, 0)})])
