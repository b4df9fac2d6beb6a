"""The tables beside what is kept: how far sources were read, and small secrets."""

from sqlalchemy import BigInteger, Column, LargeBinary, Table, Text

from bot.store.metadata import metadata

cursor = Table(
    "cursor",
    metadata,
    Column("source", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

safe = Table(
    "safe",
    metadata,
    Column("name", Text, primary_key=True),
    Column("box", LargeBinary, nullable=False),
    comment="sessions and counts of the platforms, wrapped",
)
