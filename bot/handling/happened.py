"""What happens to what we know: a post deleted, an account renamed or gone. Each is one entry more."""

from datetime import datetime

from sqlalchemy import Connection

from bot.evidence.master import MasterKey
from bot.evidence.pseudonym import pseudonym
from bot.model.arrival import Arrival, Deleted, Identity
from bot.model.noun import utc
from bot.store import authors, departed, write


def note(connection: Connection, master: MasterKey, arrival: Arrival, event: Deleted | Identity, now: datetime) -> None:
    """Write it into the chain of each person who knows the post or the account; the raw form goes into custody.

    The entry bears our time, as all do, and says when it happened by the server's.
    """
    if isinstance(event, Deleted):
        people, value, name = write.deleted(connection, event.uri, event.at), event.uri, "mention:deleted"
    else:
        people, value = authors.knowing(connection, event.account), event.account
        name = "account:gone" if event.gone else "account:renamed"
        for person in people:
            if event.gone:
                departed.leave(connection, person, event.account, event.at)
            else:
                departed.come_back(connection, person, event.account)
    for person in people:
        salt = write.salt(connection, master, person)
        (sealed,) = write.take(connection, master, person, "event", [(arrival.raw, event.at)])
        line = {
            "about": pseudonym(salt, value),
            "exhibit": sealed.id,
            "digest": sealed.digest,
            "happened": utc(event.at),
        }
        write.append(connection, person, [(now, name, line)])
