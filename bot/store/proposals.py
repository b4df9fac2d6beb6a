"""Proposals as rows."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, select

from bot.model.proposal import Kind, Proposal, Standing
from bot.store import doors
from bot.store.rows import Row, micros, moment, upsert

NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
"""Stands for no moment."""


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
