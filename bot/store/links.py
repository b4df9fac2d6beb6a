"""Links: accounts believed one person's, and what a human said of each."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, CursorResult, Select, bindparam, delete, or_, select

from bot.model.link import Said, Status
from bot.model.noun import Noun
from bot.signals.likeness.score import SUGGESTED
from bot.store import asked, schema
from bot.store.rows import Row, among, by_person, micros, moment, upsert

Key = tuple[str, str]
"""(person, `Account.key`)."""
Ban = tuple[datetime, datetime]
"""From when until when somebody may not write, or come back."""
FEW: Final = 32
"""Accounts up to which they are named one by one, which costs less than a list."""
_GROUNDS: Final = msgspec.json.Decoder(tuple[Said, ...]).decode


class Link(Noun, frozen=True, kw_only=True):
    """Two accounts believed one person's."""

    person: str
    account: str
    """`Account.key` of the later one."""
    other: str
    """`Account.key` of the one against whom a measure was taken."""
    score: float
    grounds: tuple[Said, ...] = ()
    status: Status = Status.SUGGESTED
    by: str = ""
    at: datetime


def links(connection: Connection, keys: Iterable[Key]) -> dict[Key, list[Link]]:
    """What is believed of these accounts, and of those that are believed theirs."""
    table = schema.link
    found: dict[Key, list[Link]] = {}
    for person, accounts in by_person(keys).items():
        wanted = set(accounts)
        if len(accounts) <= FEW:
            some = [_link(row) for row in asked.mappings(connection, _few(), {"whose": person, "accounts": accounts})]
        else:
            mine = or_(*(among(connection, column, accounts) for column in (table.c.account, table.c.other)))
            some = _links(connection.execute(_every().where((table.c.person == person) & mine)))
        for one in some:
            for account in wanted.intersection((one.account, one.other)):
                found.setdefault((person, account), []).append(one)
    return found


def every(connection: Connection, person: str) -> list[Link]:
    """All that is believed, or was rejected, for a person; the latest first."""
    return _links(connection.execute(_every().where(schema.link.c.person == person)))


def answered(connection: Connection, person: str, limit: int) -> list[Link]:
    """What a human decided, the latest first, at most so many."""
    asks = {"whose": person, "said": [Status.CONFIRMED.value, Status.REJECTED.value], "most": limit}
    return [_link(row) for row in asked.mappings(connection, _answered(), asks)]


@cache
def _answered() -> Select[Any]:
    table = schema.link.c
    whose = (table.person == bindparam("whose")) & table.status.in_(bindparam("said", expanding=True))
    return _every().where(whose).limit(bindparam("most"))


def suggested(connection: Connection, person: str, after: Link | None, limit: int) -> list[Link]:
    """What is probable and nobody has answered, the most probable first, at most so many; those after one, if named."""
    table = schema.link.c
    waits = (table.person == person) & (table.status == Status.SUGGESTED.value) & (table.score >= SUGGESTED)
    query = select(schema.link).where(waits).order_by(table.score.desc(), table.account, table.other).limit(limit)
    if after is not None:
        same = (table.score == after.score) & (table.account == after.account) & (table.other > after.other)
        behind = (table.score == after.score) & (table.account > after.account)
        query = query.where((table.score < after.score) | behind | same)
    return _links(connection.execute(query))


def waiting(connection: Connection, person: str, most: int) -> int:
    """How many of those there are, up to so many."""
    return len(suggested(connection, person, None, most))


def keep_links(connection: Connection, some: Sequence[Link]) -> None:
    """Write these, in the place of what was believed of the same two accounts."""
    rows = [
        {
            "person": one.person,
            "account": one.account,
            "other": one.other,
            "score": one.score,
            "grounds": msgspec.json.encode(one.grounds).decode(),
            "status": one.status.value,
            "by": one.by,
            "at": micros(one.at),
        }
        for one in some
    ]
    upsert(connection, schema.link, rows)


def withdraw(connection: Connection, person: str, account: str) -> None:
    """Suggest nothing of this account any more, and nothing because of it; what a human decided stays."""
    table = schema.link
    either = (table.c.account == account) | (table.c.other == account)
    suggested = (table.c.person == person) & (table.c.status == Status.SUGGESTED.value)
    connection.execute(delete(table).where(suggested & either))


def bans(connection: Connection, person: str, accounts: Collection[str]) -> dict[str, list[Ban]]:
    """The restrictions on these accounts, of those on which there are any."""
    found: dict[str, list[Ban]] = {}
    asks = {"whose": person, "accounts": list(accounts)}
    for account, since, until in asked.rows(connection, _restrictions(), asks):
        found.setdefault(account, []).append((moment(since), moment(until)))
    return found


def forget(connection: Connection, person: str, accounts: Collection[str]) -> None:
    """Let go of what was believed of these accounts."""
    table, named = schema.link, list(accounts)
    them = or_(among(connection, table.c.account, named), among(connection, table.c.other, named))
    connection.execute(delete(table).where((table.c.person == person) & them))


@cache
def _every() -> Select[Any]:
    table = schema.link
    return select(table).order_by(table.c.at.desc(), table.c.account, table.c.other)


@cache
def _few() -> Select[Any]:
    """Asks about a few accounts; made once, since making it takes longer than asking."""
    table = schema.link
    named = (column.in_(bindparam("accounts", expanding=True)) for column in (table.c.account, table.c.other))
    return _every().where((table.c.person == bindparam("whose")) & or_(*named))


@cache
def _restrictions() -> Select[Any]:
    table = schema.restriction
    named = table.c.account.in_(bindparam("accounts", expanding=True))
    return select(table.c.account, table.c.since, table.c.until).where((table.c.person == bindparam("whose")) & named)


def _links(rows: CursorResult[Any]) -> list[Link]:
    return [_link(row) for row in rows.mappings()]


def _link(row: Row) -> Link:
    return Link(
        person=row["person"],
        account=row["account"],
        other=row["other"],
        score=row["score"],
        grounds=_GROUNDS(row["grounds"]),
        status=Status(row["status"]),
        by=row["by"],
        at=moment(row["at"]),
    )
