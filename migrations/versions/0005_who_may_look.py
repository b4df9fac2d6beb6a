"""Who may look: seats, by what people come in, how much each has read, and what they said of it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "seat",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False, comment="holder, delegate, observer, moderator"),
        sa.Column("also", sa.Text(), nullable=False, comment="JSON list of what was granted beside the role"),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger()),
        sa.Column("resting_until", sa.BigInteger()),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("handed_at", sa.BigInteger(), comment="when a right or a way in was last given to them"),
        sa.Column("revoked_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
    )
    op.create_index("ix_seat_person", "seat", ["person"])
    op.create_table(
        "session",
        sa.Column("id", sa.Text(), nullable=False, comment="SHA-256 of the token, which only the browser has"),
        sa.Column("seat", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False, comment="what browser it is, in a few words"),
        sa.Column("began", sa.BigInteger(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
    )
    op.create_index("ix_session_seat", "session", ["seat"])
    op.create_table(
        "entrance",
        sa.Column("id", sa.Text(), nullable=False, comment="SHA-256 of the token of a one-time link"),
        sa.Column("seat", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entrance")),
        comment="the row goes when the link is used",
    )
    op.create_table(
        "glance",
        sa.Column("seat", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False, comment="days since 1970 UTC"),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seat", "day", name=op.f("pk_glance")),
        comment="how much each has read, which is shown to protect them too",
    )
    _make_words()
    here, there = sa.text("review = 1"), sa.text("review")  # as each of them asks for what is true
    columns = ["person", "review", "decided_at", "place", "version"]
    op.create_index("ix_mention_review", "mention", columns, sqlite_where=here, postgresql_where=there)
    _mark_cases()


def _mark_cases() -> None:
    """What the accounts of cases wrote is found by them; the shield marks what it kept before."""
    no = sa.text("false")
    op.add_column(
        "mention",
        sa.Column(
            "in_case",
            sa.Boolean(),
            nullable=False,
            server_default=no,
            comment="whether its author is known to belong to a case",
        ),
    )
    op.add_column(
        "member",
        sa.Column(
            "gathered",
            sa.Boolean(),
            nullable=False,
            server_default=no,
            comment="whether what they wrote before is marked (mention.in_case)",
        ),
    )
    columns, marked, whole = ["author", "person", "received_at"], sa.text("in_case = 1"), sa.text("in_case")
    op.create_index("ix_mention_case", "mention", columns, sqlite_where=marked, postgresql_where=whole)


def _make_words() -> None:
    """Passkeys, and what people say, propose and ask for."""
    op.create_table(
        "passkey",
        sa.Column("id", sa.Text(), nullable=False, comment="the credential's id, base64url"),
        sa.Column("seat", sa.Text(), nullable=False),
        sa.Column(
            "key", sa.LargeBinary(), nullable=False, comment="the credential's public data, as WebAuthn writes it"
        ),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
    )
    op.create_index("ix_passkey_seat", "passkey", ["seat"])
    op.create_table(
        "reviewed",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False, comment="rows.place of the mention's URI"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False, comment="agreed, harmless, muted, later, handed"),
        sa.Column("to", sa.Text(), nullable=False, comment="to whom it was handed: a seat; else empty"),
        sa.Column("until", sa.BigInteger(), comment="until when it is put off; null for good"),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person", "place", "version", name=op.f("pk_reviewed")),
        comment="what people said of mentions that were held for them",
    )
    op.create_table(
        "proposal",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="what is proposed: block, export, publish"),
        sa.Column("detail", sa.Text(), nullable=False, comment="JSON of what it is about: ids, never content"),
        sa.Column("by", sa.Text(), nullable=False, comment="the seat that proposes"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False, comment="when it may be done without a second person"),
        sa.Column("status", sa.Text(), nullable=False, comment="waiting, agreed, withdrawn, done"),
        sa.Column("settled_by", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        comment="what takes two people, or a day",
    )
    op.create_index("ix_proposal_person", "proposal", ["person", "status"])
    op.create_table(
        "work",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="verify, backtest"),
        sa.Column("detail", sa.Text(), nullable=False, comment="JSON of what was asked"),
        sa.Column("by", sa.Text(), nullable=False, comment="the seat that asked"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False, comment="when it last said how far it is"),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False, comment="running, done, failed, stopped"),
        sa.Column("result", sa.LargeBinary(), nullable=False, comment="wrapped under the master key"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work")),
        comment="long work that somebody asked for and may leave",
    )
    op.create_index("ix_work_person", "work", ["person", "at"])


def downgrade() -> None:
    """Drop them."""
    raise NotImplementedError("restore the backup that was made before")
