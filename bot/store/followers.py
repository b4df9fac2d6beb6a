"""Who follows lists, as rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, exists, func, or_, select, update

from bot.blocklists.follower import ENDING, Choice, Consent, Follower, Phase, State, Trouble
from bot.model.noun import EPOCH
from bot.store import given, schema
from bot.store.rows import Row, among, micros, moment, storable, upsert
from bot.store.tallies import tally

table = given.follower
effect = given.effect
ABOARD: Final = (Phase.JOINING, Phase.ACTIVE)
BEGINNING: Final = (State.PLANNED, State.ATTEMPTING)
"""What is still to be done, or done again; what is to be undone is ENDING."""


def put(connection: Connection, one: Follower) -> None:
    """Write a follower as they stand now."""
    upsert(connection, table, [_row(one)])


def by_id(connection: Connection, id_: str) -> Follower | None:
    """The follower with this id."""
    return _one(connection, table.c.id == id_)


def of_account(connection: Connection, list_: str, server: str, account: str) -> Follower | None:
    """The account's place among those who follow a list."""
    return _one(connection, (table.c.server == server) & (table.c.account == account) & (table.c.list == list_))


def of_page(connection: Connection, page: str) -> Follower | None:
    """Whose page this digest of a word opens."""
    return _one(connection, (table.c.page == page) & (table.c.page != ""))


def beside(connection: Connection, one: Follower) -> list[Follower]:
    """The other lists that the same account follows, or is about to have followed."""
    same = (table.c.server == one.server) & (table.c.account == one.account) & (table.c.platform == one.platform)
    return _some(connection, same & (table.c.id != one.id) & (table.c.phase != Phase.LEFT.value))


def of_list(connection: Connection, list_: str) -> list[Follower]:
    """All who follow a list and did not leave, the accounts of the person first."""
    here = (table.c.list == list_) & (table.c.phase != Phase.LEFT.value)
    query = select(table).where(here).order_by(table.c.own == "", table.c.server, table.c.handle)
    return [_follower(row) for row in connection.execute(query).mappings()]


def staying(connection: Connection, list_: str, most: int) -> list[Follower]:
    """Some who follow a list, and are not leaving it."""
    here = (table.c.list == list_) & table.c.phase.not_in(_values((Phase.LEAVING, Phase.LEFT)))
    query = select(table).where(here).order_by(table.c.id).limit(most)
    return [_follower(row) for row in connection.execute(query).mappings()]


def behind(connection: Connection, list_: str, newest: str, now: datetime, most: int) -> list[Follower]:
    """Who was not planned up to the newest change, and has nothing left to do now of what was planned before."""
    done = ~_any(ENDING, now) & or_(_halted(now), ~_any(BEGINNING, now))
    aboard = (table.c.list == list_) & table.c.phase.in_(_values(ABOARD)) & (table.c.upto < newest)
    query = select(table).where(aboard & done).order_by(table.c.upto, table.c.id).limit(most)
    return [_follower(row) for row in connection.execute(query).mappings()]


def still(connection: Connection, some: Sequence[str], upto: str) -> list[Follower]:
    """Of these, who is aboard and planned up to this change, and no other."""
    here = among(connection, table.c.id, some) & (table.c.upto == upto) & table.c.phase.in_(_values(ABOARD))
    return _some(connection, here)


def followed(connection: Connection) -> list[str]:
    """The lists that anybody follows, by id."""
    aboard = table.c.phase.in_(_values(ABOARD))
    return list(connection.scalars(select(table.c.list).where(aboard).distinct().order_by(table.c.list)))


def due(
    connection: Connection, now: datetime, of_one: int, resting: Sequence[str] = (), seen: datetime = EPOCH
) -> list[Follower]:
    """For whom there is something to do, so many at each server, who waits longest first; none at those that rest.

    Who is halted is among them only where something is to be undone, or looked at again: who last was, or joined, by
    `seen`.
    """
    order = func.row_number().over(partition_by=table.c.server, order_by=(table.c.due_at, table.c.id)).label("place")
    looked = (table.c.look != "") | (func.coalesce(table.c.seen_at, table.c.at) <= micros(seen))
    may = or_(~_halted(now), table.c.phase == Phase.LEAVING.value, _any(ENDING, now), looked)
    ready = (table.c.due_at <= micros(now)) & table.c.server.not_in(list(resting)) & may
    ranked = select(table, order).where(ready).subquery()
    first = select(ranked).where(ranked.c.place <= of_one).order_by(ranked.c.server, ranked.c.place)
    return [_follower(row) for row in connection.execute(first).mappings()]


def halted(connection: Connection, id_: str, now: datetime) -> bool:
    """Whether nothing is begun for somebody for now, and only what is to be undone is done."""
    return connection.scalar(select(table.c.id).where((table.c.id == id_) & _halted(now))) is not None


def at_server(connection: Connection, server: str) -> bool:
    """Whether anybody at a server gave a token that holds."""
    here = (table.c.server == server) & (table.c.own == "") & table.c.phase.in_(_values(ABOARD))
    return connection.scalar(select(table.c.id).where(here).limit(1)) is not None


