"""The wall before what is grave: two people said yes to exactly this, whatever page, command or backup planned it."""

from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

import msgspec
from sqlalchemy import Connection

from bot.errors import Refused
from bot.evidence.master import MasterKey
from bot.model.action import Order, kind_of
from bot.model.delivery import Delivery, Status, Task
from bot.model.measure import Grave
from bot.model.noun import Noun
from bot.model.proposal import NEEDS, Kind, Proposal
from bot.model.seat import Seat, alike
from bot.model.shield import Shield
from bot.store import outbox, proposals, seats

TERM: Final = timedelta(days=30)
"""How long a yes is one: what is tried again later than that is asked for anew."""
ALONE: Final = "nobody agreed to this with whoever asked for it; ask for it at the desk, and let another agree"
UNSEALED: Final = (
    "that people agreed to this is not sealed here, as after a backup was restored; ask for it once more at the desk, "
    "and let another agree"
)
OVER: Final = frozenset({Status.DONE, Status.UNDONE, Status.CANCELLED})
"""What is not tried again."""


class Meant(Noun, frozen=True, kw_only=True):
    """What a proposal says of the measures that it is about: `Proposal.detail`."""

    deliveries: tuple[str, ...]
    digests: tuple[str, ...]
    """What stands for each of their orders, so that nobody says yes to one thing and another is done."""
    accounts: int = 1


def meant(one: Proposal) -> Meant:
    """What a proposal says. Raises Refused where it says nothing of measures."""
    try:
        return msgspec.json.decode(one.detail, type=Meant)
    except msgspec.DecodeError:
        raise Refused("this proposal names no measures") from None


def digest_of(order: Order) -> str:
    """What stands for exactly this order."""
    return sha256(msgspec.json.encode(order)).hexdigest()


def require_second(connection: Connection, master: MasterKey, one: Delivery, shield: Shield | None) -> None:
    """Make sure that a grave order was agreed on, here; what undoes one needs nobody. Raises Refused."""
    order = one.what
    if one.task is not Task.ACT or not isinstance(order, Order) or not isinstance(order.action, Grave):
        return
    by_one = kind_of(order.action) if shield and kind_of(order.action) in shield.by_one else ""
    named = proposals.naming(connection, one.person, Kind.MEASURE, one.id)
    found = [each for each in named if _says(each, one, order) and _holds(connection, each, one.due_at, by_one)]
    if not found:
        raise Refused(ALONE)
    if not any(proposals.sealed(connection, master, each) for each in found):
        raise Refused(UNSEALED)


def let_go(connection: Connection, one: Delivery) -> None:
    """Once all is over that was agreed on along with it, that yes is good for nothing more."""
    for each in proposals.naming(connection, one.person, Kind.MEASURE, one.id):
        with suppress(Refused):  # a row that is none of ours keeps nothing from being written down
            known = outbox.known(connection, meant(each).deliveries)
            if all(every.status in OVER for every in known.values()):
                proposals.unseal(connection, each.id)


def _says(proposal: Proposal, one: Delivery, order: Order) -> bool:
    """Whether it is about exactly this."""
    try:
        said = meant(proposal)
    except Refused:
        return False
    same = (order.id, order.person, order.by) == (one.id, one.person, one.via) == (one.id, proposal.person, one.via)
    return same and (one.id, digest_of(order)) in zip(said.deliveries, said.digests, strict=False)


def _holds(connection: Connection, proposal: Proposal, due_at: datetime, by_one: str) -> bool:
    """Whether two people said yes who still may, or somebody who was alone and let a day pass; or one alone, where
    this is among what one may order.
    """
    at = proposal.settled_at
    asked = _able(connection, proposal.by, proposal)
    if at is None or asked is None or due_at > at + TERM:
        return False
    if not proposal.settled_by:
        return proposal.due_at is not None and proposal.due_at <= at
    agreed = _able(connection, proposal.settled_by, proposal)
    if agreed is None:
        return False
    return bool(by_one) if agreed.id == asked.id else not alike(asked, agreed)


def _able(connection: Connection, id_: str, proposal: Proposal) -> Seat | None:
    """The seat, where it is beside this community, may decide this, and was not taken away."""
    seat = seats.seat(connection, id_)
    if seat is None or seat.person != proposal.person or not seat.may(NEEDS[proposal.kind]):
        return None
    return seat if seat.holds(proposal.settled_at or proposal.at) else None
