"""The tables of what is handed to others: drafts of dossiers, and what was exported of them."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text

from bot.store.metadata import metadata

dossier = Table(
    "dossier",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("about", Text, nullable=False, comment="case, account, raid"),
    Column("subject", Text, nullable=False, comment="casefile.id, Account.key, raid.number"),
    Column("at", BigInteger, nullable=False, comment="when it was begun"),
    Column("box", LargeBinary, nullable=False, comment="what was chosen and said, sealed under the person's salt"),
    Index("ix_dossier_person", "person", "at"),
    comment="drafts of dossiers",
)

handover = Table(
    "handover",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("dossier", Text, nullable=False, comment="dossier.id"),
    Column("rendering", Text, nullable=False, comment="sealed, redacted"),
    Column("box", LargeBinary, nullable=False, comment="for whom it is, sealed under the person's salt"),
    Column("by", Text, nullable=False),
    Column("at", BigInteger, nullable=False, comment="when it was asked for: what came later is not in it"),
    Column("made_at", BigInteger, comment="when it was last made; empty: it waits for a second person, or for its day"),
    Column("digest", Text, nullable=False, comment="hex SHA-256 of the manifest; empty until it is made"),
    Column("facts", Integer, nullable=False),
    Index("ix_handover_dossier", "person", "dossier"),
    comment="exports of dossiers, asked for and made",
)
