"""The tables of who is told: urgent alerts until somebody acknowledges them, tokens of their links, channels."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text

from bot.store.metadata import metadata

urgent = Table(
    "urgent",
    metadata,
    Column("alert", Text, primary_key=True, comment="Alert.id"),
    Column("person", Text, nullable=False),
    Column("at", BigInteger, nullable=False, comment="when it was planned"),
    Column("step", Integer, nullable=False, comment="how often it went out"),
    Column("told_at", BigInteger, nullable=False, comment="when it last did"),
    Column("seen_at", BigInteger, comment="when somebody acknowledged it"),
    Column("seen_by", Text, nullable=False),
    Column("ended_at", BigInteger, comment="when the last round was over, and nobody had"),
    Index("ix_urgent_at", "person", "at"),
)

token = Table(
    "token",
    metadata,
    Column("digest", LargeBinary, primary_key=True, comment="SHA-256; the token itself stands in the link alone"),
    Column("person", Text, nullable=False),
    Column("alert", Text, nullable=False, comment="urgent.alert"),
    Column("via", Text, nullable=False, comment="the channel on which the link went out"),
    Column("at", BigInteger, nullable=False),
    comment="by which links acknowledge urgent alerts",
)

channel = Table(
    "channel",
    metadata,
    Column("person", Text, primary_key=True),
    Column("name", Text, primary_key=True, comment="Contact.name"),
    Column("mark", LargeBinary, nullable=False, comment="keyed digest of the URL that was tested; empty before"),
    Column("confirmed_at", BigInteger, comment="when somebody gave the code that came on it"),
    Column("confirmed_by", Text, nullable=False),
    Column("code", LargeBinary, nullable=False, comment="keyed digest of the code that was sent last; empty if none"),
    Column("code_at", BigInteger),
    Column("failures", Integer, nullable=False, comment="sendings in a row that it did not take"),
    Column("dead_at", BigInteger, comment="since when it counts as dead"),
    comment="how the channels stand on which somebody is told",
)
