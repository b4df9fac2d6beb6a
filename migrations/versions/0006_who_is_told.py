"""Who is told: urgent alerts until somebody acknowledges them, the tokens of their links, and channels."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "urgent",
        sa.Column("alert", sa.Text(), nullable=False, comment="Alert.id"),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when it was planned"),
        sa.Column("step", sa.Integer(), nullable=False, comment="how often it went out"),
        sa.Column("told_at", sa.BigInteger(), nullable=False, comment="when it last did"),
        sa.Column("seen_at", sa.BigInteger(), comment="when somebody acknowledged it"),
        sa.Column("seen_by", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), comment="when the last round was over, and nobody had"),
        sa.PrimaryKeyConstraint("alert", name=op.f("pk_urgent")),
    )
    op.create_index("ix_urgent_at", "urgent", ["person", "at"])
    op.create_table(
        "token",
        sa.Column(
            "digest", sa.LargeBinary(), nullable=False, comment="SHA-256; the token itself stands in the link alone"
        ),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("alert", sa.Text(), nullable=False, comment="urgent.alert"),
        sa.Column("via", sa.Text(), nullable=False, comment="the channel on which the link went out"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_token")),
        comment="by which links acknowledge urgent alerts",
    )
    op.create_table(
        "channel",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False, comment="Contact.name"),
        sa.Column(
            "mark", sa.LargeBinary(), nullable=False, comment="keyed digest of the URL that was tested; empty before"
        ),
        sa.Column("confirmed_at", sa.BigInteger(), comment="when somebody gave the code that came on it"),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.Column(
            "code",
            sa.LargeBinary(),
            nullable=False,
            comment="keyed digest of the code that was sent last; empty if none",
        ),
        sa.Column("code_at", sa.BigInteger()),
        sa.Column("failures", sa.Integer(), nullable=False, comment="sendings in a row that it did not take"),
        sa.Column("dead_at", sa.BigInteger(), comment="since when it counts as dead"),
        sa.PrimaryKeyConstraint("person", "name", name=op.f("pk_channel")),
        comment="how the channels stand on which somebody is told",
    )


def downgrade() -> None:
    """Drop them."""
    raise NotImplementedError("restore the backup that was made before")
