"""What is erased, and what of it is left: keys are destroyed, rows that name somebody name nobody any more."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    bindparam,
    delete,
    func,
    select,
    union,
    update,
)

from bot.model.action import IRREVERSIBLE, kind_of, kinds
from bot.model.alert import Alert, AlertKind
from bot.model.delivery import Delivery, Status, Task
from bot.model.reason import Severity
from bot.store import candidates, cases, departed, dockets, dossiers, halves, links, outbox, portraits, pursued, schema
from bot.store.mentioned import told_by
from bot.store.rows import among, micros, moment, place, upsert

LASTING: Final = frozenset(kinds(IRREVERSIBLE))
"""Actions that are over once they are done; what any other has done stands until it is undone."""
UNSETTLED: Final = (Status.HELD, Status.PLANNED, Status.ATTEMPTING, Status.FAILED, Status.UNCERTAIN)


class Written(NamedTuple):
    """One version of a mention, as far as erasing it asks."""

    uri: str
    version: int
    revision: str
    author: str
    received_at: datetime
    decided_at: datetime
    severity: Severity
    exhibit: str
    alert: str | None


def versions(connection: Connection, person: str, uris: Sequence[str]) -> list[Written]:
    """All versions of these mentions that still name their author."""
    table = schema.mention
    places = among(connection, table.c.place, [place(uri) for uri in uris])
    return [one for one in _written(connection, (table.c.person == person) & places) if one.uri in set(uris)]


def by_author(connection: Connection, person: str, author: str) -> list[str]:
    """The URIs of an author's mentions."""
    table = schema.mention
    query = select(table.c.uri).where((table.c.person == person) & (table.c.author == author)).distinct()
    return list(connection.scalars(query))


def deliveries(connection: Connection, person: str, written: Sequence[Written]) -> list[Delivery]:
    """Everything planned or done because of these mentions, the alerts that told them included."""
    table = schema.delivery
    whose = table.c.person == person
    found = outbox.deliveries(connection, whose & among(connection, table.c.uri, [one.uri for one in written]), MANY)
    ids = table.c.id.collate("C") if connection.dialect.name == "postgresql" else table.c.id  # by their bytes
    for alert in dict.fromkeys(one.alert for one in written if one.alert):
        told = (ids > f"{alert}:") & (ids < f"{alert};") & table.c.kind.in_([kind.value for kind in AlertKind])
        found += outbox.deliveries(connection, whose & told, MANY)
    return list({one.id: one for one in found}.values())


MANY: Final = 1_000_000


def is_open(one: Delivery) -> bool:
    """Whether something is still to come of it: it waits, for its time or for a human, or what it did stands."""
    if one.status in UNSETTLED:
        return True
    if one.task is not Task.ACT or one.status is not Status.DONE or isinstance(one.what, Alert):
        return False
    return kind_of(one.what.action) not in LASTING


def forget(connection: Connection, exhibits: Sequence[str]) -> None:
    """Destroy the keys of these exhibits, and empty their boxes; the digests stay."""
    for some in slices(exhibits):
        connection.execute(delete(schema.exhibit_key).where(schema.exhibit_key.c.id.in_(some)))
        connection.execute(update(schema.exhibit).where(schema.exhibit.c.id.in_(some)).values(box=b""))
        connection.execute(delete(schema.medium).where(schema.medium.c.exhibit.in_(some)))
        connection.execute(delete(schema.aside).where(schema.aside.c.exhibit.in_(some)))


def slices(values: Sequence[str], size: int = 500) -> Iterator[Sequence[str]]:
    """Some at a time."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def readable(connection: Connection, ids: Sequence[str]) -> list[str]:
    """Those of these exhibits that still have a key."""
    key = schema.exhibit_key.c.id
    return [one for some in slices(ids) for one in connection.scalars(select(key).where(key.in_(some)))]


def rename(connection: Connection, person: str, names: Sequence[tuple[Written, str, str]]) -> None:
    """Let the rows of mentions name neither their authors nor their places: under these pseudonyms of their URIs and
    their revisions they are known if they come again.
    """
    table = schema.mention
    key = (table.c.place == bindparam("at")) & (table.c.person == person) & (table.c.version == bindparam("of"))
    named: dict[str, BindParameter[Any]] = {name: bindparam(f"new_{name}") for name in ("place", "uri", "revision")}
    rows = [
        {"at": place(one.uri), "of": one.version, "new_place": place(uri), "new_uri": uri, "new_revision": revision}
        for one, uri, revision in names
    ]
    if rows:
        connection.execute(update(table).where(key).values(**named, author=""), rows)


def rewrite(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Put these in the place of the rows of the same deliveries."""
    upsert(connection, schema.delivery, rows)


