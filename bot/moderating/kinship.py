"""By what e-mail and addresses an account comes, as its server knows them: shown to who may see it, and never kept."""

from collections.abc import Sequence
from datetime import datetime

from bot.errors import Refused
from bot.evidence.pseudonym import pseudonym
from bot.model.noun import EPOCH
from bot.model.seat import Grant, Seat
from bot.platforms.desk import Desk
from bot.store import seats, write
from bot.store.database import Store


async def kin(store: Store, desk: Desk, seat: Seat, account: str, now: datetime) -> Sequence[str]:
    """What the server says of this `Account.key` now; the chain tells who saw it, and nothing of what. Raises Refused
    for who may not.
    """
    if not seat.may(Grant.KIN):
        raise Refused("this takes the right 'kin', which this seat does not have")
    found = await desk.kin(account)
    await store.run_durably(_note, store, seat, account, now)
    return found


def _note(store: Store, seat: Seat, account: str, now: datetime) -> None:
    with store.writing() as connection:
        line = {"by": seat.name, "account": pseudonym(write.salt(connection, store.master, seat.person), account)}
        write.append(connection, seat.person, [(now, "kin:viewed", line)])
        seats.glanced(connection, seat.id, (now - EPOCH).days)
