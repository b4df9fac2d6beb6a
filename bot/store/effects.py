"""What became of the entries of lists at those who follow them, as rows."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, case, func, literal, select, tuple_, update

from bot.blocklists.deed import Deed
from bot.blocklists.entity import Entity, Kind
from bot.blocklists.follower import Effect, State, Why
from bot.store import given
from bot.store.rows import Row, among, micros, moment, upsert

table = given.effect
DUE: Final = (State.ATTEMPTING, State.UNDOING, State.RETRACTING, State.PLANNED, State.DEFERRED)
"""What there is something to do about: what began first, then what is to be taken back."""
HELD: Final = (State.DONE, State.ATTEMPTING, State.RETRACTING, State.UNDOING)
"""What is ours, or may be."""
Key = tuple[str, Entity]
"""A follower and an entry."""


def put(connection: Connection, some: Iterable[Effect]) -> None:
    """Write these as they stand now."""
    upsert(connection, table, [_row(one) for one in some])


def of(connection: Connection, followers: Sequence[str], entities: Sequence[Entity]) -> dict[Key, Effect]:
    """What became of these entries at these followers, where anything did."""
    found: dict[Key, Effect] = {}
    for kind in Kind:  # by kind, so that the key of the table finds each, whatever else there is at these followers
        keys = [one.key for one in entities if one.kind is kind]
        these = among(connection, table.c.key, keys) & among(connection, table.c.follower, followers)
        if keys:
            some = connection.execute(select(table).where((table.c.kind == kind.value) & these)).mappings()
            found |= {(one.follower, one.entity): one for one in map(_effect, some)}
    return found


def standing(connection: Connection, follower: str, states: Sequence[State], most: int) -> list[Effect]:
    """What stands so at a follower, the longest first."""
    return _some(connection, (table.c.follower == follower) & table.c.state.in_([*states]), most)


def due(connection: Connection, follower: str, now: datetime, most: int, states: Sequence[State] = DUE) -> list[Effect]:
    """What can be done now of what stands so, in this order."""
    found: list[Effect] = []
    for state in states:
        here = (table.c.follower == follower) & (table.c.state == state.value) & (table.c.at <= micros(now))
        found += _some(connection, here, most - len(found)) if len(found) < most else []
    return found


def next_due(connection: Connection, follower: str) -> datetime | None:
    """When the first of what cannot be done now can be."""
    later = table.c.state.in_([one.value for one in DUE if one is not State.PLANNED])
    first = connection.scalar(select(func.min(table.c.at)).where((table.c.follower == follower) & later))
    return None if first is None else moment(first)


def done_after(connection: Connection, follower: str, after: str, most: int) -> list[Effect]:
    """What is done at a follower, in the order of the entries, after one of them (`place`; empty: from the first)."""
    here = (table.c.follower == follower) & (table.c.state == State.DONE.value)
    kind, _, key = after.partition(" ")
    later = tuple_(table.c.kind, table.c.key) > tuple_(literal(kind), literal(key))
    query = select(table).where(here & later).order_by(table.c.kind, table.c.key).limit(most)
    return [_effect(row) for row in connection.execute(query).mappings()]


def place(one: Effect) -> str:
    """What `done_after` goes on from."""
    return f"{one.entity.kind.value} {one.entity.key}"


def beside(connection: Connection, one: Effect, followers: Sequence[str]) -> list[Effect]:
    """What became for any of these followers of other entries that mean the same account: named otherwise, or by
    another list."""
    same = table.c.follower.in_(list(followers)) & (table.c.target == one.target) & (table.c.target != "")
    found = _some(connection, same)
    return [other for other in found if (other.follower, other.entity) != (one.follower, one.entity)]


def undoing(connection: Connection, person: str, account: str) -> bool:
    """Whether a list is just giving back what it did about somebody (`Account.key`) on an account of the person."""
    _, _, known = account.partition(":")
    server, _, target = known.rpartition("/")
    one = given.follower.c
    own = (one.person == person) & (one.own != "") & (one.server == server)
    here = own & (table.c.target == target) & (table.c.state == State.UNDOING.value)
    query = select(table.c.key).join_from(table, given.follower, one.id == table.c.follower).where(here)
    return connection.scalar(query.limit(1)) is not None


def leave(connection: Connection, follower: str, now: datetime) -> None:
    """What was done is to be undone; what was not done yet never is."""
    here = table.c.follower == follower
    began = table.c.state.in_([one.value for one in HELD])
    undo = {"state": State.RETRACTING.value, "why": Why.LEFT.value, "tries": 0, "at": micros(now)}
    connection.execute(update(table).where(here & began).values(**undo))
    waiting = table.c.state.in_([State.PLANNED.value, State.DEFERRED.value])
    cancel = {"state": State.CANCELLED.value, "why": Why.LEFT.value, "at": micros(now)}
    connection.execute(update(table).where(here & waiting).values(**cancel))


def keep(connection: Connection, follower: str, others: Sequence[str]) -> list[str]:
    """What was done at a follower is their own from now on, and none of these others' either; about which accounts."""
    held = table.c.state.in_([one.value for one in HELD]) & (table.c.target != "")
    query = select(table.c.target, table.c.kind).where((table.c.follower == follower) & held)
    targets = {target: Kind(kind) for target, kind in connection.execute(query)}
    here = among(connection, table.c.follower, others) & among(connection, table.c.target, [*targets]) & held
    theirs = {"state": State.CANCELLED.value, "why": Why.ALREADY.value, "did": ""}
    connection.execute(update(table).where(here).values(**theirs))
    return [target for target, kind in targets.items() if kind is Kind.ACTOR]


