"""Whom we go on reading although the person no longer sees them: how far each was read, and when they are due again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, delete, func, select, update

from bot.model.arrival import Arrival
from bot.model.noun import Noun
from bot.model.reason import Severity
from bot.store import asked, schema
from bot.store.rows import Row, among, listed, listing, micros, moment, upsert

CASE = "case"
"""Watched because of what they are suspected of, muted or not."""


class Watched(Noun, frozen=True, kw_only=True):
    """One account that is read by one protected account."""

    person: str
    account: str
    """`Account.key`"""
    via: str
    """`Account.key` of the protected account."""
    since: datetime
    due_at: datetime
    looked_at: datetime | None = None
    place: str = ""
    """The latest of its posts that was seen."""
    severity: Severity = Severity.NONE
    """The worst for which it was acted on."""
    trouble: str = ""


class Change(Noun, frozen=True, kw_only=True):
    """Accounts (`Account.key`) whose watch begins, or ends."""

    begun: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()


class Seen(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """How far the watch of one person reaches."""

    accounts: int = 0
    unread: int = 0
    """Of them, those that could not be read, or not wholly, the last time."""
    late: int = 0
    """Of them, those that should have been read long ago."""
    muted: int = 0
    """Mentions by accounts that were muted or blocked already."""
    beside: int = 0
    """Mentions that the person was not shown because they also name somebody muted or blocked."""


LATE = timedelta(hours=12)
"""Twice the longest time between two readings."""


def stale(connection: Connection, person: str, via: str, server: str) -> Change:
    """Whom the person mutes or blocks on a server and `via` does not watch yet, and whom it need not watch any more.

    `server` is what the keys of its accounts begin with.
    """
    table, relation = schema.watched, schema.relation
    held = {row.account: row.why for row in connection.execute(select(table).where(_of(person, via)))}
    there = relation.c.account.startswith(server, autoescape=True) & relation.c.muted_by.is_not(None)
    silenced = set(connection.scalars(select(relation.c.account).where((relation.c.person == person) & there)))
    ended = {account for account, why in held.items() if account not in silenced and why != CASE}
    return Change(begun=tuple(sorted(silenced - held.keys())), ended=tuple(sorted(ended)))


def renew(connection: Connection, person: str, via: str, change: Change, now: datetime) -> None:
    """Watch some from now on, and let go of others."""
    at, worst = micros(now), _worst(connection, person, change.begun)
    whose = {"person": person, "via": via, "why": "muted", "since": at, "due_at": at, "looked_at": None}
    rows = [
        whose | {"account": account, "place": "", "severity": worst.get(account, 0), "trouble": ""}
        for account in change.begun
    ]
    upsert(connection, schema.watched, rows)
    ended = among(connection, schema.watched.c.account, change.ended)
    connection.execute(delete(schema.watched).where(_of(person, via) & ended))


def due(connection: Connection, person: str, via: str, now: datetime, limit: int) -> list[Watched]:
    """Whose turn it is, who has waited longest first."""
    table = schema.watched
    query = select(table).where(_of(person, via) & (table.c.due_at <= micros(now))).order_by(table.c.due_at)
    return [_watched(row) for row in connection.execute(query.limit(limit)).mappings()]


def of(connection: Connection, person: str, accounts: Sequence[str]) -> list[Watched]:
    """How these accounts are read, by whichever of the person's."""
    asks = {"whose": person, "listed": listing(connection, schema.watched.c.account, accounts)}
    return [_watched(row) for row in asked.mappings(connection, _some(connection.dialect.name), asks)]


@cache
def _some(dialect: str) -> Select[Any]:
    table = schema.watched.c
    query = select(schema.watched).where((table.person == bindparam("whose")) & listed(dialect, table.account))
    return query.order_by(table.account, table.via)


def later(connection: Connection, one: Watched, due_at: datetime, trouble: str) -> None:
    """When it is to be read again, and what kept it from being read."""
    table = schema.watched
    where = _of(one.person, one.via) & (table.c.account == one.account)
    connection.execute(update(table).where(where).values(due_at=micros(due_at), trouble=trouble[:300]))


def reached(connection: Connection, arrivals: Iterable[Arrival]) -> None:
    """How far watched accounts were read, in the transaction that keeps what was found; `at` is when they were."""
    table = schema.watched
    for one in arrivals:
        where = (table.c.via == one.account) & (table.c.account == one.watched)
        values = {"place": one.cursor or "", "looked_at": micros(one.at)}
        connection.execute(update(table).where(where).values(values))


def seen(connection: Connection, person: str, since: datetime, now: datetime) -> Seen:
    """How far the watch reaches, and what came since then that the person was not shown."""
    rows = asked.rows(connection, _troubles(), {"whose": person})
    hidden = dict(asked.rows(connection, _hidden(), {"whose": person, "since": micros(since)}))
    return Seen(
        accounts=len(rows),
        unread=sum(bool(trouble) for trouble, _ in rows),
        late=sum(due_at < micros(now - LATE) for _, due_at in rows),
        muted=hidden.get("author", 0),
        beside=hidden.get("beside", 0),
    )


@cache
def _troubles() -> Select[Any]:
    table = schema.watched.c
    return select(table.trouble, table.due_at).where(table.person == bindparam("whose"))


@cache
def _hidden() -> Select[Any]:
    table = schema.mention.c
    within = (table.person == bindparam("whose")) & (table.decided_at > bindparam("since")) & table.hidden.is_not(None)
    return select(table.hidden, func.count()).where(within & (table.version == 1)).group_by(table.hidden)


def _of(person: str, via: str) -> ColumnElement[bool]:
    return (schema.watched.c.person == person) & (schema.watched.c.via == via)


def _worst(connection: Connection, person: str, accounts: Sequence[str]) -> dict[str, int]:
    """For what severity each was acted on."""
    table = schema.delivery.c
    query = select(table.subject, func.max(table.severity)).where(table.person == person)
    query = query.where(among(connection, table.subject, accounts)).group_by(table.subject)
    return {subject: int(severity) for subject, severity in connection.execute(query)}


def _watched(row: Row | Mapping[str, Any]) -> Watched:
    return Watched(
        person=row["person"],
        account=row["account"],
        via=row["via"],
        since=moment(row["since"]),
        due_at=moment(row["due_at"]),
        looked_at=None if row["looked_at"] is None else moment(row["looked_at"]),
        place=row["place"],
        severity=Severity(row["severity"]),
        trouble=row["trouble"],
    )
