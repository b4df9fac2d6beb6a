"""How channels stand: whether they take what is sent, and whether somebody confirmed that it comes."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from bot.model.noun import Noun
from bot.store import asked, schema
from bot.store.rows import micros, moment, upsert


class Standing(Noun, frozen=True, kw_only=True):
    """One channel, as far as it was ever used."""

    name: str
    mark: bytes = b""
    """Keyed digest of the URL that was tested."""
    confirmed_at: datetime | None = None
    confirmed_by: str = ""
    code: bytes = b""
    code_at: datetime | None = None
    failures: int = 0
    """Sendings in a row that it did not take."""
    dead_at: datetime | None = None


def standings(connection: Connection, person: str) -> dict[str, Standing]:
    """The channels of a person that were ever used, by name."""
    found = asked.mappings(connection, _standings(), {"whose": person})
    return {
        row["name"]: Standing(
            name=row["name"],
            mark=row["mark"],
            confirmed_at=_moment(row["confirmed_at"]),
            confirmed_by=row["confirmed_by"],
            code=row["code"],
            code_at=_moment(row["code_at"]),
            failures=row["failures"],
            dead_at=_moment(row["dead_at"]),
        )
        for row in found
    }


@cache
def _standings() -> Select[Any]:
    return select(schema.channel).where(schema.channel.c.person == bindparam("whose"))


def standing(connection: Connection, person: str, name: str) -> Standing:
    """One of them."""
    return standings(connection, person).get(name, Standing(name=name))


def dead(connection: Connection, person: str) -> frozenset[str]:
    """The names of those that count as dead."""
    return frozenset(one.name for one in standings(connection, person).values() if one.dead_at is not None)


def write(connection: Connection, person: str, one: Standing) -> None:
    """Write how a channel stands now."""
    row: dict[str, Any] = {
        "person": person,
        "name": one.name,
        "mark": one.mark,
        "confirmed_at": _micros(one.confirmed_at),
        "confirmed_by": one.confirmed_by,
        "code": one.code,
        "code_at": _micros(one.code_at),
        "failures": one.failures,
        "dead_at": _micros(one.dead_at),
    }
    upsert(connection, schema.channel, [row])


def _moment(value: int | None) -> datetime | None:
    return None if value is None else moment(value)


def _micros(at: datetime | None) -> int | None:
    return None if at is None else micros(at)
