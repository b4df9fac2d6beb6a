"""The tables of what is handed to others: drafts of dossiers, what was exported of them, what courts and hosts do."""

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

proceeding = Table(
    "proceeding",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("case", Text, nullable=False, comment="casefile.id"),
    Column("kind", Text, nullable=False, comment="complaint, report, preservation, hearing, judgment, …"),
    Column("at", BigInteger, nullable=False, comment="when it was done, or is to be"),
    Column("due_at", BigInteger, comment="by when an answer is awaited, or when the person must be there"),
    Column("settled_at", BigInteger, comment="when it was answered, or is over"),
    Column("box", LargeBinary, nullable=False, comment="number, with whom, what was answered; sealed"),
    Column("by", Text, nullable=False),
    Index("ix_proceeding_case", "person", "case", "at"),
    Index("ix_proceeding_due", "person", "due_at"),
    comment="what was begun against the person behind a case, and what became of it",
)

dealt = Table(
    "dealt",
    metadata,
    Column("person", Text, primary_key=True),
    Column("case", Text, primary_key=True, comment="casefile.id"),
    Column("clock", Text, primary_key=True, comment="name in bot/law"),
    Column("through", BigInteger, nullable=False, comment="facts up to this moment need no reminder"),
    Column("how", Text, nullable=False, comment="filed, declined"),
    Column("by", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    comment="deadlines that were dealt with, or are left to run out on purpose",
)

departed = Table(
    "departed",
    metadata,
    Column("person", Text, primary_key=True),
    Column("account", Text, primary_key=True, comment="Account.key"),
    Column("at", BigInteger, nullable=False, comment="when it was first found to be gone"),
    comment="accounts that are suspended, or deleted",
)

warned = Table(
    "warned",
    metadata,
    Column("person", Text, primary_key=True),
    Column("reminder", Text, primary_key=True, comment="case, clock or proceeding, its end, and how many days before"),
    Column("at", BigInteger, nullable=False),
    comment="reminders that were sent",
)
