"""Lists of others that people mute or block by, as rows."""

import msgspec
from sqlalchemy import Connection, delete, select

from bot.blocklists.adoption import Adoption
from bot.store import given
from bot.store.rows import storable, upsert


def put(connection: Connection, one: Adoption) -> None:
    """Write how far it is."""
    noun = storable(msgspec.json.encode(one).decode())
    upsert(
        connection,
        given.adoption,
        [{"person": one.person, "address": storable(one.address), "deed": one.deed, "noun": noun}],
    )


def every(connection: Connection, person: str) -> list[Adoption]:
    """All of a person's, by address."""
    table = given.adoption.c
    query = select(table.noun).where(table.person == person).order_by(table.address, table.deed)
    return [msgspec.json.decode(noun, type=Adoption) for noun in connection.scalars(query)]


def forget(connection: Connection, one: Adoption) -> None:
    """Keep nothing of it any more."""
    table = given.adoption
    same = (table.c.person == one.person) & (table.c.address == one.address) & (table.c.deed == one.deed)
    connection.execute(delete(table).where(same))
