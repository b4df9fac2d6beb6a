"""Portraits of those against whom a measure was taken: by what they are found, and how many show the same."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, TextClause, bindparam, delete, func, select, text, update

from bot.model.link import Why
from bot.store import schema
from bot.store.rows import among, by_person, change, insert, micros, moment, upsert

Key = tuple[str, str]
"""(person, `Account.key`)."""
Boxed = tuple[bytes, Sequence[int]]
"""A portrait, sealed, and the keys by which it is found."""
DAY: Final = timedelta(days=1)
ASKED: Final = 250
"""Keys that are asked for with one statement."""
FEW: Final = 32
"""Accounts up to which they are named one by one, which costs less than a list."""
EACH: Final = 8
"""Accounts that one key names at most: what more of them have tells nobody apart."""


class Portrayed(NamedTuple):
    """An account against which a measure was taken."""

    account: str
    since: datetime
    why: Why
    box: bytes
    """Its portrait, sealed; empty until it is made."""


def first(at: datetime, why: Why) -> datetime:
    """By what several measures are compared, of which the first counts: a case is dated to its day, and what was seen
    to be done on that day says more."""
    return at + DAY if why is Why.CASE else at


def mark(connection: Connection, keys: Mapping[Key, tuple[datetime, Why]]) -> None:
    """Note that a measure was taken against these accounts; of several the first counts."""
    known = {
        (person, account): measure
        for person, accounts in by_person(keys).items()
        for account, measure in measures(connection, person, accounts).items()
    }
    last = connection.scalar(select(func.max(schema.portrait.c.number))) or 0
    rows = [
        {"person": key[0], "account": key[1], "since": micros(at), "why": why.value, "box": b"", "number": number}
        for number, (key, (at, why)) in enumerate(keys.items(), last + 1)
        if key not in known or first(at, why) < first(*known[key])
    ]
    upsert(connection, schema.portrait, rows, change=("since", "why"))


def measures(connection: Connection, person: str, accounts: Collection[str]) -> dict[str, tuple[datetime, Why]]:
    """When and which measure was taken against these accounts, of those against which one was."""
    if len(accounts) <= FEW:
        rows = connection.execute(_few("account", "since", "why"), {"whose": person, "accounts": list(accounts)})
    else:
        table = schema.portrait
        whose = (table.c.person == person) & among(connection, table.c.account, list(accounts))
        rows = connection.execute(select(table.c.account, table.c.since, table.c.why).where(whose))
    return {account: (moment(since), Why(why)) for account, since, why in rows}


def portrayed(connection: Connection, person: str, accounts: Collection[str]) -> list[Portrayed]:
    """Those of these accounts against which a measure was taken."""
    if len(accounts) <= FEW:
        query = _few("account", "since", "why", "box")
        return _portraits(connection.execute(query, {"whose": person, "accounts": list(accounts)}))
    table = schema.portrait
    whose = (table.c.person == person) & among(connection, table.c.account, list(accounts))
    return _portraits(connection.execute(_whole().where(whose)))


def due(connection: Connection, person: str, limit: int) -> list[Portrayed]:
    """Those whose portrait is still to be made."""
    table = schema.portrait
    whose = (table.c.person == person) & (table.c.box == b"")
    return _portraits(connection.execute(_whole().where(whose).limit(limit)))


def latest(connection: Connection, person: str, moments: Sequence[datetime], limit: int) -> dict[datetime, list[str]]:
    """The accounts against which a measure was taken last before each of these moments, the latest first."""
    found: dict[datetime, list[str]] = {}
    for start in range(0, len(moments), ASKED):
        some = moments[start : start + ASKED]
        values = {"person": person, "most": limit} | {f"at{place}": micros(at) for place, at in enumerate(some)}
        for place, account in connection.execute(_lately(len(some)), values).fetchall():
            found.setdefault(some[place], []).append(account)
    return found


@lru_cache(maxsize=256)
def _lately(moments: int) -> TextClause:
    """Asks for so many moments at once."""
    one = (
        "SELECT * FROM (SELECT {0} AS place, account FROM portrait WHERE person = :person AND since <= :at{0}"
        " ORDER BY since DESC, account LIMIT :most) AS found{0}"
    )
    return text(" UNION ALL ".join(one.format(place) for place in range(moments)))


def anybody(connection: Connection, people: Iterable[str]) -> frozenset[str]:
    """Those of these people for whom there is somebody to whom newcomers could be compared."""
    table = schema.portrait
    asked = ((name, select(table.c.account).where(table.c.person == name).limit(1)) for name in people)
    return frozenset(name for name, query in asked if connection.scalar(query) is not None)


def keep_portraits(connection: Connection, person: str, kept: Mapping[str, Boxed]) -> None:
    """Put portraits, and that by which they are found, in the place of those before; of those who are marked."""
    if not kept:
        return
    table = schema.portrait
    whose = (table.c.person == person) & among(connection, table.c.account, list(kept))
    query = select(table.c.account, table.c.number).where(whose)
    numbers = {row.account: row.number for row in connection.execute(query)}
    if not numbers:
        return
    change(connection, table, [{"number": number, "box": kept[one][0]} for one, number in numbers.items()], ("number",))
    unfind(connection, whose)
    keys = [{"key": key, "number": number} for account, number in numbers.items() for key in kept[account][1]]
    insert(connection, schema.portrait_key, keys)


def owners(connection: Connection, person: str, keys: Sequence[int]) -> dict[int, list[str]]:
    """The accounts that have each of these keys, EACH and one more at most."""
    found: dict[int, list[str]] = {}
    for start in range(0, len(keys), ASKED):
        some = keys[start : start + ASKED]
        values = {"person": person} | {f"k{place}": key for place, key in enumerate(some)}
        for key, account in connection.execute(_finding(len(some)), values).fetchall():
            found.setdefault(key, []).append(account)
    return found


def index(connection: Connection, person: str, most: int) -> dict[int, list[str]] | None:
    """The accounts that have each key, where there are no more than so many rows of them; None where there are."""
    one, whose = schema.portrait_key.c, schema.portrait.c
    named = schema.portrait_key.join(schema.portrait, one.number == whose.number)
    query = select(one.key, whose.account).select_from(named).where(whose.person == person).limit(most + 1)
    if (connection.scalar(select(func.count()).select_from(query.subquery())) or 0) > most:
        return None
    found: dict[int, list[str]] = {}
    for key, account in connection.execute(query):
        found.setdefault(key, []).append(account)
    return found


@lru_cache(maxsize=256)
def _finding(keys: int) -> TextClause:
    """Asks for so many keys, and of each for a few accounts only, however many have it."""
    one = (
        "SELECT * FROM (SELECT key, account FROM portrait_key JOIN portrait ON portrait.number = portrait_key.number"
        " WHERE key = :k{} AND person = :person LIMIT {})"
    )
    return text(" UNION ALL ".join(f"{one.format(place, EACH + 1)} AS found{place}" for place in range(keys)))


def faces(connection: Connection, person: str, keys: Collection[int]) -> dict[int, int]:
    """How many accounts came with each of these pictures."""
    if not keys:
        return {}
    rows = connection.execute(_showing(), {"whose": person, "keys": list(keys)})
    return {row.key: row.accounts for row in rows}


@cache
def _showing() -> Select[Any]:
    table = schema.face
    named = table.c.key.in_(bindparam("keys", expanding=True))
    return select(table.c.key, table.c.accounts).where((table.c.person == bindparam("whose")) & named)


def keep_faces(connection: Connection, person: str, counts: Mapping[int, int]) -> None:
    """Write how many accounts came with each of these pictures."""
    rows = [{"person": person, "key": key, "accounts": count} for key, count in counts.items()]
    upsert(connection, schema.face, rows)


def unmark(connection: Connection, person: str, account: str) -> None:
    """Compare nobody to this account any more: a human took the measure against it back."""
    table = schema.portrait
    whose = (table.c.person == person) & (table.c.account == account)
    unfind(connection, whose)
    connection.execute(delete(table).where(whose))


def blank(connection: Connection, person: str, accounts: Collection[str]) -> None:
    """Empty the portraits of these accounts and what finds them: what they were made of is gone in part."""
    table = schema.portrait
    whose = (table.c.person == person) & among(connection, table.c.account, list(accounts))
    connection.execute(update(table).where(whose).values(box=b""))
    unfind(connection, whose)


def unfind(connection: Connection, whose: ColumnElement[bool]) -> int:
    """Let the portraits that fit not be found by anything any more; by how many keys they were."""
    key = schema.portrait_key
    numbers = select(schema.portrait.c.number).where(whose)
    return int(connection.execute(delete(key).where(key.c.number.in_(numbers))).rowcount)


def forget(connection: Connection, person: str, accounts: Collection[str]) -> None:
    """Let go of everything that tells these accounts apart, but where their first posts are: that goes with them."""
    table = schema.portrait
    whose = (table.c.person == person) & among(connection, table.c.account, list(accounts))
    unfind(connection, whose)
    connection.execute(delete(table).where(whose))


@cache
def _few(*columns: str) -> Select[Any]:
    """Asks for some columns of a few accounts; made once, since making it takes longer than asking."""
    table = schema.portrait
    named = table.c.account.in_(bindparam("accounts", expanding=True))
    asked = select(*(table.c[name] for name in columns)).where((table.c.person == bindparam("whose")) & named)
    return asked.order_by(table.c.account)


@cache
def _whole() -> Select[Any]:
    table = schema.portrait
    return select(table.c.account, table.c.since, table.c.why, table.c.box).order_by(table.c.account)


def _portraits(rows: Iterable[Row[Any]]) -> list[Portrayed]:
    return [Portrayed(row.account, moment(row.since), Why(row.why), bytes(row.box)) for row in rows]
