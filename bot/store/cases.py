"""Cases as rows: how each stands, its accounts, and what those wrote."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, CompoundSelect, Connection, Select, bindparam, delete, select, update

from bot.model import course
from bot.model.conduct import Level, Stage
from bot.model.course import EMPTY
from bot.model.noun import Noun
from bot.store import asked, schema
from bot.store.rows import Row, among, by_person, listed, listing, micros, moment, place, upsert

Key = tuple[str, str]
"""(person, `Account.key`), or (person, uri)."""


class Casefile(Noun, frozen=True, kw_only=True):
    """A case as it stands on the last day on which something counted."""

    person: str
    id: str
    stage: Stage = Stage.NONE
    told: Stage = Stage.NONE
    """The stage of which the person was told."""
    score: float = 0.0
    since: int = 0
    """The day since 1970 on which it came to its stage."""
    last: int = 0
    """That last day."""


class Came(NamedTuple):
    """What an account of a case did, counted."""

    mentions: int
    first: datetime
    last: datetime
    course: bytes


def of_accounts(connection: Connection, keys: Iterable[Key]) -> dict[Key, Casefile]:
    """The cases to which these accounts belong; those of none are left out."""
    found = {}
    for person, accounts in by_person(keys).items():
        asks = {"whose": person, "listed": listing(connection, schema.member.c.account, accounts)}
        for row in asked.mappings(connection, _of_accounts(connection.dialect.name), asks):
            found[person, row["account"]] = _casefile(row)
    return found


@cache
def _of_accounts(dialect: str) -> Select[Any]:
    member, case = schema.member, schema.casefile
    query = select(member.c.account, case).join(case, _same_case()).where(member.c.person == bindparam("whose"))
    return query.where(listed(dialect, member.c.account))


def every(connection: Connection, person: str) -> list[Casefile]:
    """All cases of a person, those in the worst stage first."""
    return [_casefile(row) for row in asked.mappings(connection, _every(), {"whose": person})]


@cache
def _every() -> Select[Any]:
    table = schema.casefile.c
    query = select(schema.casefile).where(table.person == bindparam("whose"))
    return query.order_by(table.stage.desc(), table.id)


def by_id(connection: Connection, id_: str) -> list[Casefile]:
    """The case of an id, or of the beginning of one."""
    table = schema.casefile
    query = select(table).where(table.c.id.startswith(id_, autoescape=True)).order_by(table.c.id)
    return [_casefile(row) for row in connection.execute(query).mappings()]


def members(connection: Connection, person: str, cases: Sequence[str]) -> dict[str, list[str]]:
    """The accounts of each of these cases, in the order in which they came to it."""
    asks = {"whose": person, "listed": listing(connection, schema.member.c.case, cases)}
    found: dict[str, list[str]] = {}
    for case, account in asked.rows(connection, _members(connection.dialect.name), asks):
        found.setdefault(case, []).append(account)
    return found


@cache
def _members(dialect: str) -> Select[Any]:
    table = schema.member.c
    query = select(table.case, table.account).where((table.person == bindparam("whose")) & listed(dialect, table.case))
    return query.order_by(table.at, table.account)


def courses(connection: Connection, person: str, accounts: Sequence[str]) -> dict[str, bytes]:
    """What each of these accounts did, packed (model/course); those that wrote nothing are left out."""
    asks = {"whose": person, "listed": listing(connection, schema.author.c.author, accounts)}
    return {author: bytes(packed) for author, packed in asked.rows(connection, _courses(connection.dialect.name), asks)}


@cache
def _courses(dialect: str) -> Select[Any]:
    table = schema.author.c
    return select(table.author, table.course).where(table.person == bindparam("whose"), listed(dialect, table.author))


def came(connection: Connection, person: str, accounts: Sequence[str]) -> dict[str, Came]:
    """What each of these accounts did; of whom nothing ever came is left out."""
    asks = {"whose": person, "listed": listing(connection, schema.author.c.author, accounts)}
    return {
        author: Came(mentions, moment(first), moment(last), bytes(packed) or EMPTY)
        for author, mentions, first, last, packed in asked.rows(connection, _came(connection.dialect.name), asks)
    }


@cache
def _came(dialect: str) -> Select[Any]:
    table = schema.author.c
    columns = table.author, table.mentions, table.first_at, table.last_at, table.course
    return select(*columns).where(table.person == bindparam("whose"), listed(dialect, table.author))


def of_person(connection: Connection, person: str, id_: str) -> Casefile | None:
    """One case of a person."""
    row = next(iter(asked.mappings(connection, _of_person(), {"whose": person, "its": id_})), None)
    return None if row is None else _casefile(row)


@cache
def _of_person() -> Select[Any]:
    table = schema.casefile.c
    return select(schema.casefile).where((table.person == bindparam("whose")) & (table.id == bindparam("its")))


def weighed(connection: Connection, keys: Iterable[Key]) -> dict[Key, list[tuple[datetime, Level]]]:
    """For each (person, uri): when each counted version of it happened, and what it weighs."""
    found: dict[Key, list[tuple[datetime, Level]]] = {}
    for person, uris in by_person(keys).items():
        places = listing(connection, schema.mention.c.place, [place(uri) for uri in uris])
        query = _weighed(connection.dialect.name)
        for uri, at, level in asked.rows(connection, query, {"whose": person, "listed": places}):
            found.setdefault((person, uri), []).append((moment(at), Level(level)))
    return found


@cache
def _weighed(dialect: str) -> Select[Any]:
    table = schema.mention.c
    counted = (table.person == bindparam("whose")) & (table.level >= 0)
    return select(table.uri, table.received_at, table.level).where(counted & listed(dialect, table.place))


def keep(connection: Connection, cases: Sequence[Casefile]) -> None:
    """Write how cases stand, new ones and known ones."""
    rows = [
        {
            "person": one.person,
            "id": one.id,
            "stage": int(one.stage),
            "told": int(one.told),
            "score": one.score,
            "since": one.since,
            "last": one.last,
        }
        for one in cases
    ]
    upsert(connection, schema.casefile, rows)


def join(connection: Connection, case: str, keys: Sequence[Key], by: str, at: datetime) -> None:
    """Let these accounts belong to a case, and to no other."""
    rows = [{"person": person, "account": key, "case": case, "by": by, "at": micros(at)} for person, key in keys]
    upsert(connection, schema.member, rows)


def close(connection: Connection, person: str, case: str) -> None:
    """Let go of a case that has no account any more."""
    table = schema.casefile
    connection.execute(delete(table).where((table.c.person == person) & (table.c.id == case)))


def gestured(connection: Connection, person: str, account: str, hour: int, at: datetime) -> None:
    """Count a gesture of that hour, of somebody who may never have written."""
    table = schema.author
    where = (table.c.person == person) & (table.c.author == account)
    known = connection.scalar(select(table.c.course).where(where))
    packed = course.gestured(bytes(known or b"") or EMPTY, hour)
    blank = {"mentions": 0, "matches": 0, "first_at": micros(at), "last_at": micros(at), "matched_at": 0, "recent": b""}
    upsert(connection, table, [{"person": person, "author": account, **blank, "course": packed}], change=("course",))


def pardon(connection: Connection, person: str, account: str) -> None:
    """Let nothing that an account does count as done after a mute, since a human took the mute back."""
    table = schema.author
    where = (table.c.person == person) & (table.c.author == account)
    known = connection.scalar(select(table.c.course).where(where))
    if known:
        connection.execute(update(table).where(where).values(course=course.pardoned(bytes(known))))


def running(connection: Connection, person: str, least: Stage) -> set[str]:
    """The accounts of the person's cases that are at this stage or beyond it, and those that are forbidden to write."""
    return set(asked.scalars(connection, _running(), {"whose": person, "least": int(least)}))


