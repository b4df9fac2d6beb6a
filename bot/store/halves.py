"""Pieces of the vault's values in mentions: of what kind, where, by whom; neither a text nor a digest of one."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Delete, Select, bindparam, delete, select

from bot.model.leak import LeakKind
from bot.model.noun import micros
from bot.model.vault import Part
from bot.store import asked, schema
from bot.store.rows import Row, among, upsert


class Half(NamedTuple):
    """One piece in one mention."""

    author: str
    """`Account.key`"""
    uri: str
    at: datetime
    """Event time of the mention."""
    part: Part


def near(connection: Connection, person: str, author: str, since: datetime, until: datetime) -> list[tuple[str, Part]]:
    """What an author's mentions of that time hold, each with its URI, in the order of time."""
    asks = {"whose": person, "who": author, "since": micros(since), "until": micros(until)}
    return [(row["uri"], _part(row)) for row in asked.mappings(connection, _near(), asks)]


@cache
def _near() -> Select[Any]:
    table = schema.half
    where = (table.c.person == bindparam("whose")) & (table.c.author == bindparam("who"))
    time = table.c.at.between(bindparam("since"), bindparam("until"))
    return select(table).where(where & time).order_by(table.c.at, table.c.uri)


def keep(connection: Connection, halves: Mapping[str, Iterable[Half]]) -> None:
    """Remember these, by person; what is known already stays as it is."""
    rows = [
        {
            "person": person,
            "author": one.author,
            "uri": one.uri,
            "value": one.part.value,
            "piece": one.part.piece,
            "at": micros(one.at),
            "kind": one.part.kind.value,
            "begin": one.part.span[0],
            "end": one.part.span[1],
            "within": one.part.within,
        }
        for person, every in halves.items()
        for one in every
    ]
    upsert(connection, schema.half, rows)


def forget_before(connection: Connection, person: str, at: datetime) -> None:
    """Let go of what is older than that."""
    asked.change(connection, _old(), {"whose": person, "before": micros(at)})


@cache
def _old() -> Delete:
    table = schema.half
    return delete(table).where((table.c.person == bindparam("whose")) & (table.c.at < bindparam("before")))


def forget_values(connection: Connection, person: str, values: Collection[str]) -> None:
    """Let go of the pieces of values that are no longer kept."""
    table = schema.half
    connection.execute(delete(table).where((table.c.person == person) & among(connection, table.c.value, list(values))))


def forget_posts(connection: Connection, person: str, uris: Collection[str]) -> None:
    """Let go of what these mentions held."""
    table = schema.half
    connection.execute(delete(table).where((table.c.person == person) & among(connection, table.c.uri, list(uris))))


def forget_authors(connection: Connection, person: str, authors: Collection[str]) -> None:
    """Let go of what these authors' mentions held."""
    table = schema.half
    whose = among(connection, table.c.author, list(authors))
    connection.execute(delete(table).where((table.c.person == person) & whose))


def _part(row: Row) -> Part:
    return Part(
        value=row["value"],
        kind=LeakKind(row["kind"]),
        piece=row["piece"],
        span=(row["begin"], row["end"]),
        within=row["within"],
    )
