"""The latest entry of a chain that tells of the instrument."""

from sqlalchemy import Connection, select

from bot.store import schema


def latest(connection: Connection, person: str, event: str) -> tuple[int, str] | None:
    """(number, exhibit) of the latest entry of this kind; None if there is none."""
    table = schema.entry
    where = (table.c.person == person) & (table.c.event == event)
    number = connection.scalar(select(table.c.number).where(where).order_by(table.c.number.desc()).limit(1))
    if number is None:
        return None
    said = select(table.c.payload).where((table.c.person == person) & (table.c.number == number))
    return int(number), str(connection.execute(said).scalar_one()["exhibit"])
