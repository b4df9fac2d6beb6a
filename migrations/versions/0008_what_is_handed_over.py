"""What is handed over: drafts of dossiers, and what was exported of them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "dossier",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False, comment="case, account, raid"),
        sa.Column("subject", sa.Text(), nullable=False, comment="casefile.id, Account.key, raid.number"),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when it was begun"),
        sa.Column(
            "box", sa.LargeBinary(), nullable=False, comment="what was chosen and said, sealed under the person's salt"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier")),
        comment="drafts of dossiers",
    )
    op.create_index("ix_dossier_person", "dossier", ["person", "at"])
    op.create_table(
        "handover",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("dossier", sa.Text(), nullable=False, comment="dossier.id"),
        sa.Column("rendering", sa.Text(), nullable=False, comment="sealed, redacted"),
        sa.Column("box", sa.LargeBinary(), nullable=False, comment="for whom it is, sealed under the person's salt"),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when it was asked for: what came later is not in it"),
        sa.Column(
            "made_at",
            sa.BigInteger(),
            comment="when it was last made; empty: it waits for a second person, or for its day",
        ),
        sa.Column("digest", sa.Text(), nullable=False, comment="hex SHA-256 of the manifest; empty until it is made"),
        sa.Column("facts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        comment="exports of dossiers, asked for and made",
    )
    op.create_index("ix_handover_dossier", "handover", ["person", "dossier"])
    op.create_table(
        "proceeding",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("case", sa.Text(), nullable=False, comment="casefile.id"),
        sa.Column("kind", sa.Text(), nullable=False, comment="complaint, report, preservation, hearing, judgment, …"),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when it was done, or is to be"),
        sa.Column("due_at", sa.BigInteger(), comment="by when an answer is awaited, or when the person must be there"),
        sa.Column("settled_at", sa.BigInteger(), comment="when it was answered, or is over"),
        sa.Column("box", sa.LargeBinary(), nullable=False, comment="number, with whom, what was answered; sealed"),
        sa.Column("by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proceeding")),
        comment="what was begun against the person behind a case, and what became of it",
    )
    op.create_index("ix_proceeding_case", "proceeding", ["person", "case", "at"])
    op.create_index("ix_proceeding_due", "proceeding", ["person", "due_at"])
    op.create_table(
        "dealt",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("case", sa.Text(), nullable=False, comment="casefile.id"),
        sa.Column("clock", sa.Text(), nullable=False, comment="name in bot/law"),
        sa.Column("through", sa.BigInteger(), nullable=False, comment="facts up to this moment need no reminder"),
        sa.Column("how", sa.Text(), nullable=False, comment="filed, declined"),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person", "case", "clock", name=op.f("pk_dealt")),
        comment="deadlines that were dealt with, or are left to run out on purpose",
    )
    op.create_table(
        "warned",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column(
            "reminder",
            sa.Text(),
            nullable=False,
            comment="case, clock or proceeding, its end, and how many days before",
        ),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person", "reminder", name=op.f("pk_warned")),
        comment="reminders that were sent",
    )
    unseen = sa.Column(
        "unseen",
        sa.Text(),
        nullable=False,
        server_default=sa.text("''"),
        comment="how the last look found it kept away",
    )
    op.add_column("look", unseen)
    op.create_table(
        "departed",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False, comment="Account.key"),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when it was first found to be gone"),
        sa.PrimaryKeyConstraint("person", "account", name=op.f("pk_departed")),
        comment="accounts that are suspended, or deleted",
    )
    op.create_index(
        "ix_mention_gone",
        "mention",
        ["author", "person", "deleted_at"],
        sqlite_where=sa.text("deleted_at IS NOT NULL"),
        postgresql_where=sa.text("deleted_at IS NOT NULL"),
    )


def downgrade() -> None:
    """Drop them."""
    raise NotImplementedError("restore the backup that was made before")
