"""All rows, read and written as they stand, for backups: which of them are about whom, and which never leave."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select, union, update

from bot.model.proposal import Kind, Standing
from bot.store import schema
from bot.store.erasure import slices
from bot.store.rows import among, insert, micros, place

Values = dict[str, Any]

PLAIN: Final = (
    "checkpoint",
    "deposit",
    "coverage",
    "cursor",
    "exhibit",
    "entry",
    "casefile",
    "noted",
    "tide",
    "raid",
    "face",
    "seat",
    "glance",
    "proposal",
    "reviewed",
    "channel",
    "blocklist",
    "change",
    "listing",
    "edition",
    "placement",
    "adoption",
    "subscription",
    "handover",
    "proceeding",
    "dealt",
    "warned",
    "roll",
    "toll",
    "statement",
    "share",
)
"""Tables whose rows name no account and no post; or accounts as lists do, which everybody may read."""
WITHOUT: Final = {"person": {"salt": b""}, "signer": {"wrapped": b""}}
"""Tables that go without one column: what stands in it belongs to the keys."""
BY_EXHIBIT: Final = ("mention", "medium", "aside")
"""Tables whose rows are about one exhibit."""
BY_POST: Final = ("delivery", "look")
"""Tables whose rows are about one post, or several."""
BY_ACCOUNT: Final = {
    "author": "author",
    "portrait": "account",
    "link": "account",
    "relation": "account",
    "watched": "account",
    "member": "account",
    "restriction": "account",
    "support": "author",
    "candidate": "account",
    "placed": "subject",
    "exempt": "key",
    "follower": "handle",
    "effect": "key",
    "appeal": "key",
    "dossier": "subject",
    "departed": "account",
    "flag": "subject",
    "docket": "subject",
}
"""Tables whose rows are about an account, and its column."""
BY_SUBJECT: Final = ("legal_hold",)
"""About an account, a post, or everything."""
CARRIED: Final = frozenset((*PLAIN, *WITHOUT, *BY_EXHIBIT, *BY_POST, *BY_ACCOUNT, *BY_SUBJECT))
"""The tables of a backup."""
KEYS: Final = ("exhibit_key", "safe", "session", "entrance", "passkey", "kin")
"""Tables that are keys themselves, or secrets: never in a backup."""
LEFT: Final = ("sketch", "crowd", "thread", "portrait_key", "half", "work", "urgent", "token", "letter")
"""What is not worth keeping: it is of use for a week, and made anew by itself, or must not ring again."""


PAIR: Final = "link"
"""The table whose rows are about two accounts: they open while nothing of either is erased."""
MADE_ANEW: Final = {"portrait": {"box": b""}}
"""What goes without one column, since it is made anew of what was restored, and must not outlive what was erased."""


def rows(connection: Connection, table: str) -> Iterator[Values]:
    """All rows of a table, one by one."""
    query = select(schema.metadata.tables[table])
    for row in connection.execute(query, execution_options={"yield_per": 500}).mappings():
        yield dict(row) | MADE_ANEW.get(table, {})


def total(connection: Connection) -> int:
    """How many rows a backup has."""
    counts = [select(func.count()).select_from(schema.metadata.tables[name]) for name in sorted(CARRIED)]
    return sum(int(connection.scalar(query) or 0) for query in counts)


def load(connection: Connection, table: str, some: Sequence[Mapping[str, Any]]) -> None:
    """Put rows in; they have the same columns."""
    insert(connection, schema.metadata.tables[table], some)


def is_empty(connection: Connection) -> bool:
    """Whether nothing was ever kept here."""
    names = ("person", "entry", "exhibit", "mention", "delivery", "signer", "safe")
    return not any(connection.execute(select(schema.metadata.tables[name]).limit(1)).first() for name in names)


def wrapped(connection: Connection, exhibits: Sequence[str]) -> dict[str, bytes]:
    """The wrapped keys of these exhibits, of those that have one."""
    key = schema.exhibit_key
    found: dict[str, bytes] = {}
    for some in slices(exhibits):
        found |= {row.id: row.wrapped for row in connection.execute(select(key).where(key.c.id.in_(some)))}
    return found


def exhibits_of(connection: Connection, uris: Sequence[str]) -> dict[tuple[str, str], str]:
    """The exhibit of each post's first version, by person and URI."""
    table = schema.mention
    query = select(table.c.person, table.c.uri, table.c.exhibit).order_by(table.c.version.desc())
    found = connection.execute(query.where(among(connection, table.c.place, [place(uri) for uri in uris])))
    return {(person, uri): exhibit for person, uri, exhibit in found}


