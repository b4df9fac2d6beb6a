"""What is older than it is kept: mentions, and authors of whom nothing is left."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, or_, select, tuple_

from bot.model.reason import Severity
from bot.store import schema
from bot.store.rows import among, micros


class Outlived(NamedTuple):
    """Some mentions of which a version is older than its severity is kept, and where to go on looking."""

    uris: tuple[str, ...]
    place: tuple[int, str]


def outlived(
    connection: Connection, person: str, before: Mapping[Severity, datetime], after: tuple[int, str], limit: int
) -> Outlived | None:
    """The next of them, in the order in which they were decided; None where there are no more."""
    table = schema.mention
    old = or_(
        *((table.c.severity == int(severity)) & (table.c.decided_at < micros(end)) for severity, end in before.items())
    )
    where = (table.c.person == person) & (table.c.author != "") & (table.c.decided_at >= after[0]) & old
    query = select(table.c.decided_at, table.c.uri).where(where & (tuple_(table.c.decided_at, table.c.uri) > after))
    rows = connection.execute(query.order_by(table.c.decided_at, table.c.uri).limit(limit)).all()
    if not rows:
        return None
    last = rows[-1]
    return Outlived(tuple(dict.fromkeys(row.uri for row in rows)), (last.decided_at, last.uri))


def strangers(connection: Connection, person: str, before: datetime) -> list[str]:
    """Authors of whom nothing is kept any more, who have not written since then, and on whom nothing stands."""
    table, mention, watched, relation = schema.author, schema.mention, schema.watched, schema.relation
    read_on = select(watched.c.account).where(watched.c.person == person)
    held = select(relation.c.account).where((relation.c.person == person) & relation.c.muted_by.is_not(None))
    query = select(table.c.author).where((table.c.person == person) & (table.c.last_at < micros(before)))
    gone = list(connection.scalars(query.where(*(table.c.author.not_in(each) for each in (read_on, held)))))
    whose = (mention.c.person == person) & among(connection, mention.c.author, gone)
    writing = set(connection.scalars(select(mention.c.author).where(whose).distinct()))
    return [one for one in gone if one not in writing]
