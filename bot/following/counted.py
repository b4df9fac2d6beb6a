"""How many follow a list, where, and how far it is carried out; who they are, for whoever asks on the record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

from bot.blocklists.blocklist import Blocklist
from bot.blocklists.follower import Phase, Tally
from bot.store import followers, tallies, write
from bot.store.database import Store

VIEWED: Final = "followers:viewed"
HERE: Final = (Phase.ACTIVE, Phase.JOINING, Phase.PAUSED, Phase.LEAVING, Phase.LEFT)


class Counted(NamedTuple):
    """People and entries; the person's own accounts are not counted among the people."""

    phases: Mapping[Phase, int]
    servers: Mapping[str, int]
    """Of those who did not leave."""
    entries: Tally
    """Over all who follow, as they stood after the latest turn of each."""


def counted(store: Store, list_: Blocklist) -> Counted:
    """How many."""
    with store.reading() as connection:
        found = tallies.counts(connection, list_.id)
        entries = tallies.tallied(connection, list_.id)
    phases = {phase: sum(n for (_, one), n in found.items() if one is phase) for phase in HERE}
    servers: dict[str, int] = {}
    for (server, phase), number in sorted(found.items()):
        if phase is not Phase.LEFT:
            servers[server] = servers.get(server, 0) + number
    return Counted({phase: n for phase, n in phases.items() if n}, servers, entries)


def revealed(store: Store, list_: Blocklist, by: str, now: datetime) -> dict[str, str]:
    """How far each is, by handle; the chain of whose list it is says who asked."""
    with store.writing() as connection:
        names = {one.handle: one.phase.value for one in followers.of_list(connection, list_.id) if not one.own}
        line: dict[str, str | int] = {"by": by, "list": list_.slug, "count": len(names)}
        write.append(connection, list_.person, [(now, VIEWED, line)])
    return names
