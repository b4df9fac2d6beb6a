"""What could not be read or judged: kept raw, told, and out of the way of the rest."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import structlog
from sqlalchemy import Connection

from bot.evidence.master import MasterKey
from bot.model.arrival import Arrival
from bot.model.shield import Shield
from bot.store import write

log = structlog.get_logger(__name__)


class Aside(NamedTuple):
    """An arrival, and in a few words, without content, why it could not be handled."""

    arrival: Arrival
    why: str


def set_aside(
    connection: Connection, master: MasterKey, shields: Mapping[str, Shield], asides: Sequence[Aside], now: datetime
) -> None:
    """Keep each, sealed, in the custody of the person whom it seems to concern."""
    for aside in asides:
        person = concerned(aside.arrival, shields)
        log.error("arrival set aside", source=aside.arrival.source, person=person, why=aside.why)
        (sealed,) = write.take(connection, master, person, "aside", [(aside.arrival.raw, aside.arrival.at)])
        write.set_aside(connection, [(person, aside.arrival.source, now, aside.why, sealed.id)])
        if person:
            line = {"exhibit": sealed.id, "digest": sealed.digest, "source": aside.arrival.source}
            write.append(connection, person, [(now, "arrival:set-aside", line)])


def concerned(arrival: Arrival, shields: Mapping[str, Shield]) -> str:
    """The person whose source brought it, or, where several share it, whose id stands in it; empty if nobody's does."""
    for name, shield in shields.items():
        for account in shield.protected.accounts:
            own = arrival.account == account.key
            if own or (not arrival.account and account.id.encode() in arrival.raw):
                return name
    return ""
