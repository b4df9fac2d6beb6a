"""What moderators do: who is watched over, what came to the desk, what was decided there, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "roll",
        sa.Column("person", sa.Text(), nullable=False, comment="the community"),
        sa.Column("account", sa.Text(), nullable=False, comment="Account.key, or a handle"),
        sa.Column("state", sa.Text(), nullable=False, comment="in, asked, left, out"),
        sa.Column("by", sa.Text(), nullable=False, comment="who said so; empty: the account itself"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person", "account", name=op.f("pk_roll")),
        comment="who of a community is watched over, and who is not",
    )
    op.create_index("ix_roll_at", "roll", ["person", "at"], unique=False)
    op.create_table(
        "letter",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "digest", sa.LargeBinary(), nullable=False, comment="SHA-256 of the body, by which a replay is known"
        ),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when the server says that it happened"),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column(
            "box", sa.LargeBinary(), nullable=False, comment="what may be kept of it, wrapped; empty once it is handled"
        ),
        sa.Column("handled_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("person", "number", name=op.f("pk_letter")),
        comment="what servers sent by webhook, taken in by the pages for the shield",
    )
    op.create_index("ix_letter_digest", "letter", ["person", "digest"], unique=True)
    op.create_index(
        "ix_letter_open",
        "letter",
        ["person", "number"],
        sqlite_where=sa.text("handled_at IS NULL"),
        postgresql_where=sa.text("handled_at IS NULL"),
    )
    op.create_table(
        "flag",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False, comment="as the platform numbers it"),
        sa.Column("subject", sa.Text(), nullable=False, comment="Account.key of who is reported; empty once erased"),
        sa.Column(
            "reporter", sa.Text(), nullable=False, comment="Account.key; empty: another server, unknown, or erased"
        ),
        sa.Column("reason", sa.Text(), nullable=False, comment="empty: other"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=False, comment="whether somebody is at it, there"),
        sa.Column("told_at", sa.BigInteger(), nullable=False, comment="when the server last said how it stands"),
        sa.Column("posts", sa.Integer(), nullable=False, comment="public ones that came with it"),
        sa.Column(
            "withheld", sa.Integer(), nullable=False, comment="private ones that came with it: counted, never read"
        ),
        sa.Column("mine", sa.Text(), nullable=False, comment="delivery.id of a member's own report; empty: none"),
        sa.Column("exhibit", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("person", "id", name=op.f("pk_flag")),
        comment="reports as they reached a desk",
    )
    op.create_index("ix_flag_reporter", "flag", ["person", "reporter", "at"])
    op.create_index("ix_flag_subject", "flag", ["person", "subject", "open"])
    op.create_table(
        "docket",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False, comment="Account.key"),
        sa.Column("standing", sa.Text(), nullable=False, comment="open, taken, settled"),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("flags", sa.Integer(), nullable=False),
        sa.Column("reporters", sa.Integer(), nullable=False),
        sa.Column("targets", sa.Integer(), nullable=False, comment="members it wrote to, noticed"),
        sa.Column("met", sa.LargeBinary(), nullable=False, comment="digests of these members, 8 bytes each"),
        sa.Column("member", sa.Boolean(), nullable=False, comment="whether the subject is one of the community's own"),
        sa.Column("first_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("found_at", sa.BigInteger(), comment="when a rule last found something in what it wrote"),
        sa.Column(
            "rank",
            sa.BigInteger(),
            nullable=False,
            comment="severity, reporters, last_at packed: the order of the desk",
        ),
        sa.Column("rule", sa.Text(), nullable=False, comment="of the worst finding"),
        sa.Column("suggested", sa.Text(), nullable=False, comment="kind of measure"),
        sa.Column("taken_by", sa.Text(), nullable=False, comment="seat.id"),
        sa.Column("taken_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("person", "subject", name=op.f("pk_docket")),
        comment="all that is open about one account",
    )
    op.create_index("ix_docket_last", "docket", ["person", "last_at"])
    op.create_index("ix_docket_rank", "docket", ["person", "standing", "rank", "subject"])
    op.create_index("ix_docket_rule", "docket", ["person", "standing", "rule", "rank", "subject"])
    op.create_table(
        "toll",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False, comment="Account.key"),
        sa.Column("day", sa.Integer(), nullable=False, comment="days since 1970 UTC"),
        sa.Column("noticed", sa.Integer(), nullable=False),
        sa.Column("hostile", sa.Integer(), nullable=False),
        sa.Column("urgent", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person", "member", "day", name=op.f("pk_toll")),
        comment="what a member takes, by day: numbers alone",
    )
    op.create_index("ix_toll_day", "toll", ["person", "day", "hostile"])
    op.create_table(
        "kin",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="email, domain, ip, net"),
        sa.Column("key", sa.BigInteger(), nullable=False, comment="HMAC under the community's salt, 63 bits of it"),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("person", "kind", "key", "account", name=op.f("pk_kin")),
        comment="which accounts came by the same e-mail or address; no address can be read from it",
    )
    op.create_index("ix_kin_account", "kin", ["person", "account"])
    op.create_table(
        "statement",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("delivery", sa.Text(), nullable=False, comment="delivery.id of the measure"),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False, comment="what it says, sealed under the community's salt"),
        sa.Column("by", sa.Text(), nullable=False, comment="seat.id"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger()),
        sa.Column("appealed_at", sa.BigInteger()),
        sa.Column("answered_at", sa.BigInteger()),
        sa.Column("outcome", sa.Text(), nullable=False, comment="upheld, kept; empty: no appeal was answered"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        comment="reasons that were given for measures",
    )
    op.create_index(
        "ix_statement_open",
        "statement",
        ["person", "appealed_at"],
        sqlite_where=sa.text("answered_at IS NULL AND appealed_at IS NOT NULL"),
        postgresql_where=sa.text("answered_at IS NULL AND appealed_at IS NOT NULL"),
    )
    op.create_index("ix_statement_person", "statement", ["person", "at"])
    op.create_table(
        "share",
        sa.Column("person", sa.Text(), nullable=False, comment="whose evidence it is"),
        sa.Column("exhibit", sa.LargeBinary(), nullable=False),
        sa.Column("community", sa.Text(), nullable=False),
        sa.Column(
            "given", sa.LargeBinary(), nullable=False, comment="the exhibit of the copy in the community's chain"
        ),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("person", "exhibit", "community", name=op.f("pk_share")),
        comment="what a member showed to a community",
    )
    op.create_index("ix_share_community", "share", ["community", "at"])
    reported = sa.text("kind = '4'")
    op.create_index(
        "ix_mention_reported",
        "mention",
        ["author", "person", "received_at"],
        sqlite_where=reported,
        postgresql_where=reported,
    )


def downgrade() -> None:
    """Drop them."""
    raise NotImplementedError("restore the backup that was made before")
