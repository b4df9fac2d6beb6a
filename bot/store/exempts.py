"""About whom no list of a person does anything, as rows."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from bot.blocklists.entity import Entity, Kind
from bot.store import given, rows

table = given.exempt


def among(connection: Connection, person: str, list_: str, entities: Sequence[Entity]) -> set[Entity]:
    """Of these, who is exempt from one list of a person, or from all."""
    here = (table.c.person == person) & table.c.list.in_(["", list_])
    these = rows.among(connection, table.c.key, [one.key for one in entities])
    found = connection.execute(select(table.c.kind, table.c.key).where(here & these))
    return {Entity(kind=Kind(kind), key=key) for kind, key in found} & set(entities)
