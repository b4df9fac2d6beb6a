"""How many accounts came with which picture, handle and name."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from bot.store import asked, schema
from bot.store.rows import upsert


def counted(connection: Connection, person: str, keys: Collection[int]) -> dict[int, int]:
    """How many accounts came with each of these pictures."""
    if not keys:
        return {}
    return dict(asked.rows(connection, _showing(), {"whose": person, "keys": list(keys)}))


@cache
def _showing() -> Select[Any]:
    table = schema.face
    named = table.c.key.in_(bindparam("keys", expanding=True))
    return select(table.c.key, table.c.accounts).where((table.c.person == bindparam("whose")) & named)


def keep(connection: Connection, person: str, counts: Mapping[int, int]) -> None:
    """Write how many accounts came with each of these pictures."""
    rows = [{"person": person, "key": key, "accounts": count} for key, count in counts.items()]
    upsert(connection, schema.face, rows)
