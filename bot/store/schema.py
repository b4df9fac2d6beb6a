"""The tables. Moments are whole microseconds since 1970 UTC; what is content stands only in `exhibit`, sealed."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, Table, Text, text

from bot.store import doors, given, handed, moderated
from bot.store.behind import (
    casefile,
    crowd,
    face,
    half,
    link,
    member,
    noted,
    portrait,
    portrait_key,
    raid,
    restriction,
    support,
    thread,
    tide,
)
from bot.store.beside import cursor, safe
from bot.store.columns import EVENTS, WHATS, Hex, Named, Said
from bot.store.folded import Folded
from bot.store.later import aside, checkpoint, coverage, deposit, legal_hold, look, medium, signer, watched
from bot.store.mentioned import mention
from bot.store.metadata import metadata
from bot.store.told import channel, token, urgent

__all__ = [
    "aside",
    "author",
    "casefile",
    "channel",
    "checkpoint",
    "coverage",
    "crowd",
    "cursor",
    "delivery",
    "deposit",
    "doors",
    "entry",
    "exhibit",
    "exhibit_key",
    "face",
    "given",
    "half",
    "handed",
    "legal_hold",
    "link",
    "look",
    "medium",
    "member",
    "mention",
    "metadata",
    "moderated",
    "noted",
    "person",
    "portrait",
    "portrait_key",
    "raid",
    "relation",
    "restriction",
    "safe",
    "signer",
    "sketch",
    "support",
    "thread",
    "tide",
    "token",
    "urgent",
    "watched",
]

# Few indexes, and such as grow at their end where that can be: any other costs a page for each row of a raid.
person = Table(
    "person",
    metadata,
    Column("name", Text, primary_key=True),
    Column("salt", LargeBinary, nullable=False, comment="wrapped; names accounts and URIs in the chain"),
    Column("paused_until", BigInteger),
)

exhibit = Table(
    "exhibit",
    metadata,
    Column("id", Hex, primary_key=True),
    Column("person", Text, nullable=False),
    Column("what", Named(WHATS), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("size", Integer, nullable=False),
    Column("digest", Hex, nullable=False),
    Column("box", LargeBinary, nullable=False),
)

exhibit_key = Table(
    "exhibit_key",
    metadata,
    Column("id", Hex, primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
    comment="apart from the content, so that backups of content can leave it out",
    sqlite_with_rowid=False,
)

entry = Table(
    "entry",
    metadata,
    Column("person", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("event", Named(EVENTS), nullable=False),
    Column("payload", Said, nullable=False),
    Column("seal", Hex, nullable=False),
    comment="the seal before stands in the row before",
    sqlite_with_rowid=False,
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("task", Text, nullable=False),
    Column("kind", Text, nullable=False, comment="mute, report, …; mention, digest, … for alerts"),
    Column("via", Text, nullable=False),
    Column("uri", Text, nullable=False),
    Column("subject", Text, nullable=False, comment="Account.key of the author; empty for alerts"),
    Column("rule", Text, nullable=False),
    Column("severity", Integer, nullable=False),
    Column("planned_at", BigInteger, nullable=False),
    Column("happened_at", BigInteger, nullable=False, comment="event time of the mention; budgets count by it"),
    Column("due_at", BigInteger, nullable=False),
    Column("status", Text, nullable=False),
    Column("hold", Text),
    Column("attempts", Integer, nullable=False),
    Column("what", Folded, nullable=False, comment="JSON of the Order or the Alert"),
    Column("prior", Text, comment="JSON of the Prior"),
    Column("receipt", Text, nullable=False),
    Column("trouble", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Index("ix_delivery_due", "status", "due_at"),
    Index(
        "ix_delivery_spent",
        "person",
        "happened_at",
        sqlite_where=text("task = 'act' AND hold IS NULL"),
    ),
    Index("ix_delivery_alerts", "person", "kind", "planned_at"),
    Index("ix_delivery_about", "uri", "person"),
    Index("ix_delivery_subject", "person", "subject"),
)

author = Table(
    "author",
    metadata,
    Column("author", Text, primary_key=True),  # first, since authors are looked for without a person too
    Column("person", Text, primary_key=True),
    Column("mentions", Integer, nullable=False),
    Column("matches", Integer, nullable=False),
    Column("first_at", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("matched_at", BigInteger, nullable=False, comment="event time of the latest match; 0 if none"),
    Column("recent", LargeBinary, nullable=False, comment="latest event times, packed int64"),
    Column(
        "course", LargeBinary, nullable=False, server_default=text("''"), comment="what they did, day by day, packed"
    ),
    Column("posts", LargeBinary, comment="in what custody the first are, packed"),
    Column(
        "told_name",
        Text,
        nullable=False,
        server_default=text("''"),
        comment="the pseudonym of the display name in which a rule found something last; empty: in none",
    ),
    Index("ix_author_first", "person", "first_at"),
    comment="one row an author, kept up to date, never recounted",
)

sketch = Table(
    "sketch",
    metadata,
    Column("person", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("first_at", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("texts", LargeBinary, nullable=False, comment="what is kept of texts to find copies, packed"),
    comment="one row a block of texts, in the order of arrival; the old ones go",
)

relation = Table(
    "relation",
    metadata,
    Column("person", Text, primary_key=True),
    Column("account", Text, primary_key=True),
    Column("following", Boolean),
    Column("followed_by", Boolean),
    Column("trusted", Boolean, nullable=False, default=False),
    Column("muted_by", Text, comment="us, person, or null"),
    Column("lifted", Boolean, nullable=False, default=False),
    Column("handle", Text, comment="of whom the person follows, where lists name accounts by it"),
)
