"""Proposals as rows."""

from collections.abc import Collection
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

import msgspec
from sqlalchemy import Connection, select

from bot.errors import KeyMissing
from bot.evidence.master import MasterKey
from bot.model.proposal import Kind, Proposal, Standing
from bot.store import doors, read, write
from bot.store.rows import Row, micros, moment, upsert

NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
"""Stands for no moment."""
YES: Final = "yes:"
"""Begins the name of the seal of a proposal among the small secrets."""


def put(connection: Connection, one: Proposal) -> None:
    """Write it as it stands now."""
    row = {
        "id": one.id,
        "person": one.person,
        "kind": one.kind.value,
        "detail": one.detail,
        "by": one.by,
        "at": micros(one.at),
        "due_at": micros(one.due_at or NEVER),
        "status": one.standing.value,
        "settled_by": one.settled_by,
        "settled_at": None if one.settled_at is None else micros(one.settled_at),
    }
    upsert(connection, doors.proposal, [row])


def seal(connection: Connection, master: MasterKey, one: Proposal) -> None:
    """Let it be known that we wrote it so: who can write rows and has no master key cannot do that."""
    write.put(connection, master, YES + one.id, _digest(one))


def sealed(connection: Connection, master: MasterKey, one: Proposal) -> bool:
    """Whether we wrote it so, here; a backup brings no seal back."""
    try:
        return read.get(connection, master, YES + one.id) == _digest(one)
    except KeyMissing:
        return False


def unseal(connection: Connection, id_: str) -> None:
    """Let nobody rely on it any more."""
    write.drop(connection, YES + id_)


def _digest(one: Proposal) -> bytes:
    """What stands for what it is about, and for who said yes and when; whether it was begun since matters not."""
    moments = [None if at is None else micros(at) for at in (one.due_at, one.settled_at)]
    said = (one.detail, one.kind.value, one.person, one.by, one.settled_by, *moments)
    return sha256(msgspec.json.encode(said)).digest()


def proposal(connection: Connection, id_: str) -> Proposal | None:
    """One of them."""
    row = connection.execute(select(doors.proposal).where(doors.proposal.c.id == id_)).mappings().first()
    return None if row is None else _proposal(row)


def standing(connection: Connection, person: str, some: Collection[Standing], most: int) -> list[Proposal]:
    """Those of a person that stand so, the latest first, so many at most."""
    table = doors.proposal
    query = select(table).where((table.c.person == person) & table.c.status.in_([one.value for one in some]))
    query = query.order_by(table.c.at.desc(), table.c.id).limit(most)
    return [_proposal(row) for row in connection.execute(query).mappings()]


def naming(connection: Connection, person: str, kind: Kind, id_: str) -> list[Proposal]:
    """Those of a person and of a kind on which it was agreed, and whose detail has this id in it."""
    table, agreed = doors.proposal, (Standing.AGREED.value, Standing.DONE.value)
    here = (table.c.person == person) & (table.c.kind == kind.value) & table.c.status.in_(agreed)
    query = select(table).where(here & table.c.detail.contains(id_, autoescape=True))
    return [_proposal(row) for row in connection.execute(query).mappings()]


def _proposal(row: Row) -> Proposal:
    due_at = moment(row["due_at"])
    return Proposal(
        id=row["id"],
        person=row["person"],
        kind=Kind(row["kind"]),
        detail=row["detail"],
        by=row["by"],
        at=moment(row["at"]),
        due_at=None if due_at == NEVER else due_at,
        standing=Standing(row["status"]),
        settled_by=row["settled_by"],
        settled_at=None if row["settled_at"] is None else moment(row["settled_at"]),
    )
