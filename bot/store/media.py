"""Media in custody: one exhibit for the same bytes, however often they come."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, select

from bot.model.noun import Noun
from bot.store import schema
from bot.store.rows import among, upsert


class Medium(Noun, frozen=True, kw_only=True):
    """A medium, without its content."""

    name: str
    """Pseudonym of the content's SHA-256 under the person's salt."""
    exhibit: str
    digest: str
    """That of the exhibit."""
    type: str
    size: int
    dhash: bytes
    """8 bytes, and 8 of the mirror image; empty for what is no picture."""


def held(connection: Connection, person: str, names: Collection[str]) -> dict[str, Medium]:
    """Those of these media that are in custody and not erased, by name."""
    medium, exhibit, key = schema.medium, schema.exhibit, schema.exhibit_key
    query = (
        select(medium, exhibit.c.digest)
        .join(exhibit, exhibit.c.id == medium.c.exhibit)
        .join(key, key.c.id == exhibit.c.id)
        .where((medium.c.person == person) & among(connection, medium.c.name, list(names)))
    )
    return {row["name"]: _medium(row) for row in connection.execute(query).mappings()}


def pictures(connection: Connection, person: str) -> list[Medium]:
    """The pictures in custody that have a likeness, as they were taken."""
    medium, exhibit = schema.medium, schema.exhibit
    query = (
        select(medium, exhibit.c.digest)
        .join(exhibit, exhibit.c.id == medium.c.exhibit)
        .where((medium.c.person == person) & medium.c.dhash.is_not(None))
        .order_by(exhibit.c.at, exhibit.c.id)
    )
    return [_medium(row) for row in connection.execute(query).mappings()]


def keep(connection: Connection, person: str, media: Sequence[Medium]) -> None:
    """Note that these are in custody now, in the place of what was erased."""
    rows = [
        {
            "person": person,
            "name": one.name,
            "exhibit": one.exhibit,
            "type": one.type,
            "size": one.size,
            "dhash": one.dhash or None,
        }
        for one in media
    ]
    upsert(connection, schema.medium, rows)


def _medium(row: Any) -> Medium:
    return Medium(
        name=row["name"],
        exhibit=row["exhibit"],
        digest=row["digest"],
        type=row["type"],
        size=row["size"],
        dhash=row["dhash"] or b"",
    )
