"""Lists that are kept in step at a platform, as rows: how far they have come, and who stands there."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, func, select

from bot.blocklists.change import APPLIED, Type
from bot.blocklists.instep import Placement, Progress, State
from bot.store import given
from bot.store.rows import Row, among, micros, moment, upsert

PARTS = 500


def put(connection: Connection, one: Placement) -> None:
    """Write how far it has come."""
    row = {
        "list": one.list,
        "person": one.person,
        "account": one.account,
        "uri": one.uri,
        "card": one.card,
        "upto": one.upto,
        "looked_at": None if one.looked_at is None else micros(one.looked_at),
        "due_at": micros(one.due_at),
        "trouble": one.trouble,
    }
    upsert(connection, given.placement, [row])


def every(connection: Connection, person: str) -> dict[str, Placement]:
    """All of a person's, by list."""
    rows = connection.execute(select(given.placement).where(given.placement.c.person == person)).mappings()
    return {row["list"]: _placement(row) for row in rows}


def forget(connection: Connection, list_: str) -> None:
    """Keep nothing of it any more."""
    for table in (given.placement, given.placed):
        connection.execute(delete(table).where(table.c.list == list_))


def mark(connection: Connection, whose: Placement, states: Mapping[str, State], changes: Mapping[str, str]) -> None:
    """Write how these accounts stand to it, and which change led to it; with no changes at all, the latest stays."""
    away = [one for one, state in states.items() if state is State.AWAY]
    table = given.placed
    for start in range(0, len(away), PARTS):
        some = among(connection, table.c.subject, away[start : start + PARTS])
        connection.execute(delete(table).where((table.c.list == whose.list) & some))
    rows = [
        {
            "list": whose.list,
            "subject": one,
            "person": whose.person,
            "state": state.value,
            "change": changes.get(one, ""),
        }
        for one, state in states.items()
        if state is not State.AWAY
    ]
    upsert(connection, table, rows, () if changes else ("state",))


def states(connection: Connection, list_: str, subjects: Sequence[str]) -> dict[str, State]:
    """How these stand to it; those of whom nothing is kept are left out."""
    table = given.placed
    found: dict[str, State] = {}
    for start in range(0, len(subjects), PARTS):
        some = among(connection, table.c.subject, subjects[start : start + PARTS])
        query = select(table.c.subject, table.c.state).where((table.c.list == list_) & some)
        found |= {one: State(state) for one, state in connection.execute(query)}
    return found


def all_states(connection: Connection, list_: str) -> dict[str, State]:
    """How everybody stands to it of whom anything is kept."""
    table = given.placed
    query = select(table.c.subject, table.c.state).where(table.c.list == list_)
    return {one: State(state) for one, state in connection.execute(query)}


def waiting(connection: Connection, list_: str, state: State, most: int) -> list[str]:
    """Those who wait to be put in, or taken out, those first of whom the list said it first."""
    table = given.placed
    query = select(table.c.subject).where((table.c.list == list_) & (table.c.state == state.value))
    return list(connection.scalars(query.order_by(table.c.change).limit(most)))


def progress(connection: Connection, list_: str) -> Progress:
    """How much of it is done."""
    placed, listing = given.placed.c, given.listing.c
    query = select(placed.state, func.count()).where(placed.list == list_).group_by(placed.state)
    counts = {str(state): int(count) for state, count in connection.execute(query)}
    others = (
        (listing.list == list_)
        & (listing.type == Type.RECOMMENDATION.value)
        & listing.policy.in_([one.value for one in APPLIED])
        & listing.key.not_like("did:plc:%")
        & listing.key.not_like("did:web:%")
    )
    left_out = connection.scalar(select(func.count()).select_from(given.listing).where(others))
    return Progress(left_out=int(left_out or 0), **counts)


def _placement(row: Row) -> Placement:
    looked_at = row["looked_at"]
    return Placement(
        list=row["list"],
        person=row["person"],
        account=row["account"],
        uri=row["uri"],
        card=row["card"],
        upto=row["upto"],
        looked_at=None if looked_at is None else moment(looked_at),
        due_at=moment(row["due_at"]),
        trouble=row["trouble"],
    )
