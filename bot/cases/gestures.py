"""Follows, likes and shares by accounts of a case: conduct without a word; by anybody else they are nothing to us."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.cases.keeping import Casework
from bot.evidence.master import MasterKey
from bot.model.arrival import Arrival, Gesture
from bot.model.shield import Shield
from bot.store import cases, write

BY = "rempart"
"""Who counts them: no human."""


def count(
    connection: Connection,
    master: MasterKey,
    shields: Mapping[str, Shield],
    made: Sequence[tuple[Arrival, Gesture]],
    now: datetime,
) -> None:
    """Count those of accounts of a case, and take them into custody as they came; the others leave no trace."""
    followed = cases.of_accounts(connection, [(one.person, one.account) for _, one in made]) if made else {}
    for arrival, one in made:
        if (one.person, one.account) in followed:
            (sealed,) = write.take(connection, master, one.person, "event", [(arrival.raw, one.at)])
            casework = Casework(connection, master, shields[one.person], BY, now)
            casework.gesture(one.account, one.what, one.at, sealed)
