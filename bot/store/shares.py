"""What members showed to communities: which copy of what; each within one transaction of its caller."""

from datetime import datetime
from functools import cache
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Connection, Select, bindparam, select

from bot.model.noun import Noun
from bot.store import asked
from bot.store.mentioned import mention
from bot.store.moderated import share as table
from bot.store.rows import micros, moment, upsert


class Share(Noun, frozen=True, kw_only=True):
    """One copy."""

    person: str
    """Whose evidence it is."""
    exhibit: str
    community: str
    given: str
    """The exhibit of the copy."""
    by: str
    at: datetime
    withdrawn_at: datetime | None = None


def put(connection: Connection, one: Share) -> None:
    """Keep it as it stands."""
    row = {name: getattr(one, name) for name in one.__struct_fields__}
    taken = micros(one.withdrawn_at) if one.withdrawn_at else None
    upsert(connection, table, [row | {"at": micros(one.at), "withdrawn_at": taken}])


def of(connection: Connection, person: str, exhibit: str) -> list[Share]:
    """With whom one exhibit is shared, or was."""
    found = asked.mappings(connection, _of(), {"whose": person, "its": exhibit})
    return [_share(row) for row in found]


@cache
def _of() -> Select[Any]:
    about = (table.c.person == bindparam("whose")) & (table.c.exhibit == bindparam("its"))
    return select(table).where(about).order_by(table.c.community)


def shown(connection: Connection, community: str, most: int) -> list[Share]:
    """What a community was shown and may still see, the latest first."""
    return [_share(row) for row in asked.mappings(connection, _shown(), {"whom": community, "most": most})]


@cache
def _shown() -> Select[Any]:
    open_ = (table.c.community == bindparam("whom")) & table.c.withdrawn_at.is_(None)
    return select(table).where(open_).order_by(table.c.at.desc(), table.c.exhibit).limit(bindparam("most"))


def standing(connection: Connection, person: str) -> list[Share]:
    """All that somebody shows, and did not take back."""
    return [_share(row) for row in asked.mappings(connection, _standing(), {"whose": person})]


@cache
def _standing() -> Select[Any]:
    hers = (table.c.person == bindparam("whose")) & table.c.withdrawn_at.is_(None)
    return select(table).where(hers).order_by(table.c.exhibit, table.c.community)


def uris(connection: Connection, person: str) -> dict[str, str]:
    """Of which mentions the exhibits are that somebody shows, as far as their rows are there."""
    row = mention.c
    hers = select(table.c.exhibit).where((table.c.person == person) & table.c.withdrawn_at.is_(None))
    found = connection.execute(select(row.exhibit, row.uri).where((row.person == person) & row.exhibit.in_(hers)))
    return {each.exhibit: each.uri for each in found}


def withdraw(connection: Connection, one: Share, at: datetime) -> None:
    """Keep that it was taken back."""
    put(connection, replace(one, withdrawn_at=at))


def _share(row: dict[str, Any]) -> Share:
    taken = row["withdrawn_at"]
    return Share(**(row | {"at": moment(row["at"]), "withdrawn_at": None if taken is None else moment(taken)}))
