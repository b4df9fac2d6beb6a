"""Reports as they reached a desk; each function within one transaction of its caller."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, case, func, select

from bot.model.flag import Flag, Flagged
from bot.model.reason import Reason
from bot.store import asked
from bot.store.moderated import flag as table
from bot.store.rows import Row, listed, listing, micros, moment, upsert


class Filed(NamedTuple):
    """One report as it is kept: what it says stands in its exhibit."""

    id: str
    subject: str
    reporter: str
    reason: Reason | None
    at: datetime
    open: bool
    taken: bool
    told_at: datetime
    """When the server last said how it stands."""
    posts: int
    withheld: int
    mine: str
    """Delivery of a member's own shield that sent it; empty: none."""
    exhibit: str


class Sum(NamedTuple):
    """All reports about one account together."""

    flags: int
    """Those that are open."""
    reporters: int
    """Who made these; all whom nobody knows are one."""
    taken: bool
    """Whether somebody is at one of these, there."""
    first_at: datetime
    """When the first was made, open or not."""
    last_at: datetime
    closed_at: datetime | None
    """When one was last found settled; None where none is."""


def keep(connection: Connection, person: str, every: Iterable[Filed]) -> None:
    """Keep reports as they stand."""
    upsert(connection, table, [_row(person, one) for one in every])


def filed(flag: Flag, exhibit: str, told_at: datetime) -> Filed:
    """A report as it is kept; `told_at`: when the server said that it stands so."""
    return Filed(
        id=flag.id,
        subject=flag.subject.key,
        reporter=flag.reporter,
        reason=flag.reason,
        at=flag.at,
        open=flag.open,
        taken=flag.taken,
        told_at=told_at,
        posts=len(flag.posts),
        withheld=flag.withheld,
        mine="",
        exhibit=exhibit,
    )


def known(connection: Connection, person: str, ids: Sequence[str]) -> dict[str, Filed]:
    """Those of these reports that are kept, by id."""
    asks = {"whose": person, "listed": listing(connection, table.c.id, ids)}
    return {row["id"]: _filed(row) for row in asked.mappings(connection, _known(connection.dialect.name), asks)}


@cache
def _known(dialect: str) -> Select[Any]:
    return select(table).where((table.c.person == bindparam("whose")) & listed(dialect, table.c.id))


def of(connection: Connection, person: str, subject: str, *open_: bool) -> list[Filed]:
    """Reports about an account, the latest first; of those that are open or not only these, if any is named."""
    here = (table.c.person == person) & (table.c.subject == subject)
    if open_:
        here &= table.c.open.in_(open_)
    query = select(table).where(here).order_by(table.c.at.desc(), table.c.id.desc())
    return [_filed(row) for row in connection.execute(query).mappings()]


def latest(connection: Connection, person: str, since: datetime, until: datetime) -> datetime | None:
    """When the last report was made of those that were made then; None where none was."""
    within = (table.c.person == person) & (table.c.at >= micros(since)) & (table.c.at <= micros(until))
    at = connection.scalar(select(func.max(table.c.at)).where(within))
    return None if at is None else moment(at)


def reporters(
    connection: Connection, person: str, subjects: Sequence[str], coming: Sequence[Flag] = ()
) -> Mapping[str, Flagged]:
    """What a rule may know of the reports about these accounts, of those of whom any is open; `coming`: reports that
    are about to be kept.
    """
    opened: dict[str, dict[str, tuple[str, datetime]]] = {}
    asks = {"whose": person, "listed": listing(connection, table.c.subject, subjects)}
    for subject, id_, reporter, at in asked.rows(connection, _open(connection.dialect.name), asks):
        opened.setdefault(subject, {})[id_] = (reporter, moment(at))
    wanted = set(subjects)
    for one in coming:
        if one.subject.key in wanted:
            every = opened.setdefault(one.subject.key, {})
            every.pop(one.id, None)
            every |= {one.id: (one.reporter, one.at)} if one.open else {}
    return {
        subject: Flagged(by=len({name for name, _ in every.values()}), first_at=min(at for _, at in every.values()))
        for subject, every in opened.items()
        if every
    }


@cache
def _open(dialect: str) -> Select[Any]:
    here = (table.c.person == bindparam("whose")) & listed(dialect, table.c.subject) & table.c.open.is_(True)
    return select(table.c.subject, table.c.id, table.c.reporter, table.c.at).where(here)


def sums(connection: Connection, person: str, subjects: Sequence[str]) -> dict[str, Sum]:
    """All reports about each of these accounts together, of those about whom there is any."""
    asks = {"whose": person, "listed": listing(connection, table.c.subject, subjects)}
    rows = asked.rows(connection, _sums(connection.dialect.name), asks)
    return {
        subject: Sum(
            flags=int(flags),
            reporters=int(reporters),
            taken=bool(taken),
            first_at=moment(first),
            last_at=moment(last),
            closed_at=None if closed is None else moment(closed),
        )
        for subject, flags, reporters, taken, first, last, closed in rows
    }


@cache
def _sums(dialect: str) -> Select[Any]:
    opened = table.c.open.is_(True)
    query = select(
        table.c.subject,
        func.sum(case((opened, 1), else_=0)),
        func.count(case((opened, table.c.reporter)).distinct()),
        func.max(case((opened & table.c.taken.is_(True), 1), else_=0)),
        func.min(table.c.at),
        func.max(table.c.at),
        func.max(case((table.c.open.is_(False), table.c.told_at))),
    )
    here = (table.c.person == bindparam("whose")) & listed(dialect, table.c.subject)
    return query.where(here).group_by(table.c.subject)


def _row(person: str, one: Filed) -> dict[str, Any]:
    return one._asdict() | {
        "person": person,
        "reason": one.reason.value if one.reason else "",
        "at": micros(one.at),
        "told_at": micros(one.told_at),
    }


def _filed(row: Row) -> Filed:
    plain = ("id", "subject", "reporter", "posts", "withheld", "mine", "exhibit")
    return Filed(
        **{name: row[name] for name in plain},
        reason=Reason(row["reason"]) if row["reason"] else None,
        at=moment(row["at"]),
        open=bool(row["open"]),
        taken=bool(row["taken"]),
        told_at=moment(row["told_at"]),
    )
