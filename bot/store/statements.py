"""Reasons that were given for measures: written once and sealed, sent, contested, answered."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, func, select, update

from bot.errors import KeyMissing
from bot.evidence.master import MasterKey
from bot.model.action import Order
from bot.model.measure import SAYING
from bot.model.mention import Kind
from bot.model.reason import Severity
from bot.store import schema, write
from bot.store.moderated import statement as table
from bot.store.rows import Row, among, insert, micros, moment

MOMENTS: Final = ("sent_at", "appealed_at", "answered_at")


class Outcome(StrEnum):
    """What became of an appeal."""

    UPHELD = "upheld"
    """Who contested it was right, and the measure is undone."""
    KEPT = "kept"


class Statement(NamedTuple):
    """One of them, without what it says."""

    id: str
    person: str
    delivery: str
    language: str
    by: str
    """The seat."""
    at: datetime
    sent_at: datetime | None = None
    appealed_at: datetime | None = None
    answered_at: datetime | None = None
    outcome: Outcome | None = None


def put(connection: Connection, master: MasterKey, one: Statement, said: str) -> None:
    """Write it, sealed; there is no way to write it again."""
    seal = MasterKey(write.salt(connection, master, one.person))
    row = one._asdict() | {
        "box": seal.wrap(f"statement:{one.id}", said.encode()),
        "at": micros(one.at),
        "outcome": one.outcome or "",
    }
    insert(connection, table, [row])


def text(connection: Connection, master: MasterKey, id_: str) -> str:
    """What it says. Raises KeyMissing where that cannot be known any more."""
    row = connection.execute(select(table.c.person, table.c.box).where(table.c.id == id_)).first()
    salt = (
        None if row is None else connection.scalar(select(schema.person.c.salt).where(schema.person.c.name == row[0]))
    )
    if row is None or not salt:
        raise KeyMissing("these reasons cannot be opened any more")
    seal = MasterKey(master.unwrap(f"salt:{row.person}", salt))
    return seal.unwrap(f"statement:{id_}", bytes(row.box)).decode()


def worded(order: Order, said: str) -> Order:
    """An order with what is said along with it, where its action says anything, and beside it."""
    action = order.action
    if isinstance(action, SAYING):
        action = msgspec.structs.replace(action, text=said)
    return msgspec.structs.replace(order, action=action, text=said)


def says(order: Order) -> bool:
    """Whether its action says them itself."""
    return isinstance(order.action, SAYING)


def statement(connection: Connection, person: str, id_: str) -> Statement | None:
    """One of a community's."""
    return next(iter(_found(connection, (table.c.person == person) & (table.c.id == id_), 1)), None)


def of_delivery(connection: Connection, person: str, delivery: str) -> Statement | None:
    """The reasons for a measure."""
    return next(iter(_found(connection, (table.c.person == person) & (table.c.delivery == delivery), 1)), None)


def reasoned(connection: Connection, person: str, deliveries: Sequence[str]) -> frozenset[str]:
    """Those of these measures for which reasons were given."""
    query = select(table.c.delivery).where((table.c.person == person) & among(connection, table.c.delivery, deliveries))
    return frozenset(connection.scalars(query))


def latest(connection: Connection, person: str, before: datetime, limit: int) -> list[Statement]:
    """A community's, the latest first, from before a moment on."""
    return _found(connection, (table.c.person == person) & (table.c.at < micros(before)), limit)


def contested(connection: Connection, person: str, limit: int) -> list[Statement]:
    """Those whose appeal waits for an answer, who waits longest first."""
    waits = (table.c.person == person) & table.c.answered_at.is_(None) & table.c.appealed_at.is_not(None)
    query = select(table).where(waits).order_by(table.c.appealed_at, table.c.id).limit(limit)
    return [_made(row) for row in connection.execute(query).mappings()]


def sent(connection: Connection, id_: str, now: datetime) -> bool:
    """Note that it was sent; whether nobody had."""
    return _note(connection, id_, sent_at=now)


def appealed(connection: Connection, id_: str, now: datetime) -> bool:
    """Note that the measure is contested; whether it was not yet."""
    return _note(connection, id_, appealed_at=now)


def answered(connection: Connection, id_: str, outcome: Outcome, now: datetime) -> bool:
    """Note what was answered; whether nothing was yet."""
    first = _note(connection, id_, answered_at=now)
    if first:
        connection.execute(update(table).where(table.c.id == id_).values(outcome=outcome.value))
    return first


def posts(connection: Connection, person: str, account: str, since: datetime, limit: int) -> list[tuple[str, datetime]]:
    """Public posts of an account that were noticed since then, by link and date: the worst first, then the latest."""
    mention = schema.mention.c
    whose = (mention.person == person) & (mention.decided_at >= micros(since)) & (mention.author == account)
    here = whose & (mention.severity >= int(Severity.MEDIUM))
    query = select(mention.uri, func.max(mention.received_at)).where(
        here & mention.kind.not_in([Kind.DIRECT.value, Kind.SIGN_UP.value])
    )
    query = query.group_by(mention.uri).order_by(
        func.max(mention.severity).desc(), func.max(mention.received_at).desc()
    )
    return [(uri, moment(at)) for uri, at in connection.execute(query.limit(limit))]


def _note(connection: Connection, id_: str, **at: datetime) -> bool:
    (column,) = at
    first = (table.c.id == id_) & table.c[column].is_(None)
    done = connection.execute(update(table).where(first).values({column: micros(at[column])}))
    return bool(done.rowcount)


def _found(connection: Connection, where: ColumnElement[bool], limit: int) -> list[Statement]:
    query = select(table).where(where).order_by(table.c.at.desc(), table.c.id).limit(limit)
    return [_made(row) for row in connection.execute(query).mappings()]


def _made(row: Row) -> Statement:
    moments = {name: None if row[name] is None else moment(row[name]) for name in MOMENTS}
    return Statement(
        id=row["id"],
        person=row["person"],
        delivery=row["delivery"],
        language=row["language"],
        by=row["by"],
        at=moment(row["at"]),
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        **moments,
    )