def leave(connection: Connection, person: str, uris: Sequence[str]) -> None:
    """Take no more looks at these mentions."""
    table = schema.look
    connection.execute(delete(table).where((table.c.person == person) & among(connection, table.c.uri, uris)))


def forget_authors(connection: Connection, person: str, authors: Sequence[str]) -> int:
    """Let go of what is counted of these authors, and of how the person stands to them where that says nothing."""
    table, relation, watched = schema.author, schema.relation, schema.watched
    whose = (table.c.person == person) & among(connection, table.c.author, authors)
    gone = connection.execute(delete(table).where(whose)).rowcount
    said = relation.c.following.is_(True) | relation.c.trusted.is_(True) | relation.c.muted_by.is_not(None)
    them = (relation.c.person == person) & among(connection, relation.c.account, authors)
    connection.execute(delete(relation).where(them & ~func.coalesce(said, False)))
    read_on = (watched.c.person == person) & among(connection, watched.c.account, authors)
    connection.execute(delete(watched).where(read_on))
    cases.forget(connection, person, authors)
    halves.forget_authors(connection, person, authors)
    portraits.forget(connection, person, authors)
    links.forget(connection, person, authors)
    candidates.forget(connection, person, authors)
    dossiers.forget(connection, person, authors)
    departed.forget(connection, person, authors)
    pursued.forget(connection, person)
    dockets.forget(connection, person, authors)
    return int(gone)


def living(
    connection: Connection, person: str, kinds: Collection[str] = (), before: datetime | None = None
) -> list[str]:
    """The person's exhibits that can be opened: of these kinds, else all but mentions; taken before then, if said."""
    box, key = schema.exhibit, schema.exhibit_key
    which = box.c.what.in_(kinds) if kinds else box.c.what != "mention"
    query = select(box.c.id).join(key, box.c.id == key.c.id).where((box.c.person == person) & which)
    return list(connection.scalars(query if before is None else query.where(box.c.at < micros(before))))


def erased_names(connection: Connection, person: str, names: Sequence[str]) -> set[str]:
    """Those of these pseudonyms under which an erased mention stands."""
    table = schema.mention
    places = among(connection, table.c.place, [place(name) for name in names])
    where = (table.c.person == person) & (table.c.author == "") & places
    return set(connection.scalars(select(table.c.uri).where(where)))


def uris_of(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """What deliveries are about, by their ids: the URI, or its pseudonym once it is erased."""
    table = schema.delivery
    query = select(table.c.id, table.c.uri).where(among(connection, table.c.id, ids))
    return {row.id: row.uri for row in connection.execute(query)}


def _written(connection: Connection, where: ColumnElement[bool]) -> list[Written]:
    table = schema.mention
    query = select(
        *(table.c[name] for name in ("uri", "version", "revision", "author", "received_at", "decided_at", "severity")),
        table.c.exhibit,
        table.c.alert,
    )
    rows = connection.execute(query.where(where & (table.c.author != ""))).mappings()
    return [
        Written(
            uri=row["uri"],
            version=row["version"],
            revision=row["revision"],
            author=row["author"],
            received_at=moment(row["received_at"]),
            decided_at=moment(row["decided_at"]),
            severity=Severity(row["severity"]),
            exhibit=row["exhibit"],
            alert=told_by(row["alert"]),
        )
        for row in rows
    ]


def concerned(connection: Connection, *, account: str, uri: str) -> list[str]:
    """The people for whom something of this account, or this mention, is kept."""
    mention, author, relation = schema.mention, schema.author, schema.relation
    if uri:
        query = select(mention.c.person).where((mention.c.place == place(uri)) & (mention.c.author != ""))
        return sorted(set(connection.scalars(query)))
    known = select(author.c.person).where(author.c.author == account)
    related = select(relation.c.person).where(relation.c.account == account)
    wrote = select(mention.c.person).where(mention.c.author == account)
    noted = select(schema.member.c.person).where(schema.member.c.account == account)
    return sorted(set(connection.scalars(union(known, related, wrote, noted))))
