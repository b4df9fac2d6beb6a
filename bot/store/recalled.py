"""All that accounts wrote to a person, or that a raid brought, in the order in which it happened; and where it stands
in custody. What it costs grows with what is asked for, but for accounts of no case: their mentions are looked for.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, or_, select, true

from bot.model.noun import EPOCH
from bot.model.reason import Severity
from bot.store import acts, schema
from bot.store.acts import Acted
from bot.store.proposals import NEVER
from bot.store.rows import among, micros, moment, place


class While(NamedTuple):
    """From when until when; both ends belong to it."""

    since: datetime = EPOCH
    until: datetime = NEVER


def of_accounts(connection: Connection, person: str, accounts: Sequence[str], until: datetime) -> list[Acted]:
    """Every version of every mention by these accounts that had happened, and was judged, by a moment."""
    table = schema.mention
    wrote = (table.c.person == person) & among(connection, table.c.author, accounts)
    if not _scattered(connection, person, accounts):
        wrote &= table.c.in_case == true()
    return _fitting(connection, wrote & _within(While(until=until)) & _judged(until))


def of_while(connection: Connection, person: str, when: While, until: datetime) -> list[Acted]:
    """Every version, as above, of every mention in a version of which a rule noticed something in that while, whoever
    wrote it, and who is not erased; but for what was written in support.
    """
    table, kind = schema.mention, schema.support.c
    mine = (table.c.person == person) & (table.c.author != "") & _judged(until)
    noticed = select(table.c.place).where(mine & (table.c.severity > 0) & _within(when))
    hostile = select(table.c.place).where(mine & (table.c.severity >= Severity.MEDIUM))
    support = select(kind.place).where((kind.person == person) & (kind.at <= micros(until)))
    posts = table.c.place.in_(noticed) & or_(table.c.place.not_in(support), table.c.place.in_(hostile))
    return _fitting(connection, mine & posts & _within(While(until=until)))


def erased(connection: Connection, person: str, names: Iterable[str], until: datetime) -> list[Acted]:
    """What is left of mentions, as above, that were erased, found by the names under which the chain knows them."""
    table = schema.mention
    places = among(connection, table.c.place, [place(name) for name in names])
    return _fitting(connection, (table.c.person == person) & (table.c.author == "") & places & _judged(until))


def brought(connection: Connection, exhibits: Sequence[str]) -> dict[str, datetime]:
    """When each of these exhibits was taken."""
    table = schema.exhibit
    query = select(table.c.id, table.c.at).where(table.c.id.in_(exhibits))
    return {row.id: moment(row.at) for row in connection.execute(query)}


def joined(connection: Connection, person: str) -> list[tuple[str, str, datetime]]:
    """All accounts of cases of a person: (case, account, when it came to it)."""
    table = schema.member.c
    query = select(table.case, table.account, table.at).where(table.person == person).order_by(table.at, table.account)
    return [(case, account, moment(at)) for case, account, at in connection.execute(query)]


def _scattered(connection: Connection, person: str, accounts: Sequence[str]) -> bool:
    """Whether what some of these wrote is not marked as a case's, and must be looked for."""
    table = schema.member
    marked = (table.c.person == person) & among(connection, table.c.account, accounts) & table.c.gathered.is_(True)
    return len(set(connection.scalars(select(table.c.account).where(marked)))) < len(set(accounts))


def _within(when: While) -> ColumnElement[bool]:
    return schema.mention.c.received_at.between(micros(when.since), micros(when.until))


def _judged(until: datetime) -> ColumnElement[bool]:
    """What came later may have happened before: it was not known then."""
    return schema.mention.c.decided_at <= micros(until)


def _fitting(connection: Connection, where: ColumnElement[bool]) -> list[Acted]:
    table = schema.mention
    query = select(table).where(where).order_by(table.c.received_at, table.c.uri, table.c.version)
    return [acts.acted_of(row) for row in connection.execute(query).mappings()]
