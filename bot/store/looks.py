"""Which kept mentions are looked at again, and when."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, select, update

from bot.model.noun import Noun
from bot.model.reason import Severity
from bot.store import read, schema, write
from bot.store.rows import micros, moment, upsert


class Due(Noun, frozen=True, kw_only=True):
    """One mention whose next look is due."""

    person: str
    uri: str
    step: int
    """How many looks were taken."""
    severity: Severity
    due_at: datetime
    unseen: str = ""
    """How the last look found it kept from the person: `hidden`, `unknown`; empty: it did not."""


def plan(connection: Connection, rows: Sequence[Due]) -> None:
    """Look at these again; one that is planned already keeps its time."""
    made = [_row(one) for one in {(one.person, one.uri): one for one in rows}.values()]
    upsert(connection, schema.look, made, change=("severity",))


def adopt(connection: Connection, person: str, now: datetime, first: timedelta, most: int) -> None:
    """Plan looks at what no rule noticed, in the order in which it was judged, once the time of its first has come.

    They are planned so late since nearly all mentions are such: none of them waits in a row of its own while there is
    worse to look at. Of one moment all are taken or none, so `most` may be passed by a batch. What was imported is not
    looked at.
    """
    table, name = schema.mention, f"looks:{person}"
    before = int(read.cursor(connection, name) or 0)
    told = (table.c.person == person) & (table.c.decided_at > before)
    plain = told & (table.c.severity == 0) & table.c.alert.is_(None)
    ripe = select(table.c.decided_at).where(plain & (table.c.decided_at <= micros(now - first)))
    moments = connection.scalars(ripe.order_by(table.c.decided_at).limit(most)).all()
    if not moments:
        return
    query = select(table.c.uri, table.c.decided_at).where(plain & (table.c.decided_at <= moments[-1]))
    found = connection.execute(query.where(table.c.deleted_at.is_(None)))
    plan(
        connection,
        [Due(person=person, uri=uri, step=0, severity=Severity.NONE, due_at=moment(at) + first) for uri, at in found],
    )
    write.advance(connection, {name: str(moments[-1])}, now)


def due(connection: Connection, now: datetime, limit: int) -> list[Due]:
    """What is due, the worst first."""
    table = schema.look
    query = select(table).where(table.c.due_at <= micros(now)).order_by(table.c.severity.desc(), table.c.due_at)
    return [
        Due(
            person=row["person"],
            uri=row["uri"],
            step=row["step"],
            severity=Severity(row["severity"]),
            due_at=moment(row["due_at"]),
            unseen=row["unseen"],
        )
        for row in connection.execute(query.limit(limit)).mappings()
    ]


def advance(connection: Connection, taken: Iterable[Due]) -> None:
    """Write how many looks were taken, and when the next is due."""
    table = schema.look
    for one in taken:
        where = (table.c.person == one.person) & (table.c.uri == one.uri)
        values = {"step": one.step, "due_at": micros(one.due_at)}
        connection.execute(update(table).where(where).values(values))


def saw(connection: Connection, person: str, uri: str, unseen: str) -> None:
    """Note how a look found a mention kept from the person, or (empty) that it did not."""
    table = schema.look
    where = (table.c.person == person) & (table.c.uri == uri)
    connection.execute(update(table).where(where).values(unseen=unseen))


def end(connection: Connection, person: str, uri: str) -> None:
    """Look at a mention no more."""
    table = schema.look
    connection.execute(delete(table).where((table.c.person == person) & (table.c.uri == uri)))


def _row(one: Due) -> dict[str, Any]:
    return {
        "person": one.person,
        "uri": one.uri,
        "step": one.step,
        "severity": int(one.severity),
        "due_at": micros(one.due_at),
        "unseen": one.unseen,
    }
