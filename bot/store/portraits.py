"""Where the first posts of accounts are, and portraits of those against whom a measure was taken."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, TextClause, bindparam, delete, func, select, text, update

from bot.model.link import Why
from bot.store import schema
from bot.store.rows import among, by_person, insert, micros, moment, upsert

Key = tuple[str, str]
"""(person, `Account.key`)."""
DAY: Final = timedelta(days=1)
MOMENT: Final = 8
"""Bytes of when a post came, in microseconds since 1970 UTC; then one of how many name its exhibit, and those."""
MANY: Final = 200
"""Portraits that are read at once, at most."""
ASKED: Final = 250
"""Keys that are asked for with one statement."""
FEW: Final = 32
"""Accounts up to which they are named one by one, which costs less than a list."""
EACH: Final = 8
"""Accounts that one key names at most: what more of them have tells nobody apart."""


class Kept(NamedTuple):
    """One post of a trace."""

    at: int
    exhibit: str


class Portrayed(NamedTuple):
    """An account against which a measure was taken."""

    account: str
    since: datetime
    why: Why
    box: bytes
    """Its portrait, sealed; empty until it is made."""


def traces(connection: Connection, keys: Iterable[Key]) -> dict[Key, tuple[Kept, ...]]:
    """In what custody the first posts of these accounts are."""
    table = schema.author
    found: dict[Key, tuple[Kept, ...]] = {}
    for person, accounts in by_person(keys).items():
        query = select(table.c.author, table.c.posts).where((table.c.person == person) & table.c.posts.is_not(None))
        for account, posts in connection.execute(query.where(among(connection, table.c.author, accounts))):
            found[person, account] = tuple(_unpacked(posts))
    return found


def keep_traces(connection: Connection, known: Mapping[Key, Sequence[Kept]]) -> None:
    """Write where the first posts of these authors are, in the order of time; of those who are known as such."""
    table = schema.author
    row = (table.c.person == bindparam("whose")) & (table.c.author == bindparam("who"))
    rows = [
        {"whose": person, "who": account, "packed": b"".join(map(_packed, posts))}
        for (person, account), posts in known.items()
    ]
    if rows:
        connection.execute(update(table).where(row).values(posts=bindparam("packed")), rows)


def arrived_since(connection: Connection, person: str, at: datetime, limit: int) -> list[str]:
    """Accounts whose first post came at this moment or later, the earliest first."""
    table = schema.author
    after = (table.c.person == person) & (table.c.first_at >= micros(at)) & table.c.posts.is_not(None)
    query = select(table.c.author).where(after).order_by(table.c.first_at, table.c.author)
    return list(connection.scalars(query.limit(limit)))


def first(at: datetime, why: Why) -> datetime:
    """By what several measures are compared, of which the first counts: a case is dated to its day, and what was seen
    to be done on that day says more."""
    return at + DAY if why is Why.CASE else at


def mark(connection: Connection, keys: Mapping[Key, tuple[datetime, Why]]) -> None:
    """Note that a measure was taken against these accounts; of several the first counts."""
    known = {
        (person, one.account): one
        for person, accounts in by_person(keys).items()
        for one in portrayed(connection, person, accounts)
    }
    last = connection.scalar(select(func.max(schema.portrait.c.number))) or 0
    rows = [
        {"person": key[0], "account": key[1], "since": micros(at), "why": why.value, "box": b"", "number": number}
        for number, (key, (at, why)) in enumerate(keys.items(), last + 1)
        if key not in known or first(at, why) < first(known[key].since, known[key].why)
    ]
    upsert(connection, schema.portrait, rows, change=("since", "why"))


def portrayed(connection: Connection, person: str, accounts: Collection[str]) -> list[Portrayed]:
    """Those of these accounts against which a measure was taken."""
    table = schema.portrait
    whose = among(connection, table.c.account, list(accounts)) if len(accounts) > FEW else table.c.account.in_(accounts)
    return _portraits(connection, (table.c.person == person) & whose)


def due(connection: Connection, person: str, limit: int) -> list[Portrayed]:
    """Those whose portrait is still to be made."""
    table = schema.portrait
    return _portraits(connection, (table.c.person == person) & (table.c.box == b""), limit)


def latest(connection: Connection, person: str, before: datetime, limit: int) -> list[Portrayed]:
    """Those against whom a measure was taken last before a moment, the latest first."""
    table = schema.portrait
    where = (table.c.person == person) & (table.c.since <= micros(before))
    return _portraits(connection, where, limit, table.c.since.desc())


def anybody(connection: Connection, people: Iterable[str]) -> frozenset[str]:
    """Those of these people for whom there is somebody to whom newcomers could be compared."""
    table = schema.portrait
    asked = ((name, select(table.c.account).where(table.c.person == name).limit(1)) for name in people)
    return frozenset(name for name, query in asked if connection.scalar(query) is not None)


def keep_portrait(connection: Connection, person: str, account: str, box: bytes, keys: Sequence[int]) -> None:
    """Put a portrait, and that by which it is found, in the place of the one before."""
    table = schema.portrait
    row = (table.c.person == person) & (table.c.account == account)
    number = connection.scalar(update(table).where(row).values(box=box).returning(table.c.number))
    if number is not None:
        key = schema.portrait_key
        connection.execute(delete(key).where(key.c.number == number))
        insert(connection, key, [{"key": each, "number": number} for each in keys])


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
    table = schema.face
    query = select(table.c.key, table.c.accounts).where((table.c.person == person) & table.c.key.in_(keys))
    return {row.key: row.accounts for row in connection.execute(query)}


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


def _packed(post: Kept) -> bytes:
    exhibit = bytes.fromhex(post.exhibit)
    return post.at.to_bytes(MOMENT, "little", signed=True) + bytes([len(exhibit)]) + exhibit


def _unpacked(packed: bytes) -> Iterator[Kept]:
    while packed:
        end = MOMENT + 1 + packed[MOMENT]
        yield Kept(int.from_bytes(packed[:MOMENT], "little", signed=True), packed[MOMENT + 1 : end].hex())
        packed = packed[end:]


def _portraits(
    connection: Connection, where: ColumnElement[bool], limit: int = MANY, order: ColumnElement[int] | None = None
) -> list[Portrayed]:
    table = schema.portrait
    query = select(table).where(where).order_by(*([] if order is None else [order]), table.c.account).limit(limit)
    return [
        Portrayed(row["account"], moment(row["since"]), Why(row["why"]), bytes(row["box"]))
        for row in connection.execute(query).mappings()
    ]
