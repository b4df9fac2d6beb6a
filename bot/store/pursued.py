"""What was begun, what was dealt with, and what was reminded of, as rows."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, bindparam, delete, select, update

from bot.evidence.master import MasterKey
from bot.evidence.rowseal import of_account, open_row, seal_row
from bot.model.noun import Noun
from bot.model.proceeding import Dealt, Proceeding, Step
from bot.store import asked, handed, schema, write
from bot.store.rows import Row, among, insert, listed, listing, micros, moment, upsert


class _Said(Noun, frozen=True, kw_only=True):
    reference: str = ""
    place: str = ""
    answer: str = ""


def put(connection: Connection, master: MasterKey, one: Proceeding) -> None:
    """Keep it as it is now."""
    said = msgspec.json.encode(_Said(reference=one.reference, place=one.place, answer=one.answer))
    row = {
        "id": one.id,
        "person": one.person,
        "case": one.case,
        "kind": one.kind.value,
        "at": micros(one.at),
        "due_at": None if one.due_at is None else micros(one.due_at),
        "settled_at": None if one.settled_at is None else micros(one.settled_at),
        "box": seal_row(_key(connection, master, one.person, one.id), said),
        "by": one.by,
    }
    upsert(connection, handed.proceeding, [row])


def proceeding(connection: Connection, master: MasterKey, person: str, id_: str) -> Proceeding | None:
    """One of a person's. Raises KeyMissing where somebody altered it."""
    table = handed.proceeding.c
    query = select(handed.proceeding).where((table.person == person) & (table.id == id_))
    row = connection.execute(query).mappings().first()
    return None if row is None else _proceeding(connection, master, row)


def of_cases(connection: Connection, master: MasterKey, person: str, cases: Sequence[str]) -> list[Proceeding]:
    """What was begun in these cases, in the order in which it was."""
    table = handed.proceeding
    whose = (table.c.person == person) & among(connection, table.c.case, cases)
    rows = connection.execute(select(table).where(whose).order_by(table.c.at, table.c.id)).mappings().all()
    return [_proceeding(connection, master, row) for row in rows]


def due(connection: Connection, master: MasterKey, person: str, until: datetime) -> list[Proceeding]:
    """What is not settled and due until then, the earliest first."""
    table = handed.proceeding
    open_ = (table.c.person == person) & (table.c.due_at <= micros(until)) & table.c.settled_at.is_(None)
    rows = connection.execute(select(table).where(open_).order_by(table.c.due_at, table.c.id)).mappings().all()
    return [_proceeding(connection, master, row) for row in rows]


def with_any(connection: Connection, person: str) -> frozenset[str]:
    """The cases in which anything was begun."""
    table = handed.proceeding.c
    return frozenset(connection.scalars(select(table.case).where(table.person == person).distinct()))


def deal(connection: Connection, person: str, case: str, one: Dealt) -> None:
    """Keep that deadlines were dealt with."""
    row = msgspec.structs.asdict(one) | {"person": person, "case": case}
    upsert(connection, handed.dealt, [row | {name: micros(row[name]) for name in ("through", "at")}])


def reopen(connection: Connection, person: str, case: str, clock: str) -> bool:
    """Keep no more that deadlines were dealt with; whether they were."""
    table = handed.dealt.c
    one = (table.person == person) & (table.case == case) & (table.clock == clock)
    return bool(connection.execute(delete(handed.dealt).where(one)).rowcount)


def strike(connection: Connection, person: str, id_: str) -> None:
    """Let go of one that was begun."""
    table = handed.proceeding.c
    connection.execute(delete(handed.proceeding).where((table.person == person) & (table.id == id_)))


def dealt(connection: Connection, person: str, cases: Sequence[str]) -> dict[str, dict[str, Dealt]]:
    """What was dealt with, by case and clock."""
    asks = {"whose": person, "listed": listing(connection, handed.dealt.c.case, cases)}
    found: dict[str, dict[str, Dealt]] = {}
    for row in asked.mappings(connection, _dealt(connection.dialect.name), asks):
        one = Dealt(
            clock=row["clock"], through=moment(row["through"]), how=row["how"], by=row["by"], at=moment(row["at"])
        )
        found.setdefault(row["case"], {})[one.clock] = one
    return found


@cache
def _dealt(dialect: str) -> Select[Any]:
    table = handed.dealt
    return select(table).where((table.c.person == bindparam("whose")) & listed(dialect, table.c.case))


def fresh(connection: Connection, person: str, reminders: Iterable[str]) -> list[str]:
    """Those of which the person was not reminded yet."""
    table, every = handed.warned, list(dict.fromkeys(reminders))
    known = select(table.c.reminder).where((table.c.person == person) & among(connection, table.c.reminder, every))
    sent = set(connection.scalars(known)) if every else set()
    return [one for one in every if one not in sent]


def warn(connection: Connection, person: str, reminders: Iterable[str], at: datetime) -> None:
    """Keep that the person was reminded of these."""
    rows = [{"person": person, "reminder": one, "at": micros(at)} for one in reminders]
    if rows:
        insert(connection, handed.warned, rows)


def hand_over(connection: Connection, person: str, case: str, to: str) -> None:
    """Let what was begun in one case stand in another; what was dealt with there is not dealt with here."""
    begun, done = handed.proceeding, handed.dealt
    connection.execute(update(begun).where((begun.c.person == person) & (begun.c.case == case)).values(case=to))
    connection.execute(delete(done).where((done.c.person == person) & (done.c.case == case)))


def forget(connection: Connection, person: str) -> None:
    """Let go of what belongs to cases that are no more."""
    living = select(schema.casefile.c.id).where(schema.casefile.c.person == person)
    for table in (handed.proceeding, handed.dealt):
        connection.execute(delete(table).where((table.c.person == person) & table.c.case.not_in(living)))


def _key(connection: Connection, master: MasterKey, person: str, id_: str) -> bytes:
    return of_account(write.salt(connection, master, person), f"proceeding {id_}")


def _proceeding(connection: Connection, master: MasterKey, row: Row) -> Proceeding:
    said = msgspec.json.decode(open_row(_key(connection, master, row["person"], row["id"]), row["box"]), type=_Said)
    return Proceeding(
        id=row["id"],
        person=row["person"],
        case=row["case"],
        kind=Step(row["kind"]),
        at=moment(row["at"]),
        due_at=None if row["due_at"] is None else moment(row["due_at"]),
        settled_at=None if row["settled_at"] is None else moment(row["settled_at"]),
        by=row["by"],
        **msgspec.structs.asdict(said),
    )
