"""The tables of who stands behind accounts: cases, links, raids, and what is kept in the vault."""

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, LargeBinary, Table, Text, text

from bot.store.columns import Base64, Hex
from bot.store.metadata import metadata

casefile = Table(
    "casefile",
    metadata,
    Column("person", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("stage", Integer, nullable=False, comment="as of the last day on which something counted"),
    Column("told", Integer, nullable=False, comment="the stage of which the person was told"),
    Column("score", Float, nullable=False, comment="as of that day"),
    Column("since", Integer, nullable=False, comment="the day since 1970 on which it came to its stage"),
    Column("last", Integer, nullable=False, comment="that day"),
    comment="one person's conduct: what their accounts did stands with the accounts, and this follows from it",
)

member = Table(
    "member",
    metadata,
    Column("person", Text, primary_key=True),
    Column("account", Text, primary_key=True, comment="Account.key"),
    Column("case", Text, nullable=False, comment="casefile.id"),
    Column("by", Text, nullable=False, comment="who put it there; empty for the shield itself"),
    Column("at", BigInteger, nullable=False),
    Column(
        "gathered",
        Boolean,
        nullable=False,
        server_default=text("false"),
        comment="whether what they wrote before is marked (mention.in_case)",
    ),
    Index("ix_member_case", "person", "case"),
    comment="the accounts of a case; more than one only by a human's word",
)

restriction = Table(
    "restriction",
    metadata,
    Column("person", Text, primary_key=True),
    Column("account", Text, primary_key=True, comment="Account.key of somebody who may not write, or come back"),
    Column("kind", Text, primary_key=True, comment="court_ban, platform_ban"),
    Column("since", BigInteger, primary_key=True),
    Column("until", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", BigInteger, nullable=False, comment="when it was written down"),
)

noted = Table(
    "noted",
    metadata,
    Column("person", Text, primary_key=True),
    Column("exhibit", Hex, primary_key=True, comment="what the person says of it, sealed"),
    Column("case", Text, nullable=False),
    Column("happened_at", BigInteger, nullable=False),
    Column("means", Text, nullable=False, comment="letter, call, visit, other"),
    Column("level", Integer, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", BigInteger, nullable=False, comment="when it was written down"),
    Index("ix_noted_case", "person", "case"),
    comment="what was done by means that the shield does not see",
)

crowd = Table(
    "crowd",
    metadata,
    Column("person", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("first_at", BigInteger, nullable=False, comment="event time of the earliest visit, in seconds"),
    Column("last_at", BigInteger, nullable=False),
    Column("kept_at", BigInteger, nullable=False, comment="when the latest of them arrived"),
    Column("hostile", Integer, nullable=False, comment="how many of them are hostile"),
    Column("visits", LargeBinary, nullable=False, comment="bot.signals.visits.VISIT, packed"),
    comment="who came lately, one row a block of visits, in the order of arrival; the old ones go",
)

thread = Table(
    "thread",
    metadata,
    Column("person", Text, primary_key=True),
    Column("digest", BigInteger, primary_key=True, comment="bot.signals.visits.digest of the URI"),
    Column("uri", Text, nullable=False),
    Column("at", BigInteger, nullable=False, comment="when it was first named"),
    comment="posts under which, or because of which, strangers wrote lately, or in a raid",
)

tide = Table(
    "tide",
    metadata,
    Column("person", Text, primary_key=True),
    Column("hour", Integer, primary_key=True, comment="hours since 1970 UTC"),
    Column("authors", Integer, nullable=False, comment="distinct, whom the person does not follow"),
    Column("mentions", Integer, nullable=False),
    Column("hostile", Integer, nullable=False, comment="mentions of a hostile text"),
    comment="what a person's hours are used to",
)

raid = Table(
    "raid",
    metadata,
    Column("person", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("rest", Integer, nullable=False, comment="seconds without a crowd after which it is over"),
    Column("authors", Integer, nullable=False),
    Column("hostile", Integer, nullable=False),
    Column("supporters", Integer, nullable=False),
    Column("mentions", Integer, nullable=False),
    Column(
        "root", BigInteger, nullable=False, comment="thread.digest of the post under which most of it happens, or 0"
    ),
    Column("origin", BigInteger, nullable=False, comment="thread.digest of the post that sent them, or 0"),
    Column("alert", Text, nullable=False, comment="id of the alert that told it"),
    Column("told", Integer, nullable=False, comment="how many authors the latest alert told of"),
    Column("ended_at", BigInteger, comment="when it was found to be over, by our clock"),
)

support = Table(
    "support",
    metadata,
    Column("person", Text, primary_key=True),
    Column("place", Base64, primary_key=True, comment="rows.place of the mention's URI"),
    Column("author", Text, nullable=False, comment="Account.key"),
    Column("kind", Text, nullable=False, comment="thanks, testimony, solidarity"),
    Column("at", BigInteger, nullable=False),
    Column("told", Boolean, nullable=False, comment="whether a digest has told it"),
    Index("ix_support_told", "person", "told"),
    comment="what was written in support of the person",
)

portrait = Table(
    "portrait",
    metadata,
    Column("person", Text, primary_key=True),
    Column("account", Text, primary_key=True, comment="Account.key of one against whom a measure was taken"),
    Column("since", BigInteger, nullable=False, comment="when it was taken"),
    Column("why", Text, nullable=False, comment="muted, blocked, restricted, case"),
    Column("box", LargeBinary, nullable=False, comment="sealed under the person's salt; empty until it is made"),
    Column("number", Integer, nullable=False, comment="by which its keys name it"),
    Index("ix_portrait_since", "person", "since"),
    Index("ix_portrait_number", "number", unique=True),
    Index("ix_portrait_due", "person", sqlite_where=text("box = x''")),
    comment="accounts to which newcomers are compared, and no others",
)

portrait_key = Table(
    "portrait_key",
    metadata,
    Column(
        "key", BigInteger, primary_key=True, comment="digest of a piece of a name, a picture, a text; keyed by person"
    ),
    Column("number", Integer, primary_key=True, comment="portrait.number"),
    Index("ix_portrait_key_number", "number"),
    comment="by what a portrait is found",
    sqlite_with_rowid=False,
)

face = Table(
    "face",
    metadata,
    Column("person", Text, primary_key=True),
    Column("key", BigInteger, primary_key=True, comment="keyed digest of a picture"),
    Column("accounts", Integer, nullable=False),
    comment="how many accounts came with a picture: many show a default one, or a campaign's",
    sqlite_with_rowid=False,
)

half = Table(
    "half",
    metadata,
    Column("person", Text, primary_key=True),
    Column("author", Text, primary_key=True, comment="Account.key"),
    Column("uri", Text, primary_key=True),
    Column("value", Text, primary_key=True, comment="of the vault; random, says nothing"),
    Column("piece", Text, primary_key=True, comment="for what it is: number, street, before:4, …"),
    Column("at", BigInteger, nullable=False, comment="event time of the mention"),
    Column("kind", Text, nullable=False),
    Column("begin", Integer, nullable=False, comment="where it stands in the mention, in code points"),
    Column("end", Integer, nullable=False),
    Column("within", Text, nullable=False, comment="text, alt:N, …"),
    comment="pieces of the vault's values in mentions, which say one together with those in another; for a week",
)

link = Table(
    "link",
    metadata,
    Column("person", Text, primary_key=True),
    Column("account", Text, primary_key=True, comment="Account.key of the later one"),
    Column("other", Text, primary_key=True, comment="Account.key of the one against whom a measure was taken"),
    Column("score", Float, nullable=False),
    Column("grounds", Text, nullable=False, comment="JSON list"),
    Column("status", Text, nullable=False, comment="suggested, confirmed, rejected"),
    Column("by", Text, nullable=False, comment="who decided; empty for the shield itself, which only suggests"),
    Column("at", BigInteger, nullable=False, comment="when it was suggested, or decided"),
    Index("ix_link_other", "person", "other"),
    comment="two accounts believed one person's",
)
