"""What waits for a human, a page at a time: mentions, actions, and what failed; the latest first."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, tuple_

from bot.model.delivery import Delivery, Status, Task
from bot.model.mention import Kind
from bot.model.noun import Noun
from bot.store import outbox, schema
from bot.store.read import Kept, kept_of
from bot.store.reviewing import MOST, elsewhere, unsaid
from bot.store.rows import among, micros, place

Key = tuple[str, int]
"""Where a mention is found (rows.place), and the number of its version."""
ROOM: Final = 8
"""Actions of one mention that a page has room for; what is more comes with the next page."""


class After(NamedTuple):
    """Where the page before ended."""

    at: datetime
    name: str
    """The place of the mention, or the id of the delivery."""


class Sought(Noun, frozen=True, kw_only=True):
    """Which of the held mentions are meant."""

    person: str
    seat: str
    """Who asks: what was handed to others is left out."""
    kinds: frozenset[Kind]
    """Those that they may see."""
    now: datetime
    reason: str = ""
    author: str = ""
    within: tuple[datetime, datetime] | None = None
    """From when until when it came."""


def mentions(connection: Connection, sought: Sought, after: After | None, limit: int) -> list[Kept]:
    """At most so many of them, the latest first, from where the page before ended."""
    table = schema.mention
    where = _meant(sought)
    if after is not None:
        where &= _beyond(table.c.decided_at, table.c.place, after)
    query = select(table).where(where).order_by(table.c.decided_at.desc(), table.c.place.desc(), table.c.version.desc())
    return [kept_of(row) for row in connection.execute(query.limit(limit), _asked(sought)).mappings()]


def count(connection: Connection, sought: Sought, most: int = MOST) -> int:
    """How many there are, up to so many."""
    some = select(schema.mention.c.place).where(_meant(sought)).limit(most).subquery()
    return int(connection.scalar(select(func.count()).select_from(some), _asked(sought)) or 0)


def kept(connection: Connection, person: str, keys: Sequence[Key]) -> list[Kept]:
    """These mentions, held or not; those that are there, in this order."""
    table = schema.mention
    found = select(table).where((table.c.person == person) & tuple_(table.c.place, table.c.version).in_(keys))
    known = {(row["place"], row["version"]): kept_of(row) for row in connection.execute(found).mappings()}
    return [known[key] for key in dict.fromkeys(keys) if key in known]


def latest(connection: Connection, person: str, uris: Sequence[str]) -> dict[str, Kept]:
    """The latest version of each of these mentions."""
    table = schema.mention
    where = (table.c.person == person) & among(connection, table.c.place, [place(uri) for uri in uris])
    rows = connection.execute(select(table).where(where).order_by(table.c.version)).mappings()
    return {one.uri: one for one in map(kept_of, rows)}


def deliveries(
    connection: Connection, person: str, statuses: Iterable[Status], after: After | None, limit: int
) -> list[Delivery]:
    """What stands so, but for what follows other actions: those due latest first, those of one mention together."""
    table = schema.delivery
    where = table.c.status.in_([one.value for one in statuses]) & (table.c.person == person)
    where &= table.c.task != Task.FOLLOW_UP.value
    if after is not None:
        uri = connection.scalar(select(table.c.uri).where(table.c.id == after.name)) or ""
        where &= _beyond(table.c.due_at, table.c.uri, After(after.at, uri))
    query = select(table).where(where).order_by(table.c.due_at.desc(), table.c.uri.desc(), table.c.id)
    return [outbox.delivery_of(row) for row in connection.execute(query.limit(limit * ROOM)).mappings()]


def standing(connection: Connection, person: str, statuses: Iterable[Status], most: int) -> int:
    """How many deliveries stand so, up to so many."""
    table = schema.delivery.c
    stand = table.status.in_([one.value for one in statuses]) & (table.task != Task.FOLLOW_UP.value)
    some: Select[Any] = select(table.id).where(stand & (table.person == person)).limit(most)
    return int(connection.scalar(select(func.count()).select_from(some.subquery())) or 0)


def _meant(sought: Sought) -> ColumnElement[bool]:
    table = schema.mention.c
    parts = [table.person == sought.person, unsaid(), ~elsewhere(), table.kind.in_(sorted(sought.kinds))]
    if sought.reason:
        parts.append(table.reasons.contains(f'"{sought.reason}"', autoescape=True))
    if sought.author:
        parts.append(table.author == sought.author)
    if sought.within:
        since, until = map(micros, sought.within)
        parts.append(table.received_at.between(since, until))
    return and_(*parts)


def _asked(sought: Sought) -> dict[str, Any]:
    return {"now": micros(sought.now), "seat": sought.seat}


def _beyond(at: ColumnElement[int], name: ColumnElement[str], after: After) -> ColumnElement[bool]:
    """What comes after the page before; the first part is what an index is asked for."""
    moment_ = micros(after.at)
    return (at <= moment_) & or_(at < moment_, name < after.name)
