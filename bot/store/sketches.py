"""What is kept of texts to find copies of them, in blocks in the order of arrival: a flood fills page after page."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import BigInteger, Connection, Delete, Select, bindparam, delete, func, select, update

from bot.signals.copies import PACKED
from bot.store import asked, schema
from bot.store.rows import Row, insert, micros, upsert

BLOCK: Final = 64
"""Texts of one row, which then fits on a page."""
BLOCKS: Final = 64
"""Rows that are looked through at most, those nearest in time: in a flood no mention costs more for the ones before."""
LATEST: Final = 4 * BLOCKS
"""Of how many rows, the last to arrive, those are taken: looking at every row would push all other pages out."""
HEAD: Final = 16
"""Bytes of a text's moment and author, with which it begins."""
OLDEST: Final = 32
"""Rows that are looked at when old ones are let go, more than one transaction adds."""


class Text(NamedTuple):
    """When a text was written, in microseconds since 1970 UTC, and what is kept of it; all are of one length."""

    at: int
    packed: bytes


def lately(connection: Connection, person: str, since: datetime, until: datetime) -> bytes:
    """Texts to the person about this span of time, one after the other in the order of their arrival."""
    first, last = micros(since), micros(until)
    asks = {"whose": person, "first": first, "last": last, "middle": (first + last) // 2, "most": BLOCKS}
    return b"".join(asked.scalars(connection, _lately(), asks))


@cache
def _lately() -> Select[Any]:
    table = schema.sketch.c
    whose = table.person == bindparam("whose")
    newest = select(func.max(table.number)).where(whose).scalar_subquery()
    within = (table.last_at >= bindparam("first")) & (table.first_at <= bindparam("last"))
    nearest = func.abs(table.last_at - bindparam("middle", type_=BigInteger))
    latest = whose & (table.number > newest - LATEST) & within
    numbers = select(table.number).where(latest).order_by(nearest).limit(bindparam("most"))
    return select(table.texts).where(whose & table.number.in_(numbers)).order_by(table.number)


def keep(connection: Connection, person: str, texts: Sequence[Text], before: datetime) -> None:
    """Keep these too; when that begins a block, let go of the blocks that end before a moment."""
    table = schema.sketch
    last = next(iter(asked.mappings(connection, _last(), {"whose": person})), None)
    rows = list(_blocks(person, texts, last))
    upsert(connection, table, [row for row in rows if last and row["number"] == last["number"]])
    fresh = [row for row in rows if not last or row["number"] > last["number"]]
    insert(connection, table, fresh)
    if fresh:
        asked.change(connection, _old(), {"whose": person, "before": micros(before)})


@cache
def _old() -> Delete:
    table, whose = schema.sketch, schema.sketch.c.person == bindparam("whose")
    oldest = select(table.c.number).where(whose).order_by(table.c.number).limit(OLDEST)
    return delete(table).where(whose & table.c.number.in_(oldest) & (table.c.last_at < bindparam("before")))


@cache
def _last() -> Select[Any]:
    table = schema.sketch
    return select(table).where(table.c.person == bindparam("whose")).order_by(table.c.number.desc()).limit(1)


def trim(connection: Connection, person: str) -> None:
    """Let go of the blocks that no search reaches any more, however lately they were written."""
    asked.change(connection, _unreached(), {"whose": person, "latest": LATEST})


@cache
def _unreached() -> Delete:
    table, whose = schema.sketch, schema.sketch.c.person == bindparam("whose")
    newest = select(func.max(table.c.number)).where(whose).scalar_subquery()
    return delete(table).where(whose & (table.c.number <= newest - bindparam("latest")))


def forget(connection: Connection, person: str, heads: Collection[bytes]) -> None:
    """Let go of the texts that begin so: with a moment and an author (`bot.signals.copies.TEXT`)."""
    table = schema.sketch
    for row in connection.execute(select(table).where(table.c.person == person)).mappings().all():
        texts = [row["texts"][start : start + PACKED.size] for start in range(0, len(row["texts"]), PACKED.size)]
        left = [text for text in texts if text[:HEAD] not in heads]
        if len(left) < len(texts):
            where = (table.c.person == person) & (table.c.number == row["number"])
            connection.execute(update(table).where(where).values(texts=b"".join(left)))


def _blocks(person: str, texts: Sequence[Text], last: Row | None) -> Iterator[dict[str, Any]]:
    """The last block as far as there is room in it, and those after it."""
    if not texts:
        return
    number, packed, times = 0, b"", list[int]()
    if last:
        number, packed, times = last["number"], last["texts"], [last["first_at"], last["last_at"]]
    size, left = len(texts[0].packed), list(texts)
    while left:
        room = BLOCK - len(packed) // size
        if room > 0:
            here, left = left[:room], left[room:]
            times += [text.at for text in here]
            packed += b"".join(text.packed for text in here)
            yield {"person": person, "number": number, "first_at": min(times), "last_at": max(times), "texts": packed}
        number, packed, times = number + 1, b"", []
