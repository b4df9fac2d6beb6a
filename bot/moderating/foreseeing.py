"""What a measure will do and cannot take back, as its desk tells before."""

from datetime import datetime

from bot.errors import Refused
from bot.evidence.pseudonym import pseudonym
from bot.model.action import kind_of
from bot.model.measure import Measure
from bot.model.seat import Grant, Seat
from bot.people.entitled import entitled
from bot.platforms.desk import Desk, Foreseen
from bot.store import write
from bot.store.database import Store


async def foresee(store: Store, desk: Desk, seat: Seat, subject: str, action: Measure, now: datetime) -> Foreseen:
    """What it will do, as its server says now; the chain tells that somebody saw it before they decided.

    Raises Refused for who may order nothing, and where the server or the role allows no such measure.
    """
    await store.run(_allow, store, seat, now)
    kind = kind_of(action)
    if not desk.can():  # it was opened just now
        await desk.probe(frozenset({kind}))
    if kind not in desk.can():
        raise Refused(f"this desk cannot do that: {kind}")
    seen = await desk.foresee(action, subject)
    await store.run_durably(_note, store, seat, subject, action, now)
    return seen


def _allow(store: Store, seat: Seat, now: datetime) -> None:
    with store.reading() as connection:
        entitled(connection, seat, seat.person, Grant.ACT, now)


def _note(store: Store, seat: Seat, subject: str, action: Measure, now: datetime) -> None:
    with store.writing() as connection:
        salt = write.salt(connection, store.master, seat.person)
        line = {"by": seat.name, "account": pseudonym(salt, subject), "what": kind_of(action)}
        write.append(connection, seat.person, [(now, "measure:foreseen", line)])
