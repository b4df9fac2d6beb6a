"""What is in custody, by kind."""

from datetime import datetime

from sqlalchemy import Connection, select

from bot.model.noun import Noun
from bot.store import schema
from bot.store.rows import moment


class Held(Noun, frozen=True, kw_only=True):
    """An exhibit, without its content."""

    id: str
    at: datetime
    size: int


def of(connection: Connection, person: str, what: str) -> list[Held]:
    """The exhibits of one kind of a person, oldest first."""
    table = schema.exhibit
    query = (
        select(table.c.id, table.c.at, table.c.size)
        .where((table.c.person == person) & (table.c.what == what))
        .order_by(table.c.at, table.c.id)
    )
    return [Held(id=id_, at=moment(at), size=size) for id_, at, size in connection.execute(query)]
