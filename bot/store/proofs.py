"""Where the pieces of a proof by origin are."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from bot.evidence.origin import PIECES
from bot.model.reason import Severity
from bot.store import schema
from bot.store.rows import micros, says


class Unproven(NamedTuple):
    """A mention that may lack its proof."""

    person: str
    platform: str
    uri: str
    revision: str
    severity: Severity


def lately(connection: Connection, since: datetime, least: Severity, limit: int) -> list[Unproven]:
    """The mentions of this severity, or worse, judged since then and not erased: the worst, and of those the latest."""
    row = schema.mention.c
    query = select(row.person, row.platform, row.uri, row.revision, row.severity)
    query = query.where((row.decided_at > micros(since)) & (row.severity >= int(least)) & (row.author != ""))
    found = connection.execute(query.order_by(row.severity.desc(), row.decided_at.desc()).limit(limit))
    return [Unproven(person, name, uri, revision, Severity(worst)) for person, name, uri, revision, worst in found]


def pieces(connection: Connection, person: str, mention: str) -> list[str]:
    """The exhibits of all proofs of a mention (its pseudonym), in the order in which the chain names them."""
    table = schema.entry
    query = select(table.c.payload).where((table.c.person == person) & (table.c.event == "captured"))
    found = connection.scalars(
        query.where(says(connection, table.c.payload, "mention", mention)).order_by(table.c.number)
    )
    return [str(line["exhibit"]) for line in found if line.get("mention") == mention and line.get("what") in PIECES]