def accounts(connection: Connection, person: str) -> list[str]:
    """All accounts that rows of a person are about."""
    named = [
        select(schema.metadata.tables[table].c[column].label("account")).where(
            schema.metadata.tables[table].c.person == person
        )
        for table, column in (*BY_ACCOUNT.items(), ("delivery", "subject"), ("legal_hold", "subject"))
    ]
    link = schema.link
    both = select((link.c.account + " " + link.c.other).label("account")).where(link.c.person == person)
    return sorted(set(connection.scalars(union(*named, both))))


def people(connection: Connection) -> list[str]:
    """Everybody who has a row."""
    return list(connection.scalars(select(schema.person.c.name)))


def salts(connection: Connection) -> dict[str, bytes]:
    """The wrapped salts, by person; those that were destroyed are left out."""
    return {row.name: row.salt for row in connection.execute(select(schema.person)) if row.salt}


def put_secret(connection: Connection, table: str, key: str, secret: bytes) -> None:
    """Give a person their salt, or a signer its private key, where they have a row."""
    row = schema.metadata.tables[table]
    (column,) = WITHOUT[table]
    (name,) = row.primary_key.columns
    connection.execute(update(row).where(name == key).values({column: secret}))


def lacks_signers(connection: Connection) -> bool:
    """Whether a key that signed checkpoints is there without its private half."""
    table = schema.signer
    return connection.scalar(select(table.c.id).where(table.c.wrapped == b"").limit(1)) is not None


def close(connection: Connection) -> dict[str, list[str]]:
    """Let go of keys that open nothing here, and of boxes that nothing opens; which exhibits those are, by person."""
    key, box = schema.exhibit_key, schema.exhibit
    connection.execute(delete(key).where(key.c.id.not_in(select(box.c.id))))
    shut = box.c.id.not_in(select(key.c.id)) & (box.c.box != b"")
    found: dict[str, list[str]] = {}
    for row in connection.execute(select(box.c.person, box.c.id).where(shut).order_by(box.c.id)):
        found.setdefault(row.person, []).append(row.id)
    connection.execute(update(box).where(shut).values(box=b""))
    return found


def question(connection: Connection, at: datetime) -> dict[str, int]:
    """Let every list that has a version wait until a human says that it is right; how many, by person."""
    table = schema.given.blocklist
    here = table.c.closed_at.is_(None) & (table.c.version > 0)
    found = _counted(connection, table, here)
    connection.execute(update(table).where(here).values(restored_at=micros(at)))
    return found


def withdraw(connection: Connection, at: datetime) -> dict[str, int]:
    """Take back what is proposed or was agreed on, and not done; how much, by person. The end of a list on which two
    agreed stays: nobody could take it back, and it may have begun.
    """
    table = schema.doors.proposal
    agreed = (table.c.status == Standing.AGREED.value) & (table.c.kind != Kind.CLOSE.value)
    where = (table.c.status == Standing.WAITING.value) | agreed
    found = _counted(connection, table, where)
    connection.execute(update(table).where(where).values(status=Standing.WITHDRAWN.value, settled_at=micros(at)))
    return found


def doubt(connection: Connection, statuses: Sequence[str], becomes: str, trouble: str) -> dict[str, int]:
    """Let every delivery that stands so stand as `becomes`; how many, by person."""
    table = schema.delivery
    where = table.c.status.in_(statuses)
    found = _counted(connection, table, where)
    connection.execute(update(table).where(where).values(status=becomes, trouble=trouble))
    return found


def _counted(connection: Connection, table: Table, where: ColumnElement[bool]) -> dict[str, int]:
    """How many rows there are of whom."""
    query = select(table.c.person, func.count()).where(where).group_by(table.c.person)
    return {person: int(count) for person, count in connection.execute(query)}