@cache
def _running() -> CompoundSelect[Any]:
    member, case, ban = schema.member, schema.casefile, schema.restriction
    query = select(member.c.account).join(case, _same_case()).where(member.c.person == bindparam("whose"))
    barred = select(ban.c.account).where(ban.c.person == bindparam("whose"))
    return query.where(case.c.stage >= bindparam("least")).union(barred)


def of_platform(connection: Connection, people: Collection[str], platform: str, limit: int) -> list[str]:
    """`Account.key` of the accounts of these people's cases on a platform, those of the worst and latest first."""
    member, case = schema.member, schema.casefile
    whose = member.c.person.in_(people) & member.c.account.startswith(f"{platform}:", autoescape=True)
    query = select(member.c.account).join(case, _same_case()).where(whose)
    found = connection.scalars(query.order_by(case.c.stage.desc(), case.c.last.desc(), member.c.account).limit(limit))
    return list(dict.fromkeys(found))


def forget(connection: Connection, person: str, accounts: Sequence[str]) -> None:
    """Let go of what is written down of these accounts, and of the cases that have no other."""
    for table in (schema.member, schema.restriction):
        whose = (table.c.person == person) & among(connection, table.c.account, accounts)
        connection.execute(delete(table).where(whose))
    peopled = select(schema.member.c.case).where(schema.member.c.person == person)
    for table, column in ((schema.noted, schema.noted.c.case), (schema.casefile, schema.casefile.c.id)):
        connection.execute(delete(table).where((table.c.person == person) & column.not_in(peopled)))


def _same_case() -> ColumnElement[bool]:
    member, case = schema.member, schema.casefile
    return (member.c.person == case.c.person) & (member.c.case == case.c.id)


def _casefile(row: Row | Mapping[str, Any]) -> Casefile:
    return Casefile(
        person=row["person"],
        id=row["id"],
        stage=Stage(row["stage"]),
        told=Stage(row["told"]),
        score=row["score"],
        since=row["since"],
        last=row["last"],
    )
