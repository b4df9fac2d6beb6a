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
        sa.Column(
            "at", sa.BigInteger(), nullable=False, comment="when it was asked for: what came later is not in it"
        ),
        sa.Column(
            "made_at",
            sa.BigInteger(),
            comment="when it was last made; empty: it waits for a second person, or for its day",
        ),
        sa.Column(
            "digest", sa.Text(), nullable=False, comment="hex SHA-256 of the manifest; empty until it is made"
        ),
        sa.Column("facts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        comment="exports of dossiers, asked for and made",
    )
    op.create_index("ix_handover_dossier", "handover", ["person", "dossier"])


def downgrade() -> None:
    """Drop them."""
    raise NotImplementedError("restore the backup that was made before")
