"""Where the first posts of accounts are: in the row of each author, packed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from struct import Struct
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Select, bindparam, select

from bot.store import asked, schema
from bot.store.rows import by_person, change, listed, listing, micros

Key = tuple[str, str]
"""(person, `Account.key`)."""
MOMENT: Final = 8
"""Bytes of when a post came, in microseconds since 1970 UTC; then one of how many name its exhibit, and those."""
NAMED: Final = 12
"""Bytes that name an exhibit; 10 in the first release."""
_POST: Final = Struct(f"<qB{NAMED}s")


class Kept(NamedTuple):
    """One post of a trace."""

    at: int
    exhibit: str


def traces(connection: Connection, keys: Iterable[Key]) -> dict[Key, bytes]:
    """In what custody the first posts of these accounts are, packed."""
    found: dict[Key, bytes] = {}
    for person, accounts in by_person(keys).items():
        asks = {"whose": person, "listed": listing(connection, schema.author.c.author, accounts)}
        for account, posts in asked.rows(connection, _posts(connection.dialect.name), asks):
            found[person, account] = posts
    return found


@cache
def _posts(dialect: str) -> Select[Any]:
    table = schema.author.c
    about = (table.person == bindparam("whose")) & table.posts.is_not(None)
    return select(table.author, table.posts).where(about & listed(dialect, table.author))


def ended(packed: bytes, most: int, at: int) -> bool:
    """Whether so many posts are there, all of them by that moment; told without unpacking them, for most are."""
    size = _POST.size
    return len(packed) == most * size and int.from_bytes(packed[-size : MOMENT - size], "little", signed=True) <= at


def keep_traces(connection: Connection, known: Mapping[Key, Sequence[Kept]]) -> None:
    """Write where the first posts of these authors are, in the order of time; of those who are known as such."""
    rows = [
        {"person": person, "author": account, "posts": b"".join(map(_packed, posts))}
        for (person, account), posts in known.items()
    ]
    change(connection, schema.author, rows, ("author", "person"))


def arrived_since(connection: Connection, person: str, at: datetime, limit: int) -> list[str]:
    """Accounts whose first post came at this moment or later, the earliest first."""
    return asked.scalars(connection, _arrived(), {"whose": person, "since": micros(at), "most": limit})


@cache
def _arrived() -> Select[Any]:
    table = schema.author.c
    after = (table.person == bindparam("whose")) & (table.first_at >= bindparam("since")) & table.posts.is_not(None)
    query = select(table.author).where(after).order_by(table.first_at, table.author)
    return query.limit(bindparam("most"))


def _packed(post: Kept) -> bytes:
    exhibit = bytes.fromhex(post.exhibit)
    if len(exhibit) == NAMED:
        return _POST.pack(post.at, NAMED, exhibit)
    return post.at.to_bytes(MOMENT, "little", signed=True) + bytes([len(exhibit)]) + exhibit


def unpacked(packed: bytes) -> list[Kept]:
    """The posts, in the order of time."""
    size = _POST.size
    if len(packed) % size == 0 and packed[MOMENT::size] == bytes([NAMED]) * (len(packed) // size):
        return [Kept(at, exhibit.hex()) for at, _, exhibit in _POST.iter_unpack(packed)]
    found: list[Kept] = []
    while packed:
        end = MOMENT + 1 + packed[MOMENT]
        at = int.from_bytes(packed[:MOMENT], "little", signed=True)
        found.append(Kept(at, packed[MOMENT + 1 : end].hex()))
        packed = packed[end:]
    return found
