"""A measure is contested: that is noted, and answered once; whoever is right gets it undone, by the undo there is."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.errors import Refused
from bot.model.seat import Grant, Seat
from bot.people.entitled import entitled
from bot.people.review import Review, Step
from bot.store import outbox, statements, write
from bot.store.database import Store
from bot.store.statements import Outcome, Statement


def note(store: Store, seat: Seat, statement: str, now: datetime) -> Statement:
    """Note that somebody contests a measure. Raises Refused where there is no such statement, or it was noted."""
    with store.writing() as connection:
        fresh, one = _open(connection, seat, statement, now)
        if not statements.appealed(connection, one.id, now):
            raise Refused("it is contested already")
        _tell(connection, store, one, "statement:appealed", {"by": fresh.name}, now)
        return one._replace(appealed_at=now)


def answer(store: Store, seat: Seat, statement: str, outcome: Outcome, now: datetime) -> Sequence[Step]:
    """Answer it: upheld, the measure is undone in the same transaction, or not done any more; kept, it stays. What the
    undo does, or cannot do. Raises Refused where nothing waits for an answer, and for who may not.
    """
    with store.writing() as connection:
        fresh, one = _open(connection, seat, statement, now)
        if one.appealed_at is None or not statements.answered(connection, one.id, outcome, now):
            raise Refused("nobody contests this, or it was answered already")
        _tell(connection, store, one, "statement:answered", {"by": fresh.name, "outcome": outcome.value}, now)
        measure = outbox.delivery(connection, one.delivery)
        if outcome is Outcome.KEPT or measure is None:
            return []
        return Review(store).restore(connection, [measure], fresh.name, now)


def waiting(store: Store, person: str, limit: int) -> list[Statement]:
    """What waits for an answer, who waits longest first."""
    with store.reading() as connection:
        return statements.contested(connection, person, limit)


def _open(connection: Connection, seat: Seat, statement: str, now: datetime) -> tuple[Seat, Statement]:
    fresh = entitled(connection, seat, seat.person, Grant.ACT, now)
    one = statements.statement(connection, fresh.person, statement)
    if one is None:
        raise Refused("there is no such statement")
    return fresh, one


def _tell(
    connection: Connection, store: Store, one: Statement, event: str, more: dict[str, str], now: datetime
) -> None:
    write.salt(connection, store.master, one.person)  # makes the community's row at first need
    line = {"delivery": one.delivery, "statement": one.id} | more
    write.append(connection, one.person, [(now, event, line)])
