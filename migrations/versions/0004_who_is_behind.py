"""Who is behind the accounts: cases, links, raids, and the vault."""

import sqlalchemy as sa
from alembic import op

from bot.store.brief import brief

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

CHUNK = 1000
BRIEF = ("uri", "revision", "author")
"""Columns of `mention` that were written out until now."""


def upgrade() -> None:
    """Make the tables."""
    _make_links()
    _make_cases()
    _make_raids()
    _make_halves()
    _shorten()


def downgrade() -> None:
    """Drop them."""
    raise NotImplementedError("restore the backup that was made before")


def _shorten() -> None:
    """Write the names of posts and authors, and revisions, in half the signs."""
    bind, key = op.get_bind(), ("place", "person", "version")
    table = sa.table("mention", *map(sa.column, key), *map(sa.column, BRIEF))
    columns = [table.c[name] for name in key]
    query = sa.select(table).order_by(*columns).limit(CHUNK)
    write = sa.update(table).where(*(column == sa.bindparam(f"its_{column.name}") for column in columns))
    rows = bind.execute(query).mappings().all()
    while rows:
        made = [{f"its_{name}": row[name] for name in key} | {name: brief(row[name]) for name in BRIEF} for row in rows]
        bind.execute(write, made)
        last = tuple(rows[-1][name] for name in key)
        rows = bind.execute(query.where(sa.tuple_(*columns) > last)).mappings().all()


def _make_cases() -> None:
    """What accounts do day by day, and the cases that follow from it."""
    none = sa.text("''")
    course = "what they did, day by day, packed"
    op.add_column("author", sa.Column("course", sa.LargeBinary(), nullable=False, server_default=none, comment=course))
    level = "what it weighs in its author's conduct; below 0 what was kept before that was counted"
    op.add_column(
        "mention", sa.Column("level", sa.Integer(), nullable=False, server_default=sa.text("-1"), comment=level)
    )
    below = sa.text("level < 0")
    op.create_index(
        "ix_mention_uncounted", "mention", ["person", "decided_at"], sqlite_where=below, postgresql_where=below
    )
    op.create_table(
        "casefile",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False, comment="as of the last day on which something counted"),
        sa.Column("told", sa.Integer(), nullable=False, comment="the stage of which the person was told"),
        sa.Column("score", sa.Float(), nullable=False, comment="as of that day"),
        sa.Column("since", sa.Integer(), nullable=False, comment="the day since 1970 on which it came to its stage"),
        sa.Column("last", sa.Integer(), nullable=False, comment="that day"),
        sa.PrimaryKeyConstraint("person", "id", name=op.f("pk_casefile")),
        comment="one person's conduct: what their accounts did stands with the accounts, and this follows from it",
    )
    op.create_table(
        "member",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False, comment="Account.key"),
        sa.Column("case", sa.Text(), nullable=False, comment="casefile.id"),
        sa.Column("by", sa.Text(), nullable=False, comment="who put it there; empty for the shield itself"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person", "account", name=op.f("pk_member")),
        comment="the accounts of a case; more than one only by a human's word",
    )
    op.create_index("ix_member_case", "member", ["person", "case"])
    op.create_table(
        "restriction",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column(
            "account", sa.Text(), nullable=False, comment="Account.key of somebody who may not write, or come back"
        ),
        sa.Column("kind", sa.Text(), nullable=False, comment="court_ban, platform_ban"),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when it was written down"),
        sa.PrimaryKeyConstraint("person", "account", "kind", "since", name=op.f("pk_restriction")),
    )
    op.create_table(
        "noted",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("exhibit", sa.LargeBinary(), nullable=False, comment="what the person says of it, sealed"),
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("happened_at", sa.BigInteger(), nullable=False),
        sa.Column("means", sa.Text(), nullable=False, comment="letter, call, visit, other"),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when it was written down"),
        sa.PrimaryKeyConstraint("person", "exhibit", name=op.f("pk_noted")),
        comment="what was done by means that the shield does not see",
    )
    op.create_index("ix_noted_case", "noted", ["person", "case"])


def _make_raids() -> None:
    """Who came lately, what hours are used to, raids, and what was written in support."""
    op.create_table(
        "crowd",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.BigInteger(), nullable=False, comment="event time of the earliest visit, in seconds"),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("kept_at", sa.BigInteger(), nullable=False, comment="when the latest of them arrived"),
        sa.Column("hostile", sa.Integer(), nullable=False, comment="how many of them are hostile"),
        sa.Column("visits", sa.LargeBinary(), nullable=False, comment="bot.signals.visits.VISIT, packed"),
        sa.PrimaryKeyConstraint("person", "number", name=op.f("pk_crowd")),
        comment="who came lately, one row a block of visits, in the order of arrival; the old ones go",
    )
    op.create_table(
        "thread",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("digest", sa.BigInteger(), nullable=False, comment="bot.signals.visits.digest of the URI"),
        sa.Column("uri", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when it was first named"),
        sa.PrimaryKeyConstraint("person", "digest", name=op.f("pk_thread")),
        comment="posts under which, or because of which, strangers wrote lately, or in a raid",
    )
    op.create_table(
        "tide",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False, comment="hours since 1970 UTC"),
        sa.Column("authors", sa.Integer(), nullable=False, comment="distinct, whom the person does not follow"),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.Column("hostile", sa.Integer(), nullable=False, comment="mentions of a hostile text"),
        sa.PrimaryKeyConstraint("person", "hour", name=op.f("pk_tide")),
        comment="what a person's hours are used to",
    )
    _make_raid()
    op.create_table(
        "support",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False, comment="rows.place of the mention's URI"),
        sa.Column("author", sa.Text(), nullable=False, comment="Account.key"),
        sa.Column("kind", sa.Text(), nullable=False, comment="thanks, testimony, solidarity"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False, comment="whether a digest has told it"),
        sa.PrimaryKeyConstraint("person", "place", name=op.f("pk_support")),
        comment="what was written in support of the person",
    )
    op.create_index("ix_support_told", "support", ["person", "told"])


