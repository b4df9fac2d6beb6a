"""The tables of communities: who is watched over, what came to the desk, what was decided there, and why."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, Table, Text, text

from bot.store.columns import Hex
from bot.store.metadata import metadata

roll = Table(
    "roll",
    metadata,
    Column("person", Text, primary_key=True, comment="the community"),
    Column("account", Text, primary_key=True, comment="Account.key, or a handle"),
    Column("state", Text, nullable=False, comment="in, asked, left, out"),
    Column("by", Text, nullable=False, comment="who said so; empty: the account itself"),
    Column("at", BigInteger, nullable=False),
    Index("ix_roll_at", "person", "at"),
    comment="who of a community is watched over, and who is not",
)

WAITS = text("handled_at IS NULL")
letter = Table(
    "letter",
    metadata,
    Column("person", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("digest", LargeBinary, nullable=False, comment="SHA-256 of the body, by which a replay is known"),
    Column("at", BigInteger, nullable=False, comment="when the server says that it happened"),
    Column("event", Text, nullable=False),
    Column("box", LargeBinary, nullable=False, comment="what may be kept of it, wrapped; empty once it is handled"),
    Column("handled_at", BigInteger),
    Index("ix_letter_digest", "person", "digest", unique=True),
    Index("ix_letter_open", "person", "number", sqlite_where=WAITS),
    comment="what servers sent by webhook, taken in by the pages for the shield",
)

flag = Table(
    "flag",
    metadata,
    Column("person", Text, primary_key=True),
    Column("id", Text, primary_key=True, comment="as the platform numbers it"),
    Column("subject", Text, nullable=False, comment="Account.key of who is reported; empty once erased"),
    Column("reporter", Text, nullable=False, comment="Account.key; empty: another server, unknown, or erased"),
    Column("reason", Text, nullable=False, comment="empty: other"),
    Column("at", BigInteger, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("taken", Boolean, nullable=False, comment="whether somebody is at it, there"),
    Column("told_at", BigInteger, nullable=False, comment="when the server last said how it stands"),
    Column("posts", Integer, nullable=False, comment="public ones that came with it"),
    Column("withheld", Integer, nullable=False, comment="private ones that came with it: counted, never read"),
    Column("mine", Text, nullable=False, comment="delivery.id of a member's own report; empty: none"),
    Column("exhibit", Hex, nullable=False),
    Index("ix_flag_subject", "person", "subject", "open"),
    Index("ix_flag_reporter", "person", "reporter", "at"),
    comment="reports as they reached a desk",
)

docket = Table(
    "docket",
    metadata,
    Column("person", Text, primary_key=True),
    Column("subject", Text, primary_key=True, comment="Account.key"),
    Column("standing", Text, nullable=False, comment="open, taken, settled"),
    Column("severity", Integer, nullable=False),
    Column("flags", Integer, nullable=False),
    Column("reporters", Integer, nullable=False),
    Column("targets", Integer, nullable=False, comment="members it wrote to, noticed"),
    Column("met", LargeBinary, nullable=False, comment="digests of these members, 8 bytes each"),
    Column("member", Boolean, nullable=False, comment="whether the subject is one of the community's own"),
    Column("first_at", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("found_at", BigInteger, comment="when a rule last found something in what it wrote"),
    Column("rank", BigInteger, nullable=False, comment="severity, reporters, last_at packed: the order of the desk"),
    Column("rule", Text, nullable=False, comment="of the worst finding"),
    Column("suggested", Text, nullable=False, comment="kind of measure"),
    Column("taken_by", Text, nullable=False, comment="seat.id"),
    Column("taken_at", BigInteger),
    Index("ix_docket_rank", "person", "standing", "rank", "subject"),
    Index("ix_docket_rule", "person", "standing", "rule", "rank", "subject"),
    Index("ix_docket_last", "person", "last_at"),
    comment="all that is open about one account",
)

toll = Table(
    "toll",
    metadata,
    Column("person", Text, primary_key=True),
    Column("member", Text, primary_key=True, comment="Account.key"),
    Column("day", Integer, primary_key=True, comment="days since 1970 UTC"),
    Column("noticed", Integer, nullable=False),
    Column("hostile", Integer, nullable=False),
    Column("urgent", Integer, nullable=False),
    Index("ix_toll_day", "person", "day", "hostile"),
    comment="what a member takes, by day: numbers alone",
)

kin = Table(
    "kin",
    metadata,
    Column("person", Text, primary_key=True),
    Column("kind", Text, primary_key=True, comment="email, domain, ip, net"),
    Column("key", BigInteger, primary_key=True, comment="HMAC under the community's salt, 63 bits of it"),
    Column("account", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("suspended", Boolean, nullable=False),
    Index("ix_kin_account", "person", "account"),
    comment="which accounts came by the same e-mail or address; no address can be read from it",
)

UNANSWERED = text("answered_at IS NULL AND appealed_at IS NOT NULL")
statement = Table(
    "statement",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("delivery", Text, nullable=False, comment="delivery.id of the measure"),
    Column("language", Text, nullable=False),
    Column("box", LargeBinary, nullable=False, comment="what it says, sealed under the community's salt"),
    Column("by", Text, nullable=False, comment="seat.id"),
    Column("at", BigInteger, nullable=False),
    Column("sent_at", BigInteger),
    Column("appealed_at", BigInteger),
    Column("answered_at", BigInteger),
    Column("outcome", Text, nullable=False, comment="upheld, kept; empty: no appeal was answered"),
    Index("ix_statement_person", "person", "at"),
    Index("ix_statement_open", "person", "appealed_at", sqlite_where=UNANSWERED),
    comment="reasons that were given for measures",
)

share = Table(
    "share",
    metadata,
    Column("person", Text, primary_key=True, comment="whose evidence it is"),
    Column("exhibit", Hex, primary_key=True),
    Column("community", Text, primary_key=True),
    Column("given", Hex, nullable=False, comment="the exhibit of the copy in the community's chain"),
    Column("by", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("withdrawn_at", BigInteger),
    Index("ix_share_community", "community", "at"),
    comment="what a member showed to a community",
)
