"""The tables of lists: one's own and others', what they said when, who follows them, what was done, who objects."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text

from bot.store.metadata import metadata

blocklist = Table(
    "blocklist",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("origin", Text, nullable=False, comment="own, foreign"),
    Column("slug", Text, nullable=False, unique=True, comment="its name in addresses and on the command line"),
    Column("title", Text, nullable=False),
    Column("settings", Text, nullable=False, comment="JSON of what people chose for it"),
    Column("version", Integer, nullable=False, comment="the last one that holds; 0: none yet"),
    Column("by", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("closed_at", BigInteger),
    Index("ix_blocklist_person", "person"),
)

change = Table(
    "change",
    metadata,
    Column("list", Text, primary_key=True),
    Column("id", Text, primary_key=True, comment="UUIDv7: later sorts later"),
    Column("person", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", Text, nullable=False, comment="actor, domain"),
    Column("key", Text, nullable=False, comment="Entity.key"),
    Column("noun", Text, nullable=False, comment="the Change, JSON"),
    Index("ix_change_entity", "list", "kind", "key"),
    Index("ix_change_version", "list", "version"),
    comment="the logs; rows are only ever added",
)

listing = Table(
    "listing",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("list", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("change", Text, nullable=False, comment="the latest about it: change.id"),
    Column("type", Text, nullable=False, comment="Recommendation, Advisory, Retraction, Tombstone"),
    Column("policy", Text, nullable=False, comment="accept, filter, reject, drop; empty: none"),
    Column("severity", Integer, nullable=False),
    Column("review_at", BigInteger),
    Column("expires_at", BigInteger),
    Index("ix_listing_change", "list", "change"),
    Index("ix_listing_expires", "list", "expires_at"),
    comment="the fold of the logs",
)

edition = Table(
    "edition",
    metadata,
    Column("list", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("person", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("standing", Text, nullable=False, comment="held, accepted, refused, undone"),
    Column("why", Text, nullable=False, comment="JSON: what held it back"),
    Column("changes", Integer, nullable=False),
    Column("entries", Integer, nullable=False, comment="what stood in the list after it"),
    Column("digest", Text, nullable=False, comment="hex SHA-256 of the snapshot, canonical"),
    Column("note", Text, nullable=False, comment="the signed note; empty where it is not signed"),
    Column("by", Text, nullable=False),
    comment="the versions of lists",
)

subscription = Table(
    "subscription",
    metadata,
    Column("list", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("source", Text, nullable=False, comment="its address: a URL, or an at:// URI"),
    Column("form", Text, nullable=False, comment="name of the format; empty: as it shows"),
    Column("etag", Text, nullable=False),
    Column("cursor", Text, nullable=False, comment="up to which change it was read (FIRES)"),
    Column("checked_at", BigInteger),
    Column("good_at", BigInteger, comment="when it last could be read"),
    Column("due_at", BigInteger, nullable=False),
    Column("trouble", Text, nullable=False, comment="what is wrong since; empty: nothing"),
    Column("held", LargeBinary, nullable=False, comment="a version held back, wrapped; empty: none"),
    comment="where lists of others come from",
)

exempt = Table(
    "exempt",
    metadata,
    Column("person", Text, primary_key=True),
    Column("list", Text, primary_key=True, comment="empty: all of them"),
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("why", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    comment="what no list does anything about, whatever it says",
)

follower = Table(
    "follower",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False, comment="whose list it is"),
    Column("list", Text, nullable=False),
    Column("own", Text, nullable=False, comment="Account.key, where it is an account of the person; else empty"),
    Column("platform", Text, nullable=False),
    Column("server", Text, nullable=False),
    Column("account", Text, nullable=False, comment="their id at their server"),
    Column("handle", Text, nullable=False),
    Column("choice", Text, nullable=False, comment="JSON: mute or block, severity floor, reasons"),
    Column("consent", Text, nullable=False, comment="JSON: to what they said yes, and when"),
    Column("phase", Text, nullable=False, comment="joining, active, paused, leaving, left"),
    Column("why", Text, nullable=False, comment="why it is paused; else empty"),
    Column("upto", Text, nullable=False, comment="the change up to which it was planned: change.id"),
    Column("look", Text, nullable=False, comment="the entry up to which it is being reconciled; empty: it is not"),
    Column("page", Text, nullable=False, comment="SHA-256 of the word that opens their page; empty: none does"),
    Column("at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, comment="when it was last reconciled"),
    Column("due_at", BigInteger, comment="when there is something to do; empty: when something changes"),
    Index("ix_follower_list", "list", "phase", "upto"),
    Index("ix_follower_account", "server", "account", "list", unique=True),
    Index("ix_follower_due", "due_at"),
    Index("ix_follower_page", "page"),
    comment="accounts for which a list is carried out; their tokens stand in `safe`",
)

effect = Table(
    "effect",
    metadata,
    Column("follower", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("change", Text, nullable=False, comment="the change that led to it"),
    Column("state", Text, nullable=False, comment="planned, attempting, done, cancelled, deferred, retracting, undone"),
    Column("why", Text, nullable=False, comment="following, already, unblocked_by_hand, left, retracted, gone, …"),
    Column("did", Text, nullable=False, comment="mute, block, block_domain; empty: nothing yet"),
    Column("target", Text, nullable=False, comment="the id under which the server knows it"),
    Column("at", BigInteger, nullable=False, comment="since when; of what is deferred: until when"),
    Index("ix_effect_state", "follower", "state", "at"),
    comment="what became of each entry at each follower",
)

appeal = Table(
    "appeal",
    metadata,
    Column("id", Text, primary_key=True, comment="SHA-256 of the word by which who wrote it finds it again"),
    Column("person", Text, nullable=False),
    Column("list", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("box", LargeBinary, nullable=False, comment="what they wrote, wrapped under the master key"),
    Column("standing", Text, nullable=False, comment="open, upheld, declined"),
    Column("answer", LargeBinary, nullable=False, comment="what was answered, wrapped; empty: nothing yet"),
    Column("by", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("settled_at", BigInteger),
    Index("ix_appeal_list", "person", "standing", "at"),
    comment="who is listed and objects",
)
