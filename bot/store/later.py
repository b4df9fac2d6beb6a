"""The tables of what came after the first release: seals and who saw them, the watch, later looks, media, holds."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text, text

from bot.store.columns import Hex
from bot.store.metadata import metadata

signer = Table(
    "signer",
    metadata,
    Column("id", Text, primary_key=True, comment="hex of the C2SP key id"),
    Column("public", LargeBinary, nullable=False, comment="32 bytes, Ed25519"),
    Column("wrapped", LargeBinary, nullable=False, comment="the private key, under the master key"),
    Column("made_at", BigInteger, nullable=False),
    Column("retired_at", BigInteger),
    comment="keys that sign checkpoints; the one that is not retired signs",
)

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("person", Text, primary_key=True),
    Column("number", Integer, primary_key=True, comment="of the last entry it covers"),
    Column("seal", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("note", Text, nullable=False, comment="C2SP signed note, as it was deposited"),
)

deposit = Table(
    "deposit",
    metadata,
    Column("person", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("place", Text, primary_key=True, comment="name of the authority or calendar"),
    Column("kind", Text, nullable=False, comment="rfc3161, opentimestamps"),
    Column("status", Text, nullable=False, comment="due, pending, done, refused"),
    Column("due_at", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("at", BigInteger, comment="when the token came"),
    Column("token", LargeBinary, nullable=False, comment="empty until it came"),
    Column("trouble", Text, nullable=False),
    Index("ix_deposit_due", "status", "due_at"),
    comment="a checkpoint left with somebody else",
)

coverage = Table(
    "coverage",
    metadata,
    Column("person", Text, primary_key=True),
    Column("account", Text, primary_key=True, comment="Account.key of the protected account"),
    Column("source", Text, primary_key=True),
    Column("since", BigInteger, primary_key=True),
    Column("until", BigInteger, nullable=False),
    Column("by", Text, nullable=False, comment="stream, poll, watch"),
    comment="intervals in which we could see; the last of a source grows",
)

watched = Table(
    "watched",
    metadata,
    Column("person", Text, primary_key=True),
    Column("account", Text, primary_key=True, comment="Account.key of whom we go on reading"),
    Column("via", Text, primary_key=True, comment="Account.key of the protected account that reads"),
    Column("why", Text, nullable=False, comment="muted, blocked, case"),
    Column("since", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("looked_at", BigInteger),
    Column("place", Text, nullable=False, comment="the latest post that was read; empty before the first look"),
    Column("severity", Integer, nullable=False, comment="the worst for which it was acted on"),
    Column("trouble", Text, nullable=False, comment="why it could not be read the last time"),
    Index("ix_watched_due", "via", "due_at"),
)

look = Table(
    "look",
    metadata,
    Column("person", Text, primary_key=True),
    Column("uri", Text, primary_key=True),
    Column("step", Integer, nullable=False, comment="how many looks were taken"),
    Column("severity", Integer, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("unseen", Text, nullable=False, server_default=text("''"), comment="how the last look found it kept away"),
    Index("ix_look_due", "due_at"),
    comment="kept mentions that are looked at again; the row goes with the last look",
)

medium = Table(
    "medium",
    metadata,
    Column("person", Text, primary_key=True),
    Column("name", Text, primary_key=True, comment="pseudonym of the content's SHA-256"),
    Column("exhibit", Hex, nullable=False),
    Column("type", Text, nullable=False, comment="as its bytes show, not as the server says"),
    Column("size", Integer, nullable=False),
    Column("dhash", LargeBinary, comment="8 bytes, and 8 of the mirror image; null for what is no image"),
    Index("ix_medium_exhibit", "exhibit"),
)

legal_hold = Table(
    "legal_hold",
    metadata,
    Column("person", Text, primary_key=True),
    Column("subject", Text, primary_key=True, comment="Account.key, a mention's URI, or * for everything"),
    Column("why", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    comment="what retention and erasure must leave",
)

aside = Table(
    "aside",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("why", Text, nullable=False),
    Column("exhibit", Hex, nullable=False),
    comment="what could not be read or judged, kept raw",
)
