"""What takes two people is told to everybody a shield tells once it is proposed: nobody asks for it unnoticed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.alerts.proposed import Proposed
from bot.model.delivery import Delivery
from bot.model.proposal import Proposal, Standing
from bot.model.shield import Shield
from bot.store import proposals, read, seats, write
from bot.telling.tell import notices

MOST: Final = 50
"""So many are known as told, the latest."""


def told(connection: Connection, shield: Shield, now: datetime) -> list[Delivery]:
    """What is told of the proposals that wait since this was last asked: in one notice, and once an hour at most."""
    name = f"proposed:{shield.name}"
    waiting = {one.id: one for one in proposals.standing(connection, shield.name, (Standing.WAITING,), MOST)}
    known = set((read.cursor(connection, name) or "").split())
    if known == waiting.keys():
        return []
    fresh = [one for id_, one in waiting.items() if id_ not in known]
    planned = notices(connection, shield, _found(connection, fresh), now) if fresh else []
    if planned or not fresh or not shield.contacts:
        write.advance(connection, {name: " ".join(sorted(waiting))}, now)
    return planned


def _found(connection: Connection, fresh: Sequence[Proposal]) -> Proposed:
    asking = (seats.seat(connection, by) for by in dict.fromkeys(one.by for one in fresh))
    return Proposed(
        kinds=tuple(one.kind.value for one in fresh),
        names=tuple(one.name for one in asking if one is not None),
        due_at=min((one.due_at for one in fresh if one.due_at is not None), default=None),
    )
