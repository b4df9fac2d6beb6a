"""About whom no list of a person does anything, as rows."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, or_, select, update

from bot.blocklists.entity import Entity, Kind
from bot.store import given, rows

table = given.exempt


def among(connection: Connection, person: str, list_: str, entities: Sequence[Entity]) -> set[Entity]:
    """Of these, who is exempt from one list of a person, or from all, under this name or the one found for it."""
    keys = [one.key for one in entities]
    these = or_(rows.among(connection, table.c.key, keys), rows.among(connection, table.c.found, keys))
    query = select(table.c.kind, table.c.key, table.c.found).where(_here(person, list_) & these)
    found = [(Kind(kind), names) for kind, *names in connection.execute(query)]
    return {Entity(kind=kind, key=key) for kind, names in found for key in names} & set(entities)


def unfound(connection: Connection, person: str, list_: str) -> list[Entity]:
    """The accounts that are exempt and of which no DID is known."""
    known = table.c.key.like("did:%") | (table.c.found != "")
    query = select(table.c.key).where(_here(person, list_) & (table.c.kind == Kind.ACTOR.value) & ~known)
    return [Entity(kind=Kind.ACTOR, key=key) for key in connection.scalars(query.order_by(table.c.key))]


def find(connection: Connection, person: str, one: Entity, found: str) -> None:
    """Keep the DID of somebody who is exempt."""
    same = (table.c.person == person) & (table.c.kind == one.kind.value) & (table.c.key == one.key)
    connection.execute(update(table).where(same).values(found=found))


def _here(person: str, list_: str) -> ColumnElement[bool]:
    return (table.c.person == person) & table.c.list.in_(["", list_])
