"""What is open about accounts at a community's desk; each function within one transaction of its caller."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Select, bindparam, delete, func, or_, select, tuple_, update

from bot.model.docket import Docket, Standing
from bot.model.reason import Severity
from bot.store import asked, schema
from bot.store.moderated import docket as table
from bot.store.rows import Row, among, listed, listing, micros, moment, upsert

OWN: Final = tuple(column.name for column in table.c if column.name not in {"met", "found_at"})
"""Columns that a docket itself says; the others say how it came to be so."""
CROWD: Final = 2**16 - 1
"""Reporters beyond whom one more moves nothing in the order of the desk."""


class Joined(NamedTuple):
    """A docket, with that of which it is made."""

    docket: Docket
    found_at: datetime | None = None
    """When a rule last found something in what the account wrote."""
    met: bytes = b""
    """Digests of the members to whom it was written, 8 bytes each, rising."""


def put(connection: Connection, docket: Docket) -> None:
    """Let it stand so; what was found before stays."""
    upsert(connection, table, [_row(Joined(docket))], change=OWN)


def join(connection: Connection, every: Iterable[Joined]) -> None:
    """Let them all stand so, with what was found."""
    upsert(connection, table, [_row(one) for one in every])


def docket(connection: Connection, person: str, subject: str) -> Docket | None:
    """What is open about an account (`Account.key`), or was."""
    found = joined(connection, person, [subject])
    return found[subject].docket if found else None


def joined(connection: Connection, person: str, subjects: Sequence[str]) -> dict[str, Joined]:
    """What is known about these accounts, by account."""
    asks = {"whose": person, "listed": listing(connection, table.c.subject, subjects)}
    rows = asked.mappings(connection, _joined(connection.dialect.name), asks)
    return {row["subject"]: _made(row) for row in rows}


@cache
def _joined(dialect: str) -> Select[Any]:
    return select(table).where((table.c.person == bindparam("whose")) & listed(dialect, table.c.subject))


def page(
    connection: Connection,
    person: str,
    standing: Standing,
    after: tuple[int, str] | None,
    limit: int,
    rule: str = "",
) -> list[Docket]:
    """Those that stand so, the worst first, after one of this rank and account; of any depth at one price.

    `rule`: only those that it found.
    """
    here = (table.c.person == person) & (table.c.standing == standing.value)
    if rule:
        here &= table.c.rule == rule
    if after is not None:
        here &= tuple_(table.c.rank, table.c.subject) < after
    query = select(table).where(here).order_by(table.c.rank.desc(), table.c.subject.desc()).limit(limit)
    return [_made(row).docket for row in connection.execute(query).mappings()]


def counts(connection: Connection, person: str) -> dict[Standing, int]:
    """How many stand how."""
    query = select(table.c.standing, func.count()).where(table.c.person == person).group_by(table.c.standing)
    return {Standing(standing): int(number) for standing, number in connection.execute(query)}


def rank(one: Docket) -> int:
    """Its place in the order of the desk: the worst first, then what most reported, then the latest."""
    return int(one.severity) << 48 | min(one.reporters, CROWD) << 32 | micros(one.last_at) // 1_000_000


def outlived(connection: Connection, person: str, before: Mapping[Severity, datetime]) -> list[str]:
    """Accounts of whom all that was open was settled, and nothing came since their severity's moment."""
    old = or_(*((table.c.severity == int(one)) & (table.c.last_at < micros(end)) for one, end in before.items()))
    settled = (table.c.person == person) & (table.c.standing == Standing.SETTLED.value)
    return list(connection.scalars(select(table.c.subject).where(settled & old).order_by(table.c.subject)))


def drop(connection: Connection, person: str, accounts: Sequence[str]) -> list[str]:
    """Let go of what stood of these accounts, and of the reports about them; the exhibits of these."""
    flag = schema.moderated.flag
    about = (flag.c.person == person) & among(connection, flag.c.subject, accounts)
    exhibits = list(connection.scalars(select(flag.c.exhibit).where(about).order_by(flag.c.exhibit)))
    connection.execute(delete(flag).where(about))
    connection.execute(delete(table).where((table.c.person == person) & among(connection, table.c.subject, accounts)))
    return exhibits


def forget(connection: Connection, person: str, accounts: Sequence[str]) -> None:
    """Let go of what stands of these accounts; of what they reported, that it was they."""
    flag, kin = schema.moderated.flag, schema.moderated.kin
    for each, column in ((flag, flag.c.subject), (table, table.c.subject), (kin, kin.c.account)):
        connection.execute(delete(each).where((each.c.person == person) & among(connection, column, accounts)))
    thread = schema.thread.c
    crowds = (thread.person == person) | thread.person.startswith(f"{person}/", autoescape=True)
    connection.execute(delete(schema.thread).where(crowds & among(connection, thread.uri, accounts)))
    reported = (flag.c.person == person) & among(connection, flag.c.reporter, accounts)
    connection.execute(update(flag).where(reported).values(reporter=""))


def _row(one: Joined) -> dict[str, Any]:
    docket = one.docket
    return {
        "person": docket.person,
        "subject": docket.subject,
        "standing": docket.standing.value,
        "severity": int(docket.severity),
        "flags": docket.flags,
        "reporters": docket.reporters,
        "targets": docket.targets,
        "met": one.met,
        "member": docket.member,
        "first_at": micros(docket.first_at),
        "last_at": micros(docket.last_at),
        "found_at": micros(one.found_at) if one.found_at else None,
        "rank": rank(docket),
        "rule": docket.rule,
        "suggested": docket.suggested,
        "taken_by": docket.taken_by,
        "taken_at": micros(docket.taken_at) if docket.taken_at else None,
    }


def _made(row: Row) -> Joined:
    plain = ("person", "subject", "flags", "reporters", "targets", "rule", "suggested", "taken_by")
    made = Docket(
        **{name: row[name] for name in plain},
        standing=Standing(row["standing"]),
        severity=Severity(row["severity"]),
        member=bool(row["member"]),
        first_at=moment(row["first_at"]),
        last_at=moment(row["last_at"]),
        taken_at=_moment(row["taken_at"]),
    )
    return Joined(made, _moment(row["found_at"]), bytes(row["met"]))


def _moment(value: int | None) -> datetime | None:
    return None if value is None else moment(value)
