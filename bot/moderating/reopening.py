"""What somebody settled too soon is put back on the desk, and its reports wait again where they can."""

from datetime import datetime

from msgspec.structs import replace

from bot.errors import Refused
from bot.evidence.pseudonym import pseudonym
from bot.model.docket import Docket, Standing
from bot.model.measure import Resolve
from bot.model.seat import Grant, Seat
from bot.moderating.ordered import last
from bot.people.entitled import entitled
from bot.people.review import Review
from bot.store import dockets, write
from bot.store.database import Store


def reopen(store: Store, seat: Seat, docket: Docket, now: datetime) -> Docket:
    """Let it be open; the latest settling of its reports is undone. Raises Refused where it is not settled."""
    with store.writing() as connection:
        fresh = entitled(connection, seat, docket.person, Grant.DESK, now)
        one = dockets.docket(connection, docket.person, docket.subject)
        if one is None or one.standing is not Standing.SETTLED:
            raise Refused("this is not settled")
        changed = replace(one, standing=Standing.OPEN, taken_by="", taken_at=None)
        dockets.put(connection, changed)
        about = pseudonym(write.salt(connection, store.master, one.person), one.subject)
        write.append(connection, one.person, [(now, "docket:reopened", {"by": fresh.name, "account": about})])
        Review(store).restore(connection, last(connection, one, Resolve), fresh.name, now)
        return changed
