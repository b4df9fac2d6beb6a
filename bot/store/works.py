"""Long work as rows."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.model.noun import micros
from bot.model.work import Kind, Stage, Work
from bot.store import doors
from bot.store.rows import Row, insert, moment

table = doors.work


def put(connection: Connection, one: Work) -> None:
    """Write down that it begins."""
    row = {
        "id": one.id,
        "person": one.person,
        "kind": one.kind.value,
        "detail": one.detail,
        "by": one.by,
        "at": micros(one.at),
        "seen": micros(one.seen),
        "done": one.done,
        "total": one.total,
        "status": one.stage.value,
        "result": one.result,
    }
    insert(connection, table, [row])


def work(connection: Connection, id_: str) -> Work | None:
    """The piece of work of this id."""
    found = connection.execute(select(table).where(table.c.id == id_)).mappings().first()
    return _work(found) if found else None


def lately(connection: Connection, person: str, most: int) -> list[Work]:
    """What was asked for a person, the latest first."""
    query = select(table).where(table.c.person == person).order_by(table.c.at.desc()).limit(most)
    return [_work(row) for row in connection.execute(query).mappings()]


def running(connection: Connection, person: str) -> list[tuple[str, int]]:
    """(id, done) of what is not over."""
    query = select(table.c.id, table.c.done)
    where = (table.c.person == person) & (table.c.status == Stage.RUNNING.value)
    return [(id_, done) for id_, done in connection.execute(query.where(where).order_by(table.c.id))]


def say(connection: Connection, id_: str, done: int, total: int, at: datetime) -> bool:
    """Write down how far it is; whether it is still wanted."""
    there = (table.c.id == id_) & (table.c.status == Stage.RUNNING.value)
    changed = connection.execute(update(table).where(there).values(done=done, total=total, seen=micros(at)))
    return bool(changed.rowcount)


def settle(connection: Connection, id_: str, stage: Stage, result: bytes = b"") -> bool:
    """Write down how it ended; whether it had not ended before. What opens a dossier is kept no longer."""
    there = (table.c.id == id_) & (table.c.status == Stage.RUNNING.value)
    connection.execute(update(table).where(there & (table.c.kind == Kind.DOSSIER.value)).values(detail=""))
    return bool(connection.execute(update(table).where(there).values(status=stage.value, result=result)).rowcount)


def spend(connection: Connection, id_: str) -> None:
    """Let go of what was asked: it was read, and may hold what nobody need know any more."""
    connection.execute(update(table).where(table.c.id == id_).values(detail=""))


def _work(row: Row) -> Work:
    return Work(
        id=row["id"],
        person=row["person"],
        kind=Kind(row["kind"]),
        detail=row["detail"],
        by=row["by"],
        at=moment(row["at"]),
        seen=moment(row["seen"]),
        done=row["done"],
        total=row["total"],
        stage=Stage(row["status"]),
        result=bytes(row["result"]),
    )
