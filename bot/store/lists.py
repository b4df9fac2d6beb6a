"""Lists as rows: the log is only ever added to, and what it comes to is kept beside, in the same transaction."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Connection, exists, func, select, tuple_, update

from bot.blocklists.blocklist import Blocklist, Origin
from bot.blocklists.change import Change
from bot.blocklists.entity import Entity
from bot.blocklists.identifier import GENESIS
from bot.blocklists.snapshot import HERE, fold
from bot.store import given
from bot.store.rows import Row, micros, moment, storable, upsert

Part = TypeVar("Part")
AT_ONCE: Final = 500
"""Entities asked for in one statement: every database takes as many values."""
STANDS: Final = [one.value for one in HERE]


def put(connection: Connection, one: Blocklist) -> None:
    """Write a list as it stands now."""
    row = msgspec.structs.asdict(one) | {
        "origin": one.origin.value,
        "at": micros(one.at),
        "closed_at": _micros(one.closed_at),
        "restored_at": _micros(one.restored_at),
    }
    upsert(connection, given.blocklist, [row])


def named(connection: Connection, slug: str) -> Blocklist | None:
    """The list of this name."""
    return _one(connection, given.blocklist.c.slug == slug)


def by_id(connection: Connection, id_: str) -> Blocklist | None:
    """The list with this id."""
    return _one(connection, given.blocklist.c.id == id_)


def every(connection: Connection, person: str) -> list[Blocklist]:
    """A person's lists that are not closed, by name."""
    return [one for one in ever(connection, person) if one.closed_at is None]


def ever(connection: Connection, person: str) -> list[Blocklist]:
    """A person's lists, those that are closed too, by name."""
    query = select(given.blocklist).where(given.blocklist.c.person == person).order_by(given.blocklist.c.slug)
    return [_blocklist(row) for row in connection.execute(query).mappings()]


def some(connection: Connection) -> bool:
    """Whether there ever was a list, of anybody's, kept here or followed where it stands."""
    return any(connection.scalar(select(exists(select(table)))) for table in (given.blocklist, given.adoption))


def append(connection: Connection, whose: Blocklist, version: int, changes: Sequence[Change]) -> None:
    """Add to the log, and to what it comes to; a change that is there already makes no difference."""
    for some in _parts(changes, AT_ONCE):
        known = {one.id for one in _folded(connection, whose.id, [change.entity for change in some]).values()}
        fresh = [change for change in some if change.id not in known]
        upsert(connection, given.change, [_row(whose, version, change) for change in fresh])
        before = _folded(connection, whose.id, [change.entity for change in fresh])
        after = fold(fresh, before)
        upsert(
            connection,
            given.listing,
            [_listing(whose, now) for entity, now in after.items() if before.get(entity) != now],
        )
    connection.execute(update(given.blocklist).where(given.blocklist.c.id == whose.id).values(version=version))


def since(connection: Connection, list_: str, after: str, most: int) -> list[Change]:
    """The log after a change, the oldest first; from the beginning after GENESIS."""
    table = given.change.c
    query = select(table.noun).where((table.list == list_) & (table.id > after)).order_by(table.id).limit(most)
    return [_change(noun) for noun in connection.scalars(query)]


def newest(connection: Connection, list_: str) -> str:
    """The id of the latest change; GENESIS where there is none."""
    table = given.change.c
    return str(connection.scalar(select(func.max(table.id)).where(table.list == list_)) or GENESIS)


def change(connection: Connection, list_: str, id_: str) -> Change | None:
    """One line of a log."""
    table = given.change.c
    noun = connection.scalar(select(table.noun).where((table.list == list_) & (table.id == id_)))
    return None if noun is None else _change(noun)


def about(connection: Connection, list_: str, entity: Entity) -> list[Change]:
    """All that a list ever said of somebody, the oldest first."""
    return logs(connection, list_, [entity]).get(entity, [])


def logs(connection: Connection, list_: str, entities: Sequence[Entity]) -> dict[Entity, list[Change]]:
    """All that a list ever said of each of these, the oldest first. Sorted here: a database that sorts by id would go
    through the whole log for each.
    """
    table = given.change.c
    found: dict[Entity, list[Change]] = {}
    for some in _parts(entities, AT_ONCE):
        keys = [(one.kind.value, one.key) for one in some]
        query = select(table.noun).where((table.list == list_) & tuple_(table.kind, table.key).in_(keys))
        for change in sorted(map(_change, connection.scalars(query)), key=lambda change: change.id):
            found.setdefault(change.entity, []).append(change)
    return found


