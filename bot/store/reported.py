"""Posts that were reported to a community's desk, found by who wrote them."""

from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from bot.store import asked, schema
from bot.store.acts import Acted, acted_of
from bot.store.mentioned import REPORTED


def of(connection: Connection, person: str, account: str, limit: int) -> list[Acted]:
    """An account's, the latest first, at most so many."""
    rows = asked.mappings(connection, _reported(), {"whose": person, "who": account, "most": limit})
    return list(map(acted_of, rows))


@cache
def _reported() -> Select[Any]:
    table = schema.mention.c
    whose = (table.author == bindparam("who")) & (table.person == bindparam("whose"))
    order = table.received_at.desc(), table.place, table.version.desc()
    return select(schema.mention).where(whose, REPORTED).order_by(*order).limit(bindparam("most"))
