"""What servers sent by webhook: taken in by the pages, read by the shield; no address is ever among it."""

from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, func, select, true, update

from bot.evidence.master import MasterKey
from bot.model.letter import Letter, Taken, source_of
from bot.signals.kin import keys
from bot.store import read, write
from bot.store.moderated import letter as table
from bot.store.rows import insert, micros, moment

EMPTY: Final = b""


def put(connection: Connection, master: MasterKey, person: str, letter: Letter) -> bool:
    """Keep a letter until the shield has read it; False where it came before."""
    theirs = table.c.person == person
    known = select(table.c.number).where(theirs & (table.c.digest == letter.digest))
    if connection.scalar(known) is not None:
        return False
    latest = connection.scalar(select(func.max(table.c.number)).where(theirs)) or 0
    read_up_to = int(read.cursor(connection, source_of(person)) or 0)  # a backup has this, and no letter
    one = Taken(
        number=max(latest, read_up_to) + 1,
        event=letter.event,
        at=letter.at,
        kept=letter.kept,
        whole=letter.digest.hex(),
        about=letter.about,
        kin=keys(write.salt(connection, master, person), letter.kin),
    )
    row = {
        "person": person,
        "number": one.number,
        "digest": letter.digest,
        "at": micros(letter.at),
        "event": letter.event,
        "box": master.wrap(_name(person, one.number), msgspec.msgpack.encode(one)),
        "handled_at": None,
    }
    insert(connection, table, [row])
    return True


def waiting(connection: Connection, master: MasterKey, person: str, after: int, limit: int) -> list[Taken]:
    """Those after a number that the shield has not read, in their order. Raises KeyMissing."""
    where = (table.c.person == person) & (table.c.number > after) & table.c.handled_at.is_(None)
    query = select(table.c.number, table.c.box).where(where).order_by(table.c.number).limit(limit)
    boxes = connection.execute(query).all()
    return [msgspec.msgpack.decode(master.unwrap(_name(person, number), box), type=Taken) for number, box in boxes]


def left(connection: Connection, person: str, upto: int) -> bool:
    """Whether any up to a number still has its content."""
    return connection.scalar(select(table.c.number).where(_open(person, upto)).limit(1)) is not None


def handled(connection: Connection, person: str, upto: int, now: datetime) -> None:
    """Let go of the content of all up to a number; that they came is remembered for a while."""
    connection.execute(update(table).where(_open(person, upto)).values(box=EMPTY, handled_at=micros(now)))


def forget(connection: Connection, before: datetime) -> None:
    """Forget that those came which were handled before a moment."""
    connection.execute(delete(table).where(table.c.handled_at < micros(before)))


def latest(connection: Connection, person: str, *events: str) -> datetime | None:
    """When the server says that what it sent last happened, of these events or of any; None where there is none."""
    theirs = (table.c.person == person) & (table.c.event.in_(events) if events else true())
    at = connection.scalar(select(func.max(table.c.at)).where(theirs))
    return None if at is None else moment(at)


def _open(person: str, upto: int) -> ColumnElement[bool]:
    return (table.c.person == person) & table.c.handled_at.is_(None) & (table.c.number <= upto)


def _name(person: str, number: int) -> str:
    return f"letter:{person}/{number}"
