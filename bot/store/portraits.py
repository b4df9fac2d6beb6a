"""Portraits of those against whom a measure was taken: by what they are found, and how many show the same."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    Select,
    TextClause,
    bindparam,
    delete,
    func,
    select,
    text,
    update,
)

from bot.model.link import Why
from bot.store import asked, schema
from bot.store.rows import among, by_person, change, insert, listed, listing, micros, moment, upsert

Key = tuple[str, str]
"""(person, `Account.key`)."""
Boxed = tuple[bytes, Sequence[int]]
"""A portrait, sealed, and the keys by which it is found."""
DAY: Final = timedelta(days=1)
ASKED: Final = 250
"""Moments that are asked for with one statement."""
FEW: Final = 32
"""Accounts up to which they are named one by one, which costs less than a list."""


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
    last = connection.scalar(select(func.max(schema.portrait.c.number))) or 0 if keys else 0
    rows = [
        {"person": key[0], "account": key[1], "since": micros(at), "why": why.value, "box": b"", "number": number}
        for number, (key, (at, why)) in enumerate(keys.items(), last + 1)
        if key not in known or first(at, why) < first(*known[key])
    ]
    upsert(connection, schema.portrait, rows, change=("since", "why"))


def measures(connection: Connection, person: str, accounts: Collection[str]) -> dict[str, tuple[datetime, Why]]:
    """When and which measure was taken against these accounts, of those against which one was."""
    rows = _of(connection, person, accounts, "account", "since", "why")
    return {account: (moment(since), Why(why)) for account, since, why in rows}


def portrayed(connection: Connection, person: str, accounts: Collection[str]) -> list[Portrayed]:
    """Those of these accounts against which a measure was taken."""
    return _portraits(_of(connection, person, accounts, "account", "since", "why", "box"))


def due(connection: Connection, person: str, limit: int) -> list[Portrayed]:
    """Those whose portrait is still to be made."""
    return _portraits(asked.rows(connection, _due(), {"whose": person, "most": limit}))


@cache
def _due() -> Select[Any]:
    table = schema.portrait.c
    return _whole().where((table.person == bindparam("whose")) & (table.box == b"")).limit(bindparam("most"))


def latest(connection: Connection, person: str, moments: Sequence[datetime], limit: int) -> dict[datetime, list[str]]:
    """The accounts against which a measure was taken last before each of these moments, the latest first."""
    found: dict[datetime, list[str]] = {}
    for start in range(0, len(moments), ASKED):
        some = moments[start : start + ASKED]
        values = {"person": person, "most": limit} | {f"at{place}": micros(at) for place, at in enumerate(some)}
        for place, account in asked.rows(connection, _lately(len(some)), values):
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


def measured(connection: Connection, person: str, since: datetime, until: datetime, most: int) -> int:
    """On how many accounts a mute, block or restriction fell between two moments, both in it; so many are counted."""
    asks = {"whose": person, "since": micros(since), "until": micros(until), "most": most}
    return int(asked.scalar(connection, _measured(), asks) or 0)


@cache
def _measured() -> Select[Any]:
    table = schema.portrait.c
    within = table.since.between(bindparam("since"), bindparam("until")) & (table.why != Why.CASE.value)
    some = select(table.since).where((table.person == bindparam("whose")) & within).limit(bindparam("most"))
    return select(func.count()).select_from(some.subquery())


def anybody(connection: Connection, people: Iterable[str]) -> frozenset[str]:
    """Those of these people for whom there is somebody to whom newcomers could be compared."""
    return frozenset(name for name in people if asked.scalar(connection, _anybody(), {"whose": name}) is not None)


@cache
def _anybody() -> Select[Any]:
    return select(schema.portrait.c.account).where(schema.portrait.c.person == bindparam("whose")).limit(1)


def keep_portraits(connection: Connection, person: str, kept: Mapping[str, Boxed]) -> None:
    """Put portraits, and that by which they are found, in the place of those before; of those who are marked."""
    if not kept:
        return
    table, dialect = schema.portrait, connection.dialect.name
    asks = {"whose": person, "listed": listing(connection, table.c.account, list(kept))}
    numbers = dict(asked.rows(connection, _numbers(dialect), asks))
    if not numbers:
        return
    change(connection, table, [{"number": number, "box": kept[one][0]} for one, number in numbers.items()], ("number",))
    asked.change(connection, _unfinding(dialect), asks)
    keys = [{"key": key, "number": number} for account, number in numbers.items() for key in kept[account][1]]
    insert(connection, schema.portrait_key, keys)


@cache
def _numbers(dialect: str) -> Select[Any]:
    table = schema.portrait.c
    whose = (table.person == bindparam("whose")) & listed(dialect, table.account)
    return select(table.account, table.number).where(whose)


@cache
def _unfinding(dialect: str) -> Delete:
    table, key = schema.portrait.c, schema.portrait_key
    whose = (table.person == bindparam("whose")) & listed(dialect, table.account)
    return delete(key).where(key.c.number.in_(select(table.number).where(whose)))


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


def _of(connection: Connection, person: str, accounts: Collection[str], *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of these accounts, in their order."""
    if len(accounts) <= FEW:
        return asked.rows(connection, _asking("", *columns), {"whose": person, "accounts": list(accounts)})
    asks = {"whose": person, "listed": listing(connection, schema.portrait.c.account, list(accounts))}
    return asked.rows(connection, _asking(connection.dialect.name, *columns), asks)


@cache
def _asking(dialect: str, *columns: str) -> Select[Any]:
    """Asks for some columns of accounts: of a list, or, without a dialect, of a few that are named one by one."""
    table = schema.portrait.c
    few = table.account.in_(bindparam("accounts", expanding=True))
    query = select(*(table[name] for name in columns)).where(table.person == bindparam("whose"))
    return query.where(listed(dialect, table.account) if dialect else few).order_by(table.account)


@cache
def _whole() -> Select[Any]:
    table = schema.portrait
    return select(table.c.account, table.c.since, table.c.why, table.c.box).order_by(table.c.account)


def _portraits(rows: Iterable[tuple[Any, ...]]) -> list[Portrayed]:
    return [Portrayed(account, moment(since), Why(why), bytes(box)) for account, since, why, box in rows]
