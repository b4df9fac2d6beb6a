"""Checkpoints and where they were left, as rows."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, func, select, union, update

from bot.evidence.chain import Head
from bot.evidence.deposit import Deposit, Standing
from bot.model.noun import EPOCH, Noun
from bot.store import asked, schema
from bot.store.rows import Row, insert, micros, moment

OWN = ("checkpoint", "deposit")
"""Entries that are about checkpoints: a chain does not move by them, or it would never rest."""
_STANDINGS = frozenset(Standing)


class Kept(Noun, frozen=True, kw_only=True):
    """A checkpoint as it is kept."""

    person: str
    head: Head
    at: datetime
    note: str


def people(connection: Connection) -> list[str]:
    """Everybody who has a row, whether the configuration still names them or not."""
    return list(connection.scalars(select(schema.person.c.name)))


def newest(connection: Connection, person: str) -> Kept | None:
    """The latest checkpoint of a person's chain; None before the first."""
    return next(map(_kept, asked.mappings(connection, _newest(), {"whose": person})), None)


@cache
def _newest() -> Select[Any]:
    table = schema.checkpoint
    return select(table).where(table.c.person == bindparam("whose")).order_by(table.c.number.desc()).limit(1)


def every(connection: Connection, person: str) -> Iterator[Kept]:
    """All checkpoints of a person's chain, in its order, one by one."""
    table = schema.checkpoint
    query = select(table).where(table.c.person == person).order_by(table.c.number)
    for row in connection.execute(query, execution_options={"yield_per": 500}).mappings():
        yield _kept(row)


def lately(connection: Connection, person: str, most: int) -> list[Kept]:
    """The latest checkpoints of a person's chain, the newest first."""
    table = schema.checkpoint
    query = select(table).where(table.c.person == person).order_by(table.c.number.desc()).limit(most)
    return [_kept(row) for row in connection.execute(query).mappings()]


def keep(connection: Connection, one: Kept) -> None:
    """Keep a checkpoint."""
    row = {
        "person": one.person,
        "number": one.head.number,
        "seal": one.head.seal,
        "at": micros(one.at),
        "note": one.note,
    }
    insert(connection, schema.checkpoint, [row])


def moved(connection: Connection, person: str, since: int, limit: int) -> int:
    """How many entries the chain has after that number, but for those about checkpoints; `limit` at most."""
    table = schema.entry
    where = (table.c.person == person) & (table.c.number > since) & table.c.event.not_in(OWN)
    few = select(table.c.number).where(where).limit(limit).subquery()
    return int(connection.scalar(select(func.count()).select_from(few)) or 0)


def announced(connection: Connection, person: str, events: Sequence[str], key: str) -> bool:
    """Whether the person's chain says that this key signs."""
    table = schema.entry
    said = connection.scalars(select(table.c.payload).where((table.c.person == person) & table.c.event.in_(events)))
    return any(line.get("key") == key for line in said)


def plan(connection: Connection, deposits: Sequence[Deposit]) -> None:
    """Deposits that are to be made. What is still due at the same places for earlier checkpoints is given up: the later
    one stands for them, and would be left at the same moment.
    """
    table = schema.deposit
    for one in deposits:
        same = (table.c.person == one.person) & (table.c.place == one.place)
        connection.execute(delete(table).where(same & (table.c.status == Standing.DUE.value)))
    insert(connection, table, [_row(one) for one in deposits])


def due(connection: Connection, places: Collection[str], now: datetime, limit: int) -> list[Deposit]:
    """Deposits at these places whose next try is due, the newest checkpoints first."""
    table = schema.deposit
    open_ones = table.c.status.in_([Standing.DUE.value, Standing.PENDING.value]) & table.c.place.in_(places)
    waiting = open_ones & (table.c.due_at <= micros(now))
    query = select(table).where(waiting).order_by(table.c.number.desc()).limit(limit)
    return [_deposit(row) for row in connection.execute(query).mappings()]


def settle(connection: Connection, one: Deposit) -> None:
    """Write how a deposit stands after a try; one that was given up meanwhile is kept if something came for it."""
    table = schema.deposit
    where = (table.c.person == one.person) & (table.c.number == one.number) & (table.c.place == one.place)
    if not connection.execute(update(table).where(where).values(_row(one))).rowcount and one.token:
        insert(connection, table, [_row(one)])


def sealed_people(connection: Connection) -> list[str]:
    """Everybody of whom there is a checkpoint or a deposit, whatever became of the rest."""
    names = (select(schema.checkpoint.c.person), select(schema.deposit.c.person))
    return [name for name in connection.scalars(union(*names)) if isinstance(name, str)]


def origin(connection: Connection, person: str) -> str:
    """The first line of the person's newest checkpoint; empty without one."""
    kept = newest(connection, person)
    return kept.note.partition("\n")[0] if kept else ""


def exhibit_digests(connection: Connection, person: str) -> Iterator[tuple[str, str]]:
    """Id and digest of every exhibit of a person, one by one."""
    table = schema.exhibit
    query = select(table.c.id, table.c.digest).where(table.c.person == person)
    for row in connection.execute(query, execution_options={"yield_per": 1000}):
        yield row.id, row.digest


def left(connection: Connection, person: str, since: int) -> list[Deposit]:
    """Deposits of the checkpoints from this number on."""
    table = schema.deposit
    query = select(table).where((table.c.person == person) & (table.c.number >= since)).order_by(table.c.number)
    return [_deposit(row) for row in connection.execute(query).mappings()]


def deposits(connection: Connection, person: str) -> Iterator[Deposit]:
    """All deposits of a person's checkpoints, in their order, one by one."""
    table = schema.deposit
    query = select(table).where(table.c.person == person).order_by(table.c.number, table.c.place)
    for row in connection.execute(query, execution_options={"yield_per": 500}).mappings():
        yield _deposit(row)


def note(connection: Connection, person: str, number: int) -> str | None:
    """The note of one checkpoint; None where it is gone."""
    table = schema.checkpoint
    where = (table.c.person == person) & (table.c.number == number)
    return connection.scalar(select(table.c.note).where(where))


def _kept(row: Row) -> Kept:
    head = Head(number=row["number"], seal=row["seal"])
    note = row["note"] if isinstance(row["note"], str) else ""  # which no checkpoint has: the audit says so
    return Kept(person=row["person"], head=head, at=_moment(row["at"]), note=note)


def _row(one: Deposit) -> dict[str, str | int | bytes | None]:
    return {
        "person": one.person,
        "number": one.number,
        "place": one.place,
        "kind": one.kind,
        "status": one.status.value,
        "due_at": micros(one.due_at),
        "attempts": one.attempts,
        "at": None if one.at is None else micros(one.at),
        "token": one.token,
        "trouble": one.trouble,
    }


def _deposit(row: Row) -> Deposit:
    return Deposit(
        person=row["person"],
        number=row["number"],
        place=row["place"],
        kind=row["kind"],
        status=Standing(row["status"]) if row["status"] in _STANDINGS else Standing.REFUSED,
        due_at=_moment(row["due_at"]),
        attempts=row["attempts"],
        at=None if row["at"] is None else _moment(row["at"]),
        token=row["token"] if isinstance(row["token"], bytes) else repr(row["token"]).encode(),
        trouble=row["trouble"],
    )


def _moment(value: object) -> datetime:
    """A moment; the first there is where somebody wrote what is none into the row, which SQLite takes."""
    try:
        return moment(value) if isinstance(value, int) else EPOCH
    except OverflowError:
        return EPOCH