def said(connection: Connection, list_: str, entities: Sequence[Entity]) -> dict[Entity, Change]:
    """The latest that a list said of each of these, of whom it ever said anything."""
    found: dict[Entity, Change] = {}
    for some in _parts(entities, AT_ONCE):
        found |= _folded(connection, list_, some)
    return found


def snapshot(connection: Connection, list_: str) -> Iterator[Change]:
    """What a list comes to, the newest first, retractions too."""
    yield from map(_change, connection.scalars(_latest(list_), execution_options={"yield_per": AT_ONCE}))


def news(connection: Connection, list_: str, after: str, most: int) -> list[Change]:
    """The latest about each of whom anything was said after a change, the oldest first; what was said before, and said
    anew since, is left out."""
    log, now = given.change.c, given.listing.c
    joined = given.listing.join(given.change, (now.list == log.list) & (now.change == log.id))
    query = select(log.noun).select_from(joined).where((now.list == list_) & (now.change > after))
    return [_change(noun) for noun in connection.scalars(query.order_by(now.change).limit(most))]


def page(connection: Connection, list_: str, before: str, most: int) -> list[Change]:
    """What stands in a list, the newest first: what comes before a change, or from the newest on where it is empty."""
    query = _latest(list_).where(given.listing.c.type.in_(STANDS)).limit(most)
    if before:
        query = query.where(given.listing.c.change < before)
    return [_change(noun) for noun in connection.scalars(query)]


def count(connection: Connection, list_: str) -> int:
    """How many entries stand in a list."""
    table = given.listing.c
    query = select(func.count()).select_from(given.listing).where((table.list == list_) & table.type.in_(STANDS))
    return int(connection.scalar(query) or 0)


def _latest(list_: str) -> Any:
    log, now = given.change.c, given.listing.c
    joined = given.listing.join(given.change, (now.list == log.list) & (now.change == log.id))
    return select(log.noun).select_from(joined).where(now.list == list_).order_by(now.change.desc())


def _folded(connection: Connection, list_: str, entities: Iterable[Entity]) -> dict[Entity, Change]:
    log, now = given.change.c, given.listing.c
    keys = [(one.kind.value, one.key) for one in entities]
    joined = given.listing.join(given.change, (now.list == log.list) & (now.change == log.id))
    query = select(log.noun).select_from(joined).where((now.list == list_) & tuple_(now.kind, now.key).in_(keys))
    return {change.entity: change for change in map(_change, connection.scalars(query))}


def _parts(all_: Sequence[Part], size: int) -> Iterator[Sequence[Part]]:
    for start in range(0, len(all_), size):
        yield all_[start : start + size]


def _one(connection: Connection, where: ColumnElement[bool]) -> Blocklist | None:
    row = connection.execute(select(given.blocklist).where(where)).mappings().first()
    return None if row is None else _blocklist(row)


def _blocklist(row: Row) -> Blocklist:
    return Blocklist(
        id=row["id"],
        person=row["person"],
        origin=Origin(row["origin"]),
        slug=row["slug"],
        title=row["title"],
        settings=row["settings"],
        version=row["version"],
        by=row["by"],
        at=moment(row["at"]),
        closed_at=_moment(row["closed_at"]),
        restored_at=_moment(row["restored_at"]),
    )


def _row(whose: Blocklist, version: int, change: Change) -> dict[str, Any]:
    return {
        "list": whose.id,
        "id": change.id,
        "person": whose.person,
        "version": version,
        "kind": change.entity.kind.value,
        "key": change.entity.key,
        "noun": storable(msgspec.json.encode(change).decode()),
    }


def _listing(whose: Blocklist, change: Change) -> dict[str, Any]:
    return {
        "kind": change.entity.kind.value,
        "key": change.entity.key,
        "list": whose.id,
        "person": whose.person,
        "change": change.id,
        "type": change.type.value,
        "policy": change.policy.value if change.policy else "",
        "severity": int(change.severity),
        "review_at": _micros(change.review_at),
        "expires_at": _micros(change.expires_at),
    }


def _micros(at: datetime | None) -> int | None:
    return None if at is None else micros(at)


def _moment(at: int | None) -> datetime | None:
    return None if at is None else moment(at)


def _change(noun: str) -> Change:
    return msgspec.json.decode(noun, type=Change)
