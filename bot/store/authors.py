"""Who wrote to whom."""

from sqlalchemy import Connection, select

from bot.store import schema


def latest(connection: Connection, limit: int) -> list[str]:
    """`Account.key` of those who wrote to anybody protected, the latest first."""
    table = schema.author
    return list(connection.scalars(select(table.c.author).order_by(table.c.last_at.desc()).limit(limit)))


def knowing(connection: Connection, account: str) -> list[str]:
    """The people to whom this account has written."""
    return list(connection.scalars(select(schema.author.c.person).where(schema.author.c.author == account)))
