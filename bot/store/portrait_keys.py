"""By what portraits are found: keys, of which each names a few accounts."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Select, TextClause, bindparam, func, select, text

from bot.store import asked, schema

EACH: Final = 8
"""Accounts that one key names at most: what more of them have tells nobody apart."""
NOBODY: Final = "[]"
_JSON: Final = msgspec.json.Encoder().encode
_LIST: Final = msgspec.json.Decoder(list[str]).decode


def owners(connection: Connection, person: str, keys: Sequence[int]) -> dict[int, list[str]]:
    """The accounts that have each of these keys, EACH and one more at most."""
    if not keys:
        return {}
    few = connection.dialect.name == "sqlite"
    asks = {"whose": person, "most": EACH + 1, "keys": _JSON(keys).decode() if few else list(keys)}
    found = asked.rows(connection, _finding(connection.dialect.name), asks)
    return {key: _LIST(some) if few else some for key, some in found if some not in (NOBODY, [])}


def index(connection: Connection, person: str, most: int) -> dict[int, list[str]] | None:
    """The accounts that have each key, where there are no more than so many rows of them; None where there are."""
    asks = {"whose": person, "most": most + 1}
    if asked.scalar(connection, _counting(), asks) > most:
        return None
    found: dict[int, list[str]] = {}
    for key, account in asked.rows(connection, _whole_index(), asks):
        found.setdefault(key, []).append(account)
    return found


@cache
def _whole_index() -> Select[Any]:
    one, whose = schema.portrait_key.c, schema.portrait.c
    named = schema.portrait_key.join(schema.portrait, one.number == whose.number)
    query = select(one.key, whose.account).select_from(named).where(whose.person == bindparam("whose"))
    return query.limit(bindparam("most"))


@cache
def _counting() -> Select[Any]:
    return select(func.count()).select_from(_whole_index().subquery())


@cache
def _finding(dialect: str) -> TextClause:
    """Asks of each of many keys for a few accounts only, however many have it."""
    one = (
        "SELECT account FROM portrait_key JOIN portrait ON portrait.number = portrait_key.number"
        " WHERE key = sought.value AND person = :whose LIMIT :most"
    )
    if dialect == "sqlite":
        few = "SELECT value, (SELECT json_group_array(account) FROM ({})) FROM json_each(:keys) AS sought"
    else:
        few = "SELECT value, ARRAY({}) FROM unnest(CAST(:keys AS bigint[])) AS sought (value)"
    return text(few.format(one))
