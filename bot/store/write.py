"""What is to be remembered; each function within one `Store.writing` transaction of its caller."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import repeat
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, Update, bindparam, delete, select, update

from bot.evidence.chain import GENESIS, Head, Linker
from bot.evidence.exhibit import Sealed, seal
from bot.evidence.master import MasterKey
from bot.model.conduct import Level
from bot.model.decision import Decision
from bot.model.facts import RECENT, Facts
from bot.model.mention import Hidden
from bot.model.noun import utc
from bot.store import asked, schema
from bot.store.authors import Past
from bot.store.mentioned import WAITING
from bot.store.rows import insert, insert_columns, micros, pack, place, storable, upsert


def salt(connection: Connection, master: MasterKey, person: str) -> bytes:
    """The person's salt for pseudonyms in the chain, made at first need, and again after it was destroyed."""
    wrapped = asked.scalar(connection, _salt(), {"whose": person})
    if wrapped:
        return master.unwrap(f"salt:{person}", wrapped)
    fresh = secrets.token_bytes(32)
    upsert(connection, schema.person, [{"name": person, "salt": master.wrap(f"salt:{person}", fresh)}])
    return fresh


@cache
def _salt() -> Select[Any]:
    return select(schema.person.c.salt).where(schema.person.c.name == bindparam("whose"))


def head(connection: Connection, person: str) -> Head:
    """Where the person's chain stands; read anew each time, since other processes append too."""
    last = asked.rows(connection, _head(), {"whose": person})
    return Head(number=last[0][0], seal=last[0][1]) if last else GENESIS


@cache
def _head() -> Select[Any]:
    entry = schema.entry.c
    return (
        select(entry.number, entry.seal)
        .where(entry.person == bindparam("whose"))
        .order_by(entry.number.desc())
        .limit(1)
    )


def append(
    connection: Connection, person: str, entries: Iterable[tuple[datetime, str, Mapping[str, str | int]]]
) -> None:
    """Add lines (when, event, payload) to the person's chain."""
    linker = Linker(person, head(connection, person))
    made = [(at, linker.append(utc(at), event, payload)) for at, event, payload in entries]
    rows = [
        {
            "person": person,
            "number": one.number,
            "at": micros(at),
            "event": one.event,
            "payload": one.payload,
            "seal": one.seal,
        }
        for at, one in made
    ]
    insert(connection, schema.entry, rows)


def take(
    connection: Connection, master: MasterKey, person: str, what: str, contents: Sequence[tuple[bytes, datetime]]
) -> list[Sealed]:
    """Take contents into custody; each under a key of its own."""
    sealed = [seal(content, master, at) for content, at in contents]
    keep(connection, person, what, sealed, [at for _, at in contents])
    return sealed


def keep(connection: Connection, person: str, what: str, sealed: Sequence[Sealed], at: Sequence[datetime]) -> None:
    """Store what is already sealed."""
    ids = [one.id for one in sealed]
    insert_columns(
        connection,
        schema.exhibit,
        {
            "id": ids,
            "person": repeat(person, len(ids)),
            "what": repeat(what, len(ids)),
            "at": list(map(micros, at)),
            "size": [one.size for one in sealed],
            "digest": [one.digest for one in sealed],
            "box": [one.box for one in sealed],
        },
    )
    insert_columns(connection, schema.exhibit_key, {"id": ids, "wrapped": [one.wrapped for one in sealed]})


def mention_row(
    facts: Facts, decision: Decision, exhibit: str, alert: str | None, hidden: Hidden | None, level: Level
) -> dict[str, Any]:
    """One row of `mention`."""
    mention = facts.mention
    return {
        "place": place(mention.uri),
        "person": mention.person,
        "version": facts.version,
        "uri": mention.uri,
        "revision": mention.revision,
        "platform": mention.author.platform,
        "author": mention.author.key,
        "kind": mention.kind.value,
        "received_at": micros(mention.received_at),
        "decided_at": micros(decision.decided_at),
        "severity": int(decision.severity),
        "reasons": _list(decision.reasons),
        "rules": _list(decision.rules),
        "review": any(match.review for match in decision.matches),
        "exhibit": exhibit,
        "alert": alert or (WAITING if decision.severity else None),
        "hidden": hidden.value if hidden else None,
        "level": int(level),
        "in_case": bool(facts.conduct and facts.conduct.case),
    }


def _list(names: Sequence[str]) -> str:
    return msgspec.json.encode(names).decode() if names else "[]"


def mentions(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep judged mentions (`mention_row`)."""
    insert(connection, schema.mention, rows)


def histories(connection: Connection, past: Mapping[tuple[str, str], Past]) -> None:
    """Bring (person, author) rows up to date."""
    rows = [
        {
            "person": person,
            "author": author,
            "mentions": history.mentions,
            "matches": history.matches,
            "first_at": micros(history.first_at),
            "last_at": micros(history.last_at),
            "matched_at": micros(matched) if matched else 0,
            "recent": pack(history.recent[-RECENT:]),
            "course": course,
            "told_name": told,
        }
        for (person, author), (history, matched, course, told) in past.items()
        if history.first_at and history.last_at
    ]
    upsert(connection, schema.author, rows)


def told(connection: Connection, person: str, keys: Sequence[tuple[str, int]], alert: str) -> None:
    """Note by which alert mentions (uri, version) were told."""
    table = schema.mention
    key = (table.c.place == bindparam("at")) & (table.c.person == person) & (table.c.version == bindparam("of"))
    if keys:
        rows = [{"at": place(uri), "of": version} for uri, version in keys]
        connection.execute(update(table).where(key).values(alert=alert), rows)


def deleted(connection: Connection, uri: str, at: datetime) -> list[str]:
    """Note that a mention is gone; the people for whom this is new."""
    asks = {"at": place(uri), "its": uri}
    people = asked.scalars(connection, _knowing(), asks)
    asked.change(connection, _deleting(), asks | {"then": micros(at)})
    return people


def _there() -> ColumnElement[bool]:
    table = schema.mention.c
    return (table.place == bindparam("at")) & (table.uri == bindparam("its")) & table.deleted_at.is_(None)


@cache
def _knowing() -> Select[Any]:
    return select(schema.mention.c.person).where(_there()).distinct()


@cache
def _deleting() -> Update:
    return update(schema.mention).where(_there()).values(deleted_at=bindparam("then"))


def advance(connection: Connection, positions: Mapping[str, str], at: datetime) -> None:
    """Move cursors, in the transaction that keeps what they passed."""
    rows = [{"source": source, "value": value, "at": micros(at)} for source, value in positions.items()]
    upsert(connection, schema.cursor, rows)


def set_aside(connection: Connection, rows: Sequence[tuple[str, str, datetime, str, str]]) -> None:
    """Keep what could not be handled: (person or "", source, when, why, exhibit)."""
    made = [
        {
            "id": exhibit,
            "person": person,
            "source": source,
            "at": micros(at),
            "why": storable(why)[:300],
            "exhibit": exhibit,
        }
        for person, source, at, why, exhibit in rows
    ]
    insert(connection, schema.aside, made)


def put(connection: Connection, master: MasterKey, name: str, value: bytes) -> None:
    """Keep a small secret under a name."""
    upsert(connection, schema.safe, [{"name": name, "box": master.wrap(f"safe:{name}", value)}])


def drop(connection: Connection, name: str) -> None:
    """Keep no small secret any more under a name."""
    connection.execute(delete(schema.safe).where(schema.safe.c.name == name))