def level(connection: Connection, some: Sequence[str], upto: str, phase: Phase) -> None:
    """These are planned up to a change."""
    connection.execute(update(table).where(among(connection, table.c.id, some)).values(upto=upto, phase=phase.value))


def call(connection: Connection, some: Sequence[str], at: datetime) -> None:
    """For these there is something to do from a moment on, if not before."""
    later = or_(table.c.due_at.is_(None), table.c.due_at > micros(at))
    connection.execute(update(table).where(among(connection, table.c.id, some) & later).values(due_at=micros(at)))


def own(connection: Connection, person: str, list_: str) -> list[str]:
    """The person's accounts on which a list is carried out, or any list (empty), by the ids of the followers."""
    here = (table.c.person == person) & (table.c.own != "") & (table.c.phase != Phase.LEFT.value)
    return list(connection.scalars(select(table.c.id).where(here & (table.c.list == list_) if list_ else here)))


def look(connection: Connection, some: Sequence[str], seen_at: datetime, at: datetime) -> None:
    """Let what was done for these be looked at again from the first, as if it last was at `seen_at`."""
    anew = {"look": "", "seen_at": micros(seen_at), "due_at": micros(at)}
    connection.execute(update(table).where(among(connection, table.c.id, some)).values(anew))


def mark(connection: Connection, id_: str, due_at: datetime, look: str, seen_at: datetime | None) -> None:
    """When there is next something to do for somebody, who was reached, and how far they were looked at again."""
    seen = None if seen_at is None else micros(seen_at)
    now = update(table).where(table.c.id == id_)
    connection.execute(now.values(due_at=micros(due_at), look=look, seen_at=seen, why=""))
    tally(connection, id_)


def wait(connection: Connection, id_: str, until: datetime) -> None:
    """Let somebody wait."""
    connection.execute(update(table).where(table.c.id == id_).values(due_at=micros(until)))
    tally(connection, id_)


def locked_out(connection: Connection, id_: str, why: Trouble, until: datetime) -> None:
    """Let somebody wait who is still to be reached."""
    connection.execute(update(table).where(table.c.id == id_).values(why=why.value, due_at=micros(until)))
    tally(connection, id_)


def pause(connection: Connection, id_: str, why: Trouble) -> None:
    """Let nothing be done for somebody until they come back."""
    paused = {"phase": Phase.PAUSED.value, "why": why.value, "due_at": None}
    connection.execute(update(table).where(table.c.id == id_).values(paused))
    tally(connection, id_)


def forget(connection: Connection, one: Follower, why: str) -> None:
    """Nothing is known of them any more but that somebody followed the list, and left; `why` not all was undone."""
    connection.execute(delete(effect).where(effect.c.follower == one.id))
    blank = {"server": "", "account": one.id, "handle": "", "look": "", "due_at": None}
    put(connection, msgspec.structs.replace(one, phase=Phase.LEFT, why=why, **blank))
    tally(connection, one.id)


def _halted(now: datetime) -> ColumnElement[bool]:
    """The person whose list it is paused the shield, or a backup put the list back and nobody said it is right."""
    whose, list_ = schema.person.c, given.blocklist.c
    paused = exists().where((whose.name == table.c.person) & (whose.paused_until > micros(now)))
    return or_(paused, exists().where((list_.id == table.c.list) & list_.restored_at.is_not(None)))


def _any(states: Sequence[State], now: datetime) -> ColumnElement[bool]:
    """Whether something stands so at a follower now."""
    theirs = (effect.c.follower == table.c.id) & effect.c.state.in_(_values(states))
    return exists().where(theirs & (effect.c.at <= micros(now)))


def _values(some: Sequence[Phase] | Sequence[State]) -> list[str]:
    return [one.value for one in some]


def _one(connection: Connection, where: ColumnElement[bool]) -> Follower | None:
    row = connection.execute(select(table).where(where)).mappings().first()
    return None if row is None else _follower(row)


def _some(connection: Connection, where: ColumnElement[bool]) -> list[Follower]:
    return [_follower(row) for row in connection.execute(select(table).where(where).order_by(table.c.id)).mappings()]


def _row(one: Follower) -> dict[str, Any]:
    return msgspec.structs.asdict(one) | {
        "handle": storable(one.handle),
        "choice": msgspec.json.encode(one.choice).decode(),
        "consent": msgspec.json.encode(one.consent).decode(),
        "phase": one.phase.value,
        "at": micros(one.at),
        "seen_at": None if one.seen_at is None else micros(one.seen_at),
        "due_at": None if one.due_at is None else micros(one.due_at),
    }


def _follower(row: Row) -> Follower:
    seen_at, due_at = row["seen_at"], row["due_at"]
    return Follower(
        id=row["id"],
        person=row["person"],
        list=row["list"],
        own=row["own"],
        platform=row["platform"],
        server=row["server"],
        account=row["account"],
        handle=row["handle"],
        choice=msgspec.json.decode(row["choice"], type=Choice),
        consent=msgspec.json.decode(row["consent"], type=Consent),
        phase=Phase(row["phase"]),
        why=row["why"],
        upto=row["upto"],
        look=row["look"],
        page=row["page"],
        at=moment(row["at"]),
        seen_at=None if seen_at is None else moment(seen_at),
        due_at=None if due_at is None else moment(due_at),
    )
