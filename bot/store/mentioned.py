"""The table of what was written to somebody, as it was judged; its content stands in the exhibit."""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text, text

from bot.store.brief import Brief
from bot.store.columns import KINDS, PLATFORMS, Base64, Hex, Named
from bot.store.metadata import metadata

WAITING: Final = "0" * 24
"""Stands for the id of an alert while a mention waits for one; as long as an id, since a row that grew would find its
page full, and leave two that are half empty.
"""
UNTOLD = text(f"alert = '{WAITING}'")
"""Of mentions that wait for an alert; also what is asked, since by other words the index might not be found."""
UNTOLD_BY = ("person", "alert", "decided_at")
"""With what is one and the same for all of them, or SQLite is as likely to look through all that was ever decided."""
UNCOUNTED = text("level < 0")
IN_CASE = text("in_case = 1")
GONE = text("deleted_at IS NOT NULL")
REPORTED = text(f"kind = '{KINDS.index('post')}'")
"""Posts that were brought to a community's desk; as they stand in the database, by which the index is found."""
HELD = text("review = 1")
"""As SQLAlchemy asks SQLite for what is true: by any other words the index is not found."""
WAITS = ("person", "review", "decided_at", "place", "version")  # all that is asked of it, so that no row need be read
mention = Table(
    "mention",
    metadata,
    Column("place", Base64, primary_key=True, comment="digest of the URI (rows.place), which no index holds"),
    Column("person", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("uri", Brief, nullable=False),
    Column("revision", Brief, nullable=False),
    Column("platform", Named(PLATFORMS), nullable=False),
    Column("author", Brief, nullable=False, comment="Account.key"),
    Column("kind", Named(KINDS), nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("decided_at", BigInteger, nullable=False),
    Column("severity", Integer, nullable=False),
    Column("reasons", Text, nullable=False, comment="JSON list"),
    Column("rules", Text, nullable=False, comment="JSON list"),
    Column("review", Boolean, nullable=False),
    Column("exhibit", Hex, nullable=False),
    Column("alert", Text, comment="id of the alert that told it; noughts while it waits for one; null: none will"),
    Column("deleted_at", BigInteger, comment="when the platform said that it is gone"),
    Column(
        "hidden", Text, comment="why the person was not shown it: author (muted or blocked), beside (names one who is)"
    ),
    Column(
        "level",
        Integer,
        nullable=False,
        server_default=text("-1"),
        comment="what it weighs in its author's conduct; below 0 what was kept before that was counted",
    ),
    Column(
        "in_case",
        Boolean,
        nullable=False,
        server_default=text("false"),
        comment="whether its author is known to belong to a case",
    ),
    Index("ix_mention_decided", "person", "decided_at"),
    Index("ix_mention_review", *WAITS, sqlite_where=HELD),
    Index("ix_mention_uncounted", "person", "level", "decided_at", sqlite_where=UNCOUNTED),
    Index("ix_mention_case", "author", "person", "received_at", sqlite_where=IN_CASE),
    Index("ix_mention_gone", "author", "person", "deleted_at", sqlite_where=GONE),
    Index(
        "ix_mention_reported",
        "author",
        "person",
        "received_at",
        sqlite_where=REPORTED,
    ),
    Index("ix_mention_untold", *UNTOLD_BY, sqlite_where=UNTOLD),
)


def told_by(alert: str | None) -> str | None:
    """The id of the alert that told a mention; None where none has."""
    return None if alert == WAITING else alert