def spare_no_more(connection: Connection, followers: Sequence[str], now: datetime) -> None:
    """What was left alone, or undone, since a human spared somebody is gone through again."""
    here = among(connection, table.c.follower, followers) & (table.c.why == Why.TRUSTED.value)
    over = table.c.state.in_([State.CANCELLED.value, State.UNDONE.value])
    again = {"state": State.PLANNED.value, "why": "", "did": "", "at": micros(now)}
    connection.execute(update(table).where(here & over).values(**again))


def adopt(connection: Connection, follower: str, deed: Deed, now: datetime) -> int:
    """What was done by hand before counts as ours from now on; how many."""
    known = (table.c.state == State.CANCELLED.value) & (table.c.why == Why.ALREADY.value) & (table.c.target != "")
    did = case((table.c.kind == Kind.DOMAIN.value, Deed.BLOCK_DOMAIN.value), else_=deed.value)
    ours = {"state": State.DONE.value, "why": "", "did": did, "at": micros(now)}
    return int(connection.execute(update(table).where((table.c.follower == follower) & known).values(**ours)).rowcount)


def counts(connection: Connection, follower: str) -> dict[tuple[State, str], int]:
    """How many entries stand how at a follower, and why."""
    query = select(table.c.state, table.c.why, func.count()).where(table.c.follower == follower)
    return {
        (State(state), why): int(number)
        for state, why, number in connection.execute(query.group_by(table.c.state, table.c.why))
    }


def _some(connection: Connection, where: ColumnElement[bool], most: int | None = None) -> list[Effect]:
    query = select(table).where(where).order_by(table.c.at, table.c.change)
    return [_effect(row) for row in connection.execute(query.limit(most) if most else query).mappings()]


def _row(one: Effect) -> dict[str, Any]:
    return {
        "follower": one.follower,
        "kind": one.entity.kind.value,
        "key": one.entity.key,
        "person": one.person,
        "change": one.change,
        "state": one.state.value,
        "why": one.why,
        "did": one.did.value if one.did else "",
        "target": one.target,
        "tries": one.tries,
        "at": micros(one.at),
    }


def _effect(row: Row) -> Effect:
    return Effect(
        follower=row["follower"],
        person=row["person"],
        entity=Entity(kind=Kind(row["kind"]), key=row["key"]),
        change=row["change"],
        state=State(row["state"]),
        why=row["why"],
        did=Deed(row["did"]) if row["did"] else None,
        target=row["target"],
        tries=row["tries"],
        at=moment(row["at"]),
    )