def _make_halves() -> None:
    """Which pieces of the vault's values stand in mentions."""
    op.create_table(
        "half",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False, comment="Account.key"),
        sa.Column("uri", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False, comment="of the vault; random, says nothing"),
        sa.Column("piece", sa.Text(), nullable=False, comment="for what it is: number, street, before:4, …"),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="event time of the mention"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("begin", sa.Integer(), nullable=False, comment="where it stands in the mention, in code points"),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("within", sa.Text(), nullable=False, comment="text, alt:N, …"),
        sa.PrimaryKeyConstraint("person", "author", "uri", "value", "piece", name=op.f("pk_half")),
        comment="pieces of the vault's values in mentions, which say one together with those in another; for a week",
    )


def _make_raid() -> None:
    op.create_table(
        "raid",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("rest", sa.Integer(), nullable=False, comment="seconds without a crowd after which it is over"),
        sa.Column("authors", sa.Integer(), nullable=False),
        sa.Column("hostile", sa.Integer(), nullable=False),
        sa.Column("supporters", sa.Integer(), nullable=False),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.Column(
            "root",
            sa.BigInteger(),
            nullable=False,
            comment="thread.digest of the post under which most of it happens, or 0",
        ),
        sa.Column("origin", sa.BigInteger(), nullable=False, comment="thread.digest of the post that sent them, or 0"),
        sa.Column("alert", sa.Text(), nullable=False, comment="id of the alert that told it"),
        sa.Column("told", sa.Integer(), nullable=False, comment="how many authors the latest alert told of"),
        sa.Column("ended_at", sa.BigInteger(), comment="when it was found to be over, by our clock"),
        sa.PrimaryKeyConstraint("person", "number", name=op.f("pk_raid")),
    )


def _make_links() -> None:
    """Where the first posts of accounts are, portraits of those against whom a measure was taken, and links."""
    said = "in what custody the first are, packed"
    none = sa.text("''")
    op.add_column("author", sa.Column("posts", sa.LargeBinary(), nullable=False, server_default=none, comment=said))
    op.create_index("ix_author_first", "author", ["person", "first_at"])
    op.create_table(
        "portrait",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False, comment="Account.key of one against whom a measure was taken"),
        sa.Column("since", sa.BigInteger(), nullable=False, comment="when it was taken"),
        sa.Column("why", sa.Text(), nullable=False, comment="muted, blocked, restricted, case"),
        sa.Column(
            "box", sa.LargeBinary(), nullable=False, comment="sealed under the person's salt; empty until it is made"
        ),
        sa.Column("number", sa.Integer(), nullable=False, comment="by which its keys name it"),
        sa.PrimaryKeyConstraint("person", "account", name=op.f("pk_portrait")),
        comment="accounts to which newcomers are compared, and no others",
    )
    op.create_index("ix_portrait_since", "portrait", ["person", "since"])
    op.create_index("ix_portrait_number", "portrait", ["number"], unique=True)
    op.create_index(
        "ix_portrait_due",
        "portrait",
        ["person"],
        sqlite_where=sa.text("box = x''"),
        postgresql_where=sa.text("box = ''"),
    )
    op.create_table(
        "portrait_key",
        sa.Column(
            "key",
            sa.BigInteger(),
            nullable=False,
            comment="digest of a piece of a name, a picture, a text; keyed by person",
        ),
        sa.Column("number", sa.Integer(), nullable=False, comment="portrait.number"),
        sa.PrimaryKeyConstraint("key", "number", name=op.f("pk_portrait_key")),
        comment="by what a portrait is found",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_portrait_key_number", "portrait_key", ["number"])
    op.create_table(
        "face",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=False, comment="keyed digest of a picture"),
        sa.Column("accounts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person", "key", name=op.f("pk_face")),
        comment="how many accounts came with a picture: many show a default one, or a campaign's",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "link",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False, comment="Account.key of the later one"),
        sa.Column(
            "other", sa.Text(), nullable=False, comment="Account.key of the one against whom a measure was taken"
        ),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False, comment="JSON list"),
        sa.Column("status", sa.Text(), nullable=False, comment="suggested, confirmed, rejected"),
        sa.Column(
            "by", sa.Text(), nullable=False, comment="who decided; empty for the shield itself, which only suggests"
        ),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="when it was suggested, or decided"),
        sa.PrimaryKeyConstraint("person", "account", "other", name=op.f("pk_link")),
        comment="two accounts believed one person's",
    )
    op.create_index("ix_link_other", "link", ["person", "other"])
