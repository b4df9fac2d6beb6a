"""All secrets of the database, wrapped anew under another master key."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Table, bindparam, select, update

from bot.errors import KeyMissing
from bot.evidence.master import MasterKey
from bot.store import given, schema
from bot.store.signers import label

AT_ONCE: Final = 1000


class Rewrapped(NamedTuple):
    """What became of them."""

    changed: int
    closed: int
    """Those that neither key opens: they were altered, or are under a third one. They are left as they are."""


class _Kind(NamedTuple):
    """Where secrets stand, and under which names they are wrapped."""

    table: Table
    key: str
    secret: str
    name: Callable[[Any], str]


def rewrap(connection: Connection, old: MasterKey, new: MasterKey) -> Rewrapped:
    """Wrap anew what opens with the old key only; may be repeated, and finds nothing to do then."""
    changed = closed = 0
    for kind in _kinds():
        for rows in _pages(connection, kind):
            found = [(row[kind.key], _anew(kind.name(row), row[kind.secret], old, new)) for row in rows]
            closed += sum(secret is _CLOSED for _, secret in found)
            fresh = [(key, secret) for key, secret in found if secret is not _CLOSED and secret is not _OPEN]
            _put(connection, kind, fresh)
            changed += len(fresh)
    return Rewrapped(changed, closed)


def opens(connection: Connection, master: MasterKey) -> bool:
    """Whether this is the key of what stands in the database; of an empty one none is."""
    for kind in _kinds():
        for rows in _pages(connection, kind, 1):
            try:
                master.unwrap(kind.name(rows[0]), rows[0][kind.secret])
            except KeyMissing:
                continue
            return True
    return False


_OPEN: Final = b"open"
_CLOSED: Final = b"closed"


def _anew(name: str, wrapped: bytes, old: MasterKey, new: MasterKey) -> bytes:
    try:
        new.unwrap(name, wrapped)
    except KeyMissing:
        pass
    else:
        return _OPEN
    try:
        return new.wrap(name, old.unwrap(name, wrapped))
    except KeyMissing:
        return _CLOSED


def _kinds() -> Sequence[_Kind]:
    return (
        _Kind(schema.person, "name", "salt", lambda row: f"salt:{row['name']}"),
        _Kind(schema.signer, "id", "wrapped", lambda row: label(row["public"])),
        _Kind(schema.safe, "name", "box", lambda row: f"safe:{row['name']}"),
        _Kind(given.appeal, "id", "box", lambda row: f"appeal:{row['id']}"),
        _Kind(given.appeal, "id", "answer", lambda row: f"answer:{row['id']}"),
        _Kind(schema.exhibit_key, "id", "wrapped", lambda row: f"exhibit {row['id']}"),
        _Kind(given.subscription, "list", "held", lambda row: f"subscription {row['list']}"),
    )


def _pages(connection: Connection, kind: _Kind, size: int = AT_ONCE) -> Iterator[Sequence[Any]]:
    """Rows that have a secret, in the order of their keys, some at a time; what is read may be changed meanwhile."""
    key, last = kind.table.c[kind.key], ""
    while True:
        query = select(kind.table).where((key > last) & (kind.table.c[kind.secret] != b"")).order_by(key).limit(size)
        rows = connection.execute(query).mappings().all()
        if not rows:
            return
        yield rows
        last = rows[-1][kind.key]


def _put(connection: Connection, kind: _Kind, fresh: Sequence[tuple[str, bytes]]) -> None:
    if fresh:
        change = update(kind.table).where(kind.table.c[kind.key] == bindparam("of"))
        rows = [{"of": key, "anew": secret} for key, secret in fresh]
        connection.execute(change.values({kind.secret: bindparam("anew")}), rows)
