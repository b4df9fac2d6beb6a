"""What the accounts of cases wrote, the latest first, and what was done against them; found by account."""

from base64 import urlsafe_b64decode
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from heapq import merge
from itertools import islice
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Select, and_, bindparam, or_, select, true, update

from bot.model.conduct import Level
from bot.model.delivery import Status, Task
from bot.store import asked, schema
from bot.store.read import Kept, kept_of
from bot.store.rows import Row, among, by_person, listed, listing, moment

MEASURES: Final = ("mute", "block")
MOST: Final = 400
"""Measures of one case that are read."""
TOGETHER: Final = 500
"""Mentions that are marked in one transaction."""
Key = tuple[str, str, int]
"""Place, person and version of a mention."""


class Place(NamedTuple):
    """Where a mention stands among what one case's accounts wrote."""

    at: int
    """When it happened, in microseconds."""
    place: str
    version: int

    @property
    def order(self) -> tuple[int, bytes, int]:
        """By which the database orders them."""
        return self.at, urlsafe_b64decode(self.place), self.version


class Acted(NamedTuple):
    """One mention by an account of a case."""

    kept: Kept
    level: Level
    place: Place
    gone: datetime | None
    """When the platform said that it is gone."""


class Measure(NamedTuple):
    """A mute or a block that was done."""

    account: str
    kind: str
    at: datetime


FIRST: Final = Place(2**62, "", 0)


def of(connection: Connection, person: str, accounts: Sequence[str], before: Place, limit: int) -> list[Acted]:
    """What these accounts wrote before a place, at most so many; each account's is read in order, and no more of it."""
    found = [_of(connection, person, account, before, limit) for account in accounts]
    return list(islice(merge(*found, key=lambda one: one.place.order, reverse=True), limit))


def _of(connection: Connection, person: str, account: str, before: Place, limit: int) -> list[Acted]:
    asks = {"whose": person, "who": account, "at": before.at, "place": before.place, "of": before.version}
    rows = asked.mappings(connection, _written(), asks | {"most": limit})
    return list(map(acted_of, rows))


def acted_of(row: Row) -> Acted:
    """The mention that stands in a row."""
    return Acted(
        kept=kept_of(row),
        level=Level(max(row["level"], 0)),
        place=Place(row["received_at"], row["place"], row["version"]),
        gone=None if row["deleted_at"] is None else moment(row["deleted_at"]),
    )


@cache
def _written() -> Select[Any]:
    table = schema.mention.c
    whose = (table.author == bindparam("who")) & (table.person == bindparam("whose")) & (table.in_case == true())
    same = and_(table.received_at == bindparam("at"), table.place == bindparam("place"))
    earlier = or_(
        table.received_at < bindparam("at"),
        and_(table.received_at == bindparam("at"), table.place < bindparam("place")),
        and_(same, table.version < bindparam("of")),
    )
    query = select(schema.mention).where(whose & (table.received_at <= bindparam("at")) & earlier)
    order = table.received_at.desc(), table.place.desc(), table.version.desc()
    return query.order_by(*order).limit(bindparam("most"))


def measures(connection: Connection, person: str, accounts: Sequence[str]) -> list[Measure]:
    """Mutes and blocks of these accounts that stand, in the order of time."""
    asks = {"whose": person, "listed": listing(connection, schema.delivery.c.subject, accounts), "most": MOST}
    rows = asked.rows(connection, _measures(connection.dialect.name), asks)
    return [Measure(account, kind, moment(at)) for account, kind, at in rows]


@cache
def _measures(dialect: str) -> Select[Any]:
    table = schema.delivery.c
    done = (table.task == Task.ACT.value) & (table.status == Status.DONE.value) & table.kind.in_(MEASURES)
    whose = (table.person == bindparam("whose")) & listed(dialect, table.subject)
    query = select(table.subject, table.kind, table.planned_at).where(whose & done)
    return query.order_by(table.planned_at, table.id).limit(bindparam("most"))


def ungathered(connection: Connection, people: Sequence[str]) -> list[tuple[str, str]]:
    """Accounts of these people's cases of which what they wrote before is not marked yet: (person, account)."""
    table = schema.member.c
    query = select(table.person, table.account).where(table.person.in_(people) & table.gathered.is_(False))
    return [(person, account) for person, account in connection.execute(query.order_by(table.person, table.account))]


def complete(connection: Connection, person: str, case: str) -> bool:
    """Whether all of what the accounts of a case wrote is marked."""
    table = schema.member.c
    left = (table.person == person) & (table.case == case) & table.gathered.is_(False)
    return connection.scalar(select(table.account).where(left).limit(1)) is None


def unmarked(connection: Connection, accounts: Sequence[tuple[str, str]]) -> Iterator[list[Key]]:
    """What these wrote that is not marked, some at a time; everything that is kept of their people is gone through."""
    table = schema.mention
    for person, names in by_person(accounts).items():
        whose = (table.c.person == person) & among(connection, table.c.author, names) & table.c.in_case.is_(False)
        query = select(table.c.place, table.c.person, table.c.version).where(whose)
        found = [(place, whose, version) for place, whose, version in connection.execute(query)]
        yield from (found[start : start + TOGETHER] for start in range(0, len(found), TOGETHER))


def mark(connection: Connection, keys: Sequence[Key]) -> None:
    """Mark these as written by the accounts of cases."""
    table = schema.mention
    key = (table.c.place == bindparam("at")) & (table.c.person == bindparam("whose"))
    statement = update(table).where(key & (table.c.version == bindparam("of"))).values(in_case=True)
    if keys:
        connection.execute(statement, [{"at": at, "whose": person, "of": version} for at, person, version in keys])


def gathered(connection: Connection, accounts: Sequence[tuple[str, str]]) -> None:
    """Write down that all of what these wrote is marked."""
    table = schema.member
    key = (table.c.person == bindparam("whose")) & (table.c.account == bindparam("who"))
    if accounts:
        rows = [{"whose": person, "who": account} for person, account in accounts]
        connection.execute(update(table).where(key).values(gathered=True), rows)
