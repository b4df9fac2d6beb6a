"""Legal holds as rows: what retention and erasure must leave."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.model.noun import Noun
from bot.store import schema
from bot.store.rows import micros, moment, upsert

EVERYTHING = "*"
"""The subject of a hold on all that is kept for a person."""


class LegalHold(Noun, frozen=True, kw_only=True):
    """What may not be erased while it stands."""

    person: str
    subject: str
    """`Account.key`, a mention's URI, or EVERYTHING."""
    why: str
    by: str
    at: datetime

    def covers(self, uri: str, author: str) -> bool:
        """Whether it holds this mention."""
        return self.subject in {EVERYTHING, uri, author}


def place(connection: Connection, hold: LegalHold) -> None:
    """Place a hold, or change why one stands."""
    row = {"person": hold.person, "subject": hold.subject, "why": hold.why, "by": hold.by, "at": micros(hold.at)}
    upsert(connection, schema.legal_hold, [row])


def lift(connection: Connection, person: str, subject: str) -> bool:
    """Lift a hold; whether there was one."""
    table = schema.legal_hold
    where = (table.c.person == person) & (table.c.subject == subject)
    return bool(connection.execute(delete(table).where(where)).rowcount)


def standing(connection: Connection, people: Collection[str]) -> list[LegalHold]:
    """The holds of these people, the first first."""
    table = schema.legal_hold
    query = select(table).where(table.c.person.in_(people)).order_by(table.c.at, table.c.subject)
    rows = connection.execute(query).mappings()
    return [LegalHold(**(dict(row) | {"at": moment(row["at"])})) for row in rows]
