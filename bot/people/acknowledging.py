"""Somebody says that they saw an urgent alert: by its reference, or by the token of the link that came with it."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.errors import Gone
from bot.model.alert import Alert
from bot.model.noun import Noun
from bot.recording.names import Names
from bot.store import telling, urgent, write
from bot.store.database import Store
from bot.telling.sending import digest_of
from bot.telling.urging import let_be

UNKNOWN: Final = "no urgent alert is known under this; it may be older than 90 days, or the link is not whole"


class Acknowledged(Noun, frozen=True, kw_only=True):
    """An urgent alert, and whether somebody saw it; nothing of it repeats what was written."""

    alert: str
    """Its reference."""
    person: str
    at: datetime
    via: str
    """The channel on which the link came that was followed; empty where it was none."""
    title: str
    body: str
    others: int
    """How many alerts before it nobody acknowledged: who saw it has seen them."""
    seen_at: datetime | None
    seen_by: str


def look(store: Store, token: str) -> Acknowledged:
    """What an acknowledgement would be about; changes nothing. `token` may be the alert's reference. Raises Gone."""
    with store.reading() as connection:
        return _shown(connection, token)


def followed(store: Store, token: str) -> Acknowledged:
    """As `look`, by the token of a link alone: who has only the reference was not sent it. Raises Gone."""
    with store.reading() as connection:
        if not urgent.by_token(connection, digest_of(token))[0]:
            raise Gone(UNKNOWN)
        return _shown(connection, token)


def acknowledge(store: Store, token: str, by: str, now: datetime) -> Acknowledged:
    """Say that it was seen, with all before it; whoever said so first stays. Raises Gone where there is no such."""
    with store.writing() as connection:
        shown = _shown(connection, token)
        if shown.seen_at is None:
            for one in urgent.unseen(connection, shown.person, shown.at):
                urgent.see(connection, [one.alert], by or shown.via, now)
                let_be(connection, one, by or shown.via)
                line = {"alert": one.alert, "by": by or shown.via}
                line |= {"via": Names(connection, store.master).of(one.person, shown.via)} if shown.via else {}
                write.append(connection, one.person, [(now, "urgent:acknowledged", line)])
        return _shown(connection, token)


def _shown(connection: Connection, token: str) -> Acknowledged:
    alert, via = urgent.by_token(connection, digest_of(token))
    one = urgent.of(connection, alert or token)
    if one is None:
        raise Gone(UNKNOWN)
    told = [each for each in telling.deliveries(connection, one) if isinstance(each.what, Alert)]
    texts = [each.what for each in sorted(told, key=lambda each: each.via != via) if isinstance(each.what, Alert)]
    text = next((each for each in texts if each.pressing), None)
    return Acknowledged(
        alert=one.alert,
        person=one.person,
        at=one.at,
        via=via,
        title=text.title if text else "",
        body=text.body if text else "",
        others=sum(each.alert != one.alert for each in urgent.unseen(connection, one.person, one.at)),
        seen_at=one.seen_at,
        seen_by=one.seen_by,
    )
