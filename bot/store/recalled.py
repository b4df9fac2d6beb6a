"""All that accounts wrote to a person, or that a raid brought, in the order in which it happened; and where it stands
in custody. What it costs grows with what is asked for, but for accounts of no case: their mentions are looked for.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, select, true

from bot.model.noun import EPOCH
from bot.store import acts, schema
from bot.store.acts import Acted
from bot.store.proposals import NEVER
from bot.store.rows import among, micros, moment, place


class While(NamedTuple):
    """From when until when; both ends belong to it."""

    since: datetime = EPOCH
    until: datetime = NEVER


def of_accounts(connection: Connection, person: str, accounts: Sequence[str], until: datetime) -> list[Acted]:
    """Every version of every mention by these accounts, up to a moment."""
    table = schema.mention
    wrote = (table.c.person == person) & among(connection, table.c.author, accounts)
    if not _scattered(connection, person, accounts):
        wrote &= table.c.in_case == true()
    return _fitting(connection, wrote & _within(While(until=until)))


def of_while(connection: Connection, person: str, when: While) -> list[Acted]:
    """Every mention in which a rule noticed something, whoever wrote it, and who is not erased."""
    table = schema.mention.c
    noticed = (table.person == person) & (table.severity > 0) & (table.author != "")
    return _fitting(connection, noticed & _within(when))


def erased(connection: Connection, person: str, names: Iterable[str]) -> list[Acted]:
    """What is left of mentions that were erased, found by the names under which the chain knows them."""
    table = schema.mention
    places = among(connection, table.c.place, [place(name) for name in names])
    return _fitting(connection, (table.c.person == person) & (table.c.author == "") & places)


def brought(connection: Connection, exhibits: Sequence[str]) -> dict[str, datetime]:
    """When each of these exhibits was taken."""
    table = schema.exhibit
    query = select(table.c.id, table.c.at).where(table.c.id.in_(exhibits))
    return {row.id: moment(row.at) for row in connection.execute(query)}


def _scattered(connection: Connection, person: str, accounts: Sequence[str]) -> bool:
    """Whether what some of these wrote is not marked as a case's, and must be looked for."""
    table = schema.member
    marked = (table.c.person == person) & among(connection, table.c.account, accounts) & table.c.gathered.is_(True)
    return len(set(connection.scalars(select(table.c.account).where(marked)))) < len(set(accounts))


def _within(when: While) -> ColumnElement[bool]:
    return schema.mention.c.received_at.between(micros(when.since), micros(when.until))


def _fitting(connection: Connection, where: ColumnElement[bool]) -> list[Acted]:
    table = schema.mention
    query = select(table).where(where).order_by(table.c.received_at, table.c.uri, table.c.version)
    return [acts.acted_of(row) for row in connection.execute(query).mappings()]
