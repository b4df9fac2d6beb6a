"""After an erasure: letting no remnant stay in the files of the database."""

from typing import Final

from sqlalchemy import Connection, delete

from bot.store import schema
from bot.store.database import Store

MARK: Final = "erasure"
"""The cursor that stands while an erasure is committed, and not yet finished outside of its transaction."""
SHREDDED: Final = (
    "exhibit_key",
    "exhibit",
    "person",
    "mention",
    "delivery",
    "author",
    "member",
    "restriction",
    "portrait",
    "portrait_key",
    "link",
    "relation",
    "watched",
    "sketch",
    "crowd",
    "thread",
    "support",
    "half",
)


def unmark(connection: Connection, value: str) -> None:
    """Take the mark away, unless it was set anew meanwhile."""
    table = schema.cursor
    connection.execute(delete(table).where((table.c.source == MARK) & (table.c.value == value)))


def shred(store: Store) -> bool:
    """Let no remnant of what was deleted stay in the database's files, as far as the database can; whether it did.

    SQLite overwrites what is deleted (secure_delete); what is left in its log is copied back and cut off, unless
    somebody is reading just now. PostgreSQL's VACUUM frees dead rows for reuse: their bytes go when they are written
    over, and in its log when that is recycled; what is left of keys there opens only with the master key, which
    `rempart key rotate --master` replaces.
    """
    if store.sqlite:
        with store.engine.connect() as connection:
            busy, _, _ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            return not busy
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"VACUUM {', '.join(SHREDDED)}")
    return True
