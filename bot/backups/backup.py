"""Backups: everything but the keys, in one file, as it stood at one moment; rows that name somebody are sealed under
secrets that are destroyed with what they are about, so that an old backup tells nothing of what was erased since."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

import msgspec
from sqlalchemy import Connection

from bot import frames, keyring
from bot.erasure.erasing import scrubbed
from bot.evidence import rowseal
from bot.evidence.master import MasterKey
from bot.evidence.pseudonym import pseudonym
from bot.frames import Progress
from bot.model.action import Order
from bot.model.alert import Alert
from bot.model.noun import Noun, utc
from bot.store import dump, outbox, write
from bot.store.database import Store
from bot.store.migrate import RELEASE
from bot.store.rows import place

KIND: Final = b"REMPART BACKUP v1\n"
AT_ONCE: Final = 500


class Made(Noun, frozen=True, kw_only=True):
    """A backup that was written, and read again."""

    digest: str
    rows: int


def back_up(store: Store, file: Path, keys: Path, now: datetime, progress: Progress = lambda _: None) -> Made:
    """Write all that is kept, as it stands at one moment, whoever writes meanwhile; then the keys, to their own file.

    Raises ConfigError where the file cannot be read again.
    """
    with store.reading() as connection:
        counts: dict[str, int] = {}
        digest = frames.write(file, KIND, _records(connection, store.master, now, counts), progress)
    keyring.keep(store, keys, now)
    return Made(digest=digest, rows=sum(counts.values()))


def total(store: Store) -> int:
    """How many rows a backup would have."""
    with store.reading() as connection:
        return dump.total(connection)


def _records(connection: Connection, master: MasterKey, now: datetime, counts: dict[str, int]) -> Iterator[list[Any]]:
    yield ["head", {"made": utc(now), "schema": RELEASE, "key": master.id}]
    people = dump.people(connection)
    heads = {person: write.head(connection, person) for person in people}
    for table, record in _rows(connection, master, people):
        counts[table] = counts.get(table, 0) + 1
        yield record
    ends = {person: [head.number, head.seal] for person, head in heads.items()}
    yield ["end", {"counts": counts, "heads": ends}]


def _rows(connection: Connection, master: MasterKey, people: Sequence[str]) -> Iterator[tuple[str, list[Any]]]:
    for table, secret in dump.WITHOUT.items():
        for row in dump.rows(connection, table):
            yield table, ["row", table, row | secret]
    for table in dump.PLAIN:
        for row in dump.rows(connection, table):
            yield table, ["row", table, row]
    sealing = _Sealing(connection, master, people)
    for table in (*dump.BY_EXHIBIT, *dump.BY_POST, *dump.BY_ACCOUNT, *dump.BY_SUBJECT):
        rows = dump.rows(connection, table)
        while some := list(islice(rows, AT_ONCE)):
            for record in sealing.records(table, some):
                yield table, record


class _Sealing:
    """Seals rows that name somebody, each under the secrets of what it is about."""

    def __init__(self, connection: Connection, master: MasterKey, people: Sequence[str]) -> None:
        self._connection = connection
        self._master = master
        wrapped = dump.salts(connection)
        self._salts = {name: master.unwrap(f"salt:{name}", wrapped[name]) for name in people if name in wrapped}

    def records(self, table: str, rows: Sequence[dict[str, Any]]) -> Iterator[list[Any]]:
        """The rows as a backup has them: in clear where they name nobody (any more)."""
        posts = dump.exhibits_of(self._connection, [uri for row in rows for uri in _uris(table, row)])
        exhibits = [[one for one in self._exhibits(table, row, posts) if one] for row in rows]
        keys = dump.wrapped(self._connection, sorted({one for some in exhibits for one in some}))
        for row, some in zip(rows, exhibits, strict=True):
            yield self._record(table, row, some, keys)

    def _exhibits(self, table: str, row: Mapping[str, Any], posts: Mapping[tuple[str, str], str]) -> list[str]:
        if table in dump.BY_EXHIBIT:
            return [row["exhibit"]]
        return [posts.get((row["person"], uri), "") for uri in _uris(table, row)]

    def _record(self, table: str, row: dict[str, Any], exhibits: list[str], keys: Mapping[str, bytes]) -> list[Any]:
        person = str(row["person"])
        bare = self._bare(table, row)
        if bare == row:
            return ["row", table, row]
        content = msgspec.msgpack.encode(row)
        if exhibits and all(one in keys for one in exhibits):
            secrets = [self._master.unwrap(f"exhibit {one}", keys[one]) for one in exhibits]
            return ["sealed", table, bare, exhibits, rowseal.seal_row(rowseal.of_secrets(secrets), content)]
        account = _account(table, row)
        if account and person in self._salts:
            salt = self._salts[person]
            box = rowseal.seal_row(rowseal.of_account(salt, account), content)
            return ["account", table, bare, person, pseudonym(salt, account), box]
        return ["row", table, bare]

    def _bare(self, table: str, row: dict[str, Any]) -> dict[str, Any] | None:
        """What of a row may stand in clear; None where nothing of it is of use."""
        salt = self._salts.get(str(row["person"]), b"")
        match table:
            case "mention" if salt and row["author"]:
                uri, revision = pseudonym(salt, row["uri"]), pseudonym(salt, row["revision"])
                return row | {"place": place(uri), "uri": uri, "revision": revision, "author": ""}
            case "mention":
                return row
            case "delivery":
                return _bare_delivery(row, salt)
            case "legal_hold" if ":" not in row["subject"]:
                return row
        return None


def _bare_delivery(row: dict[str, Any], salt: bytes) -> dict[str, Any]:
    one = outbox.delivery_of(row)
    match one.what:
        case Alert() as alert:
            about = tuple(pseudonym(salt, uri) if ":" in uri else uri for uri in alert.about)
            return row | outbox.row(msgspec.structs.replace(one, what=msgspec.structs.replace(alert, about=about)))
        case Order() as order if ":" in order.uri:
            return row | outbox.row(scrubbed(one, order, pseudonym(salt, order.subject), pseudonym(salt, order.uri)))
    return row


def _uris(table: str, row: Mapping[str, Any]) -> list[str]:
    """The posts that a row is about."""
    match table:
        case "delivery":
            what = outbox.delivery_of(row).what
            about = what.about if isinstance(what, Alert) else (what.uri,)
            return [uri for uri in about if ":" in uri]
        case "look":
            return [row["uri"]]
        case "legal_hold" if "/" in row["subject"]:
            return [row["subject"]]
    return []


def _account(table: str, row: Mapping[str, Any]) -> str:
    """The account that a row is about, where nothing else is named."""
    if table == dump.PAIR:
        return f"{row['account']} {row['other']}"
    column = {**dump.BY_ACCOUNT, "delivery": "subject", "legal_hold": "subject"}.get(table)
    return str(row[column]) if column else ""
