"""What could not be read or judged: kept raw, told, and out of the way of the rest."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from bot.evidence.master import MasterKey
from bot.model.arrival import Arrival
from bot.model.shield import Shield
from bot.store import write


class Aside(NamedTuple):
    """An arrival, and in a few words, without content, why it could not be handled."""

    arrival: Arrival
    why: str


def set_aside(
    connection: Connection, master: MasterKey, shields: Mapping[str, Shield], asides: Sequence[Aside], now: datetime
) -> None:
    """Keep each, sealed, in the custody of the person whom it seems to concern."""
    for aside in asides:
        person = _concerned(aside.arrival, shields)
        (sealed,) = write.take(connection, master, person, "aside", [(aside.arrival.raw, aside.arrival.at)])
        write.set_aside(connection, [(person, aside.arrival.source, now, aside.why, sealed.id)])
        if person:
            line = {"exhibit": sealed.id, "digest": sealed.digest, "source": aside.arrival.source}
            write.append(connection, person, [(now, "arrival:set-aside", line)])


def _concerned(arrival: Arrival, shields: Mapping[str, Shield]) -> str:
    """The person whose source brought it, or whose id stands in it; empty if nobody's does."""
    for name, shield in shields.items():
        for account in shield.protected.accounts:
            if arrival.account == account.key or account.id.encode() in arrival.raw:
                return name
    return ""
