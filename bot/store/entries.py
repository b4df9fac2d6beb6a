"""One entry of a chain by its number, whole, so that it can be held against its seal."""

from sqlalchemy import Connection, select

from bot.evidence.chain import GENESIS, Entry
from bot.model.noun import utc
from bot.store import schema
from bot.store.rows import moment


def numbered(connection: Connection, person: str, number: int) -> Entry | None:
    """The entry of this number, with the seal of the one before; None where either is missing."""
    table = schema.entry.c
    query = select(table.number, table.at, table.event, table.payload, table.seal)
    near = query.where((table.person == person) & table.number.in_((number - 1, number)))
    rows = {row["number"]: row for row in connection.execute(near).mappings()}
    previous = GENESIS.seal if number == 1 else rows[number - 1]["seal"] if number - 1 in rows else None
    if number not in rows or previous is None:
        return None
    row = rows[number]
    return Entry(
        person=person,
        number=number,
        at=utc(moment(row["at"])),
        event=row["event"],
        payload=row["payload"],
        previous=previous,
        seal=row["seal"],
    )
