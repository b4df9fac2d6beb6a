"""Who said of whom that they are watched over with a community, or not; within one transaction of its caller."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Select, bindparam, func, select

from bot.model.noun import EPOCH, micros
from bot.store import asked
from bot.store.moderated import roll as table
from bot.store.rows import moment, upsert

TICK: Final = timedelta(microseconds=1)


class State(StrEnum):
    """How somebody stands."""

    IN = "in"
    """Somebody at the desk put them in."""
    ASKED = "asked"
    """They asked for it themselves."""
    LEFT = "left"
    """Out, and what is kept of what was written to them is still to go."""
    OUT = "out"


OUTSIDE: Final = frozenset({State.LEFT, State.OUT})


class Said(NamedTuple):
    """What was said of one account."""

    state: State
    by: str
    """Empty: by the account itself."""
    at: datetime


def every(connection: Connection, person: str) -> Mapping[str, Said]:
    """All of whom something was said, by their names: `Account.key`, or a handle in small letters."""
    found = asked.rows(connection, _every(), {"whose": person})
    return {account: Said(State(state), by, moment(at)) for account, state, by, at in found}


@cache
def _every() -> Select[Any]:
    row = table.c
    return select(row.account, row.state, row.by, row.at).where(row.person == bindparam("whose")).order_by(row.account)


def one(connection: Connection, person: str, account: str) -> Said | None:
    """What was said of one account."""
    found = asked.rows(connection, _one(), {"whose": person, "its": account})
    return Said(State(found[0][0]), found[0][1], moment(found[0][2])) if found else None


@cache
def _one() -> Select[Any]:
    row = table.c
    return select(row.state, row.by, row.at).where(
        (row.person == bindparam("whose")) & (row.account == bindparam("its"))
    )


def outside(connection: Connection) -> dict[str, list[tuple[str, str]]]:
    """Who is out, by community: under which name, and by whose word."""
    found: dict[str, list[tuple[str, str]]] = {}
    out = select(table.c.person, table.c.account, table.c.by).where(table.c.state.in_([one.value for one in OUTSIDE]))
    for person, account, by in connection.execute(out.order_by(table.c.person, table.c.account)):
        found.setdefault(person, []).append((account, by))
    return found


def changed(connection: Connection, person: str) -> datetime:
    """When somebody last said something; the epoch where nobody did."""
    found = asked.scalar(connection, _changed(), {"whose": person})
    return moment(found) if found else EPOCH


@cache
def _changed() -> Select[Any]:
    return select(func.max(table.c.at)).where(table.c.person == bindparam("whose"))


def put(connection: Connection, person: str, account: str, said: Said) -> None:
    """Keep what was said; always later than all before, so that whoever looks at `changed` sees it."""
    at = max(said.at, changed(connection, person) + TICK)
    row = {"person": person, "account": account, "state": said.state.value, "by": said.by, "at": micros(at)}
    upsert(connection, table, [row])
