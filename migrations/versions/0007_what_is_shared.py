"""What is shared: lists of one's own and of others, what they said when, who follows them, who objects."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and keep under what name those are known whom people follow."""
    op.add_column(
        "relation",
        sa.Column("handle", sa.Text(), comment="of whom the person follows, where lists name accounts by it"),
    )
    op.create_table(
        "blocklist",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False, comment="own, foreign"),
        sa.Column("slug", sa.Text(), nullable=False, comment="its name in addresses and on the command line"),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False, comment="JSON of what people chose for it"),
        sa.Column("version", sa.Integer(), nullable=False, comment="the last one that holds; 0: none yet"),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger()),
        sa.Column(
            "restored_at",
            sa.BigInteger(),
            comment="when a backup put it back; empty: it is right",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocklist")),
        sa.UniqueConstraint("slug", name=op.f("uq_blocklist_slug")),
    )
    op.create_index("ix_blocklist_person", "blocklist", ["person"])
    op.create_table(
        "change",
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False, comment="UUIDv7: later sorts later"),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="actor, domain"),
        sa.Column("key", sa.Text(), nullable=False, comment="Entity.key"),
        sa.Column("noun", sa.Text(), nullable=False, comment="the Change, JSON"),
        sa.PrimaryKeyConstraint("list", "id", name=op.f("pk_change")),
        comment="the logs; rows are only ever added",
    )
    op.create_index("ix_change_entity", "change", ["list", "kind", "key"])
    op.create_index("ix_change_version", "change", ["list", "version"])
    op.create_table(
        "listing",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False, comment="the latest about it: change.id"),
        sa.Column("type", sa.Text(), nullable=False, comment="Recommendation, Advisory, Retraction, Tombstone"),
        sa.Column("policy", sa.Text(), nullable=False, comment="accept, filter, reject, drop; empty: none"),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("review_at", sa.BigInteger()),
        sa.Column("expires_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("kind", "key", "list", name=op.f("pk_listing")),
        comment="the fold of the logs",
    )
    op.create_index("ix_listing_change", "listing", ["list", "change"])
    op.create_index("ix_listing_expires", "listing", ["list", "expires_at"])
    op.create_table(
        "edition",
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False, comment="held, accepted, refused, undone"),
        sa.Column("why", sa.Text(), nullable=False, comment="JSON: what held it back"),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False, comment="what stood in the list after it"),
        sa.Column("digest", sa.Text(), nullable=False, comment="hex SHA-256 of the snapshot, canonical"),
        sa.Column("note", sa.Text(), nullable=False, comment="the signed note; empty where it is not signed"),
        sa.Column("by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("list", "version", name=op.f("pk_edition")),
        comment="the versions of lists",
    )
    op.create_table(
        "placement",
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False, comment="Account.key of whose name it stands in"),
        sa.Column("uri", sa.Text(), nullable=False, comment="where it stands; empty: not yet"),
        sa.Column("card", sa.Text(), nullable=False, comment="hex SHA-256 of how it presents itself; empty: not yet"),
        sa.Column("upto", sa.Text(), nullable=False, comment="the change up to which it was planned: change.id"),
        sa.Column("looked_at", sa.BigInteger(), comment="when all that stands there was last read"),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False, comment="what is wrong since; empty: nothing"),
        sa.PrimaryKeyConstraint("list", name=op.f("pk_placement")),
        comment="lists that are kept in step at a platform",
    )
    op.create_table(
        "placed",
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False, comment="the DID"),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="coming, there, going, barred, theirs"),
        sa.Column("change", sa.Text(), nullable=False, comment="the change that led to it; empty: somebody's hand"),
        sa.PrimaryKeyConstraint("list", "subject", name=op.f("pk_placed")),
        comment="who stands in a list at a platform, or shall",
    )
    op.create_index("ix_placed_state", "placed", ["list", "state", "change"])
    op.create_table(
        "adoption",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("deed", sa.Text(), nullable=False, comment="mute, block"),
        sa.Column("noun", sa.Text(), nullable=False, comment="the Adoption, JSON"),
        sa.PrimaryKeyConstraint("person", "address", "deed", name=op.f("pk_adoption")),
        comment="lists of others that the person mutes or blocks by, by the platform's own means",
    )
    op.create_table(
        "subscription",
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False, comment="its address: a URL, or an at:// URI"),
        sa.Column("form", sa.Text(), nullable=False, comment="name of the format; empty: as it shows"),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=False, comment="up to which change it was read (FIRES)"),
        sa.Column("checked_at", sa.BigInteger()),
        sa.Column("good_at", sa.BigInteger(), comment="when it last could be read"),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False, comment="what is wrong since; empty: nothing"),
        sa.Column("held", sa.LargeBinary(), nullable=False, comment="a version held back, wrapped; empty: none"),
        sa.PrimaryKeyConstraint("list", name=op.f("pk_subscription")),
        comment="where lists of others come from",
    )
    op.create_table(
        "exempt",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("list", sa.Text(), nullable=False, comment="empty: all of them"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column(
            "found",
            sa.Text(),
            nullable=False,
            server_default=sa.text("''"),
            comment="their DID, where it is not the key and was asked for",
        ),
        sa.PrimaryKeyConstraint("person", "list", "kind", "key", name=op.f("pk_exempt")),
        comment="what no list does anything about, whatever it says",
    )
    op.create_table(
        "follower",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False, comment="whose list it is"),
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column(
            "own", sa.Text(), nullable=False, comment="Account.key, where it is an account of the person; else empty"
        ),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("server", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False, comment="their id at their server"),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False, comment="JSON: mute or block, severity floor, reasons"),
        sa.Column("consent", sa.Text(), nullable=False, comment="JSON: to what they said yes, and when"),
        sa.Column("phase", sa.Text(), nullable=False, comment="joining, active, paused, leaving, left"),
        sa.Column("why", sa.Text(), nullable=False, comment="why it is paused; else empty"),
        sa.Column("upto", sa.Text(), nullable=False, comment="the change up to which it was planned: change.id"),
        sa.Column(
            "look", sa.Text(), nullable=False, comment="the entry up to which it is being reconciled; empty: it is not"
        ),
        sa.Column(
            "page", sa.Text(), nullable=False, comment="SHA-256 of the word that opens their page; empty: none does"
        ),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), comment="when it was last reconciled"),
        sa.Column("due_at", sa.BigInteger(), comment="when there is something to do; empty: when something changes"),
        sa.Column(
            "done", sa.Integer(), nullable=False, server_default=sa.text("0"), comment="entries that are carried out"
        ),
        sa.Column(
            "waiting", sa.Integer(), nullable=False, server_default=sa.text("0"), comment="entries that are not yet"
        ),
        sa.Column(
            "alone", sa.Integer(), nullable=False, server_default=sa.text("0"), comment="entries that were left alone"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follower")),
        comment="accounts for which a list is carried out; their tokens stand in `safe`",
    )
    op.create_index("ix_follower_account", "follower", ["server", "account", "list"], unique=True)
    op.create_index("ix_follower_due", "follower", ["due_at"])
    op.create_index("ix_follower_list", "follower", ["list", "phase", "upto"])
    op.create_index("ix_follower_page", "follower", ["page"])
    op.create_table(
        "effect",
        sa.Column("follower", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False, comment="the change that led to it"),
        sa.Column(
            "state",
            sa.Text(),
            nullable=False,
            comment="planned, attempting, done, cancelled, deferred, retracting, undoing, undone",
        ),
        sa.Column(
            "why",
            sa.Text(),
            nullable=False,
            comment="following, already, unblocked_by_hand, left, retracted, gone, …",
        ),
        sa.Column("did", sa.Text(), nullable=False, comment="mute, block, block_domain; empty: nothing yet"),
        sa.Column("target", sa.Text(), nullable=False, comment="the id under which the server knows it"),
        sa.Column(
            "tries", sa.Integer(), nullable=False, server_default=sa.text("0"), comment="how often it was put off"
        ),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="since when; of what is deferred: until when"),
        sa.PrimaryKeyConstraint("follower", "kind", "key", name=op.f("pk_effect")),
        comment="what became of each entry at each follower",
    )
    op.create_index("ix_effect_state", "effect", ["follower", "state", "at"])
    op.create_index("ix_effect_target", "effect", ["follower", "target"])
    op.create_table(
        "candidate",
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False, comment="Entity.key"),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False, comment="by which a page names them, where no name is shown"),
        sa.Column(
            "account", sa.Text(), nullable=False, comment="Account.key, where it is known; else the entity's own"
        ),
        sa.Column("standing", sa.Text(), nullable=False, comment="held, chosen, left"),
        sa.Column("grounds", sa.Text(), nullable=False, comment="what holds it back, by words with spaces between"),
        sa.Column("noun", sa.Text(), nullable=False, comment="the Change as it would be published, JSON"),
        sa.Column("stamp", sa.Text(), nullable=False, comment="the draft that was proposed with it in; empty: none"),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("list", "kind", "key", name=op.f("pk_candidate")),
        comment="who may come into a list of one's own, and does not stand in it yet",
    )
    op.create_index("ix_candidate_id", "candidate", ["id"])
    op.create_index("ix_candidate_standing", "candidate", ["list", "standing", "at"])
    op.create_index("ix_candidate_account", "candidate", ["person", "account"])
    op.create_table(
        "appeal",
        sa.Column("id", sa.Text(), nullable=False, comment="SHA-256 of the word by which who wrote it finds it again"),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column(
            "asker", sa.Text(), nullable=False, comment="pseudonym of the address that sent it; empty: it is answered"
        ),
        sa.Column("box", sa.LargeBinary(), nullable=False, comment="what they wrote, wrapped under the master key"),
        sa.Column("standing", sa.Text(), nullable=False, comment="open, upheld, declined"),
        sa.Column("answer", sa.LargeBinary(), nullable=False, comment="what was answered, wrapped; empty: nothing yet"),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        comment="who is listed and objects",
    )
    op.create_index("ix_appeal_list", "appeal", ["person", "standing", "at"])
    op.create_index("ix_appeal_entry", "appeal", ["list", "standing", "kind", "key", "at"])
    op.create_index("ix_appeal_asker", "appeal", ["list", "asker"])


def downgrade() -> None:
    """Drop them."""
    raise NotImplementedError("restore the backup that was made before")
