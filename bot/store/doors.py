"""The tables of who may look, by what they come in, and what they said of what they saw."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text

from bot.store.columns import Base64
from bot.store.metadata import metadata

seat = Table(
    "seat",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False, comment="holder, delegate, observer, moderator"),
    Column("also", Text, nullable=False, comment="JSON list of what was granted beside the role"),
    Column("language", Text, nullable=False),
    Column("until", BigInteger),
    Column("resting_until", BigInteger),
    Column("by", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("handed_at", BigInteger, comment="when a right or a way in was last given to them"),
    Column("revoked_at", BigInteger),
    Index("ix_seat_person", "person"),
)

session = Table(
    "session",
    metadata,
    Column("id", Text, primary_key=True, comment="SHA-256 of the token, which only the browser has"),
    Column("seat", Text, nullable=False),
    Column("agent", Text, nullable=False, comment="what browser it is, in a few words"),
    Column("began", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False),
    Index("ix_session_seat", "seat"),
)

entrance = Table(
    "entrance",
    metadata,
    Column("id", Text, primary_key=True, comment="SHA-256 of the token of a one-time link"),
    Column("seat", Text, nullable=False),
    Column("until", BigInteger, nullable=False),
    comment="the row goes when the link is used",
)

glance = Table(
    "glance",
    metadata,
    Column("seat", Text, primary_key=True),
    Column("day", Integer, primary_key=True, comment="days since 1970 UTC"),
    Column("count", Integer, nullable=False),
    comment="how much each has read, which is shown to protect them too",
)

passkey = Table(
    "passkey",
    metadata,
    Column("id", Text, primary_key=True, comment="the credential's id, base64url"),
    Column("seat", Text, nullable=False),
    Column("key", LargeBinary, nullable=False, comment="the credential's public data, as WebAuthn writes it"),
    Column("counter", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    Index("ix_passkey_seat", "seat"),
)

reviewed = Table(
    "reviewed",
    metadata,
    Column("person", Text, primary_key=True),
    Column("place", Base64, primary_key=True, comment="rows.place of the mention's URI"),
    Column("version", Integer, primary_key=True),
    Column("said", Text, nullable=False, comment="agreed, harmless, muted, later, handed"),
    Column("to", Text, nullable=False, comment="to whom it was handed: a seat; else empty"),
    Column("until", BigInteger, comment="until when it is put off; null for good"),
    Column("by", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    comment="what people said of mentions that were held for them",
)

proposal = Table(
    "proposal",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("kind", Text, nullable=False, comment="what is proposed: block, export, publish"),
    Column("detail", Text, nullable=False, comment="JSON of what it is about: ids, never content"),
    Column("by", Text, nullable=False, comment="the seat that proposes"),
    Column("at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False, comment="when it may be done without a second person"),
    Column("status", Text, nullable=False, comment="waiting, agreed, withdrawn, done"),
    Column("settled_by", Text, nullable=False),
    Column("settled_at", BigInteger),
    Index("ix_proposal_person", "person", "status"),
    comment="what takes two people, or a day",
)

work = Table(
    "work",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("kind", Text, nullable=False, comment="verify, backtest"),
    Column("detail", Text, nullable=False, comment="JSON of what was asked"),
    Column("by", Text, nullable=False, comment="the seat that asked"),
    Column("at", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False, comment="when it last said how far it is"),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("status", Text, nullable=False, comment="running, done, failed, stopped"),
    Column("result", LargeBinary, nullable=False, comment="wrapped under the master key"),
    Index("ix_work_person", "person", "at"),
    comment="long work that somebody asked for and may leave",
)
