"""Cases as rows: the accounts of each, what was done besides, and what is forbidden to them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, select, update

from bot.model.conduct import Level, Stage
from bot.model.noun import Noun
from bot.store import schema
from bot.store.rows import Row, among, by_person, insert, micros, moment, place, upsert

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


class Restriction(Noun, frozen=True, kw_only=True):
    """What a court or a platform forbids to the person behind an account."""

    person: str
    account: str
    """`Account.key`"""
    kind: str
    """court_ban, platform_ban"""
    since: datetime
    until: datetime
    by: str
    at: datetime
    """When it was written down."""


class Noted(Noun, frozen=True, kw_only=True):
    """Something that was done by means which the shield does not see."""

    person: str
    case: str
    exhibit: str
    """Where the words of whoever noted it stand, sealed."""
    happened_at: datetime
    means: str
    level: Level
    by: str
    at: datetime


def of_accounts(connection: Connection, keys: Iterable[Key]) -> dict[Key, Casefile]:
    """The cases to which these accounts belong; those of none are left out."""
    member, case = schema.member, schema.casefile
    found = {}
    for person, accounts in by_person(keys).items():
        query = select(member.c.account, case).join(case, _same_case()).where(member.c.person == person)
        for row in connection.execute(query.where(among(connection, member.c.account, accounts))).mappings():
            found[person, row["account"]] = _casefile(row)
    return found


def every(connection: Connection, person: str) -> list[Casefile]:
    """All cases of a person, those in the worst stage first."""
    table = schema.casefile
    query = select(table).where(table.c.person == person).order_by(table.c.stage.desc(), table.c.id)
    return [_casefile(row) for row in connection.execute(query).mappings()]


def by_id(connection: Connection, id_: str) -> list[Casefile]:
    """The case of an id, or of the beginning of one."""
    table = schema.casefile
    query = select(table).where(table.c.id.startswith(id_, autoescape=True)).order_by(table.c.id)
    return [_casefile(row) for row in connection.execute(query).mappings()]


def members(connection: Connection, person: str, cases: Sequence[str]) -> dict[str, list[str]]:
    """The accounts of each of these cases, in the order in which they came to it."""
    table = schema.member
    query = select(table.c.case, table.c.account).where(
        (table.c.person == person) & among(connection, table.c.case, cases)
    )
    found: dict[str, list[str]] = {}
    for case, account in connection.execute(query.order_by(table.c.at, table.c.account)):
        found.setdefault(case, []).append(account)
    return found


def courses(connection: Connection, person: str, accounts: Sequence[str]) -> dict[str, bytes]:
    """What each of these accounts did, packed (model/course); those that wrote nothing are left out."""
    table = schema.author
    query = select(table.c.author, table.c.course).where(
        (table.c.person == person) & among(connection, table.c.author, accounts)
    )
    return {author: bytes(course) for author, course in connection.execute(query)}


def restrictions(connection: Connection, person: str, accounts: Sequence[str]) -> list[Restriction]:
    """What is, was or will be forbidden to these accounts, the earliest first."""
    table = schema.restriction
    query = select(table).where((table.c.person == person) & among(connection, table.c.account, accounts))
    rows = connection.execute(query.order_by(table.c.since, table.c.account, table.c.kind)).mappings()
    moments = ("since", "until", "at")
    return [Restriction(**(dict(row) | {name: moment(row[name]) for name in moments})) for row in rows]


def notes(connection: Connection, person: str, cases: Sequence[str]) -> list[Noted]:
    """What was noted in these cases, in the order in which it happened."""
    table = schema.noted
    query = select(table).where((table.c.person == person) & among(connection, table.c.case, cases))
    return [
        Noted(
            person=person,
            case=row["case"],
            exhibit=row["exhibit"],
            happened_at=moment(row["happened_at"]),
            means=row["means"],
            level=Level(row["level"]),
            by=row["by"],
            at=moment(row["at"]),
        )
        for row in connection.execute(query.order_by(table.c.happened_at, table.c.exhibit)).mappings()
    ]


def weighed(connection: Connection, keys: Iterable[Key]) -> dict[Key, list[tuple[datetime, Level]]]:
    """For each (person, uri): when each known version of it happened, and what it weighs."""
    table = schema.mention
    found: dict[Key, list[tuple[datetime, Level]]] = {}
    for person, uris in by_person(keys).items():
        query = select(table.c.uri, table.c.received_at, table.c.level).where(table.c.person == person)
        where = among(connection, table.c.place, [place(uri) for uri in uris])
        for uri, at, level in connection.execute(query.where(where)):
            found.setdefault((person, uri), []).append((moment(at), Level(level)))
    return found


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


def hand_over(connection: Connection, person: str, case: str, to: str) -> None:
    """Let what was noted in one case stand in another."""
    table = schema.noted
    where = (table.c.person == person) & (table.c.case == case)
    connection.execute(update(table).where(where).values(case=to))


def restrict(connection: Connection, ban: Restriction) -> None:
    """Write a restriction down, or change its end."""
    row = {
        "person": ban.person,
        "account": ban.account,
        "kind": ban.kind,
        "since": micros(ban.since),
        "until": micros(ban.until),
        "by": ban.by,
        "at": micros(ban.at),
    }
    upsert(connection, schema.restriction, [row])


def note(connection: Connection, one: Noted) -> None:
    """Write down what the shield did not see."""
    row = {
        "person": one.person,
        "exhibit": one.exhibit,
        "case": one.case,
        "happened_at": micros(one.happened_at),
        "means": one.means,
        "level": int(one.level),
        "by": one.by,
        "at": micros(one.at),
    }
    insert(connection, schema.noted, [row])


def write_courses(connection: Connection, courses_: Mapping[Key, bytes]) -> None:
    """Bring what accounts did up to date, of those that have a row."""
    table = schema.author
    for (person, account), course in courses_.items():
        where = (table.c.person == person) & (table.c.author == account)
        connection.execute(update(table).where(where).values(course=course))


def _same_case() -> ColumnElement[bool]:
    member, case = schema.member, schema.casefile
    return (member.c.person == case.c.person) & (member.c.case == case.c.id)


def _casefile(row: Row) -> Casefile:
    return Casefile(
        person=row["person"],
        id=row["id"],
        stage=Stage(row["stage"]),
        told=Stage(row["told"]),
        score=row["score"],
        since=row["since"],
        last=row["last"],
    )
