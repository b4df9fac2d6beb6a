"""Somebody says that they saw an urgent alert: by its reference, or by the token of the link that came with it."""

from datetime import datetime

from sqlalchemy import Connection

from bot.errors import Gone
from bot.model.alert import Alert
from bot.model.noun import Noun
from bot.names import Names
from bot.sending import digest_of
from bot.store import telling, urgent, write
from bot.store.database import Store
from bot.urging import let_be


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
    """What the link with this token is about; changes nothing. Raises Gone, for a mere reference too: whoever lets
    strangers say what they saw asks here first.
    """
    with store.reading() as connection:
        alert, via = urgent.by_token(connection, digest_of(token))
        return _shown(connection, alert, via)


def named(store: Store, ref: str) -> Acknowledged:
    """The same, of the alert with this reference."""
    with store.reading() as connection:
        return _shown(connection, ref, "")


def acknowledge(store: Store, token_or_ref: str, by: str, now: datetime) -> Acknowledged:
    """Say that it was seen, with all before it; whoever said so first stays. Raises Gone where there is no such."""
    with store.writing() as connection:
        alert, via = urgent.by_token(connection, digest_of(token_or_ref))
        shown = _shown(connection, alert or token_or_ref, via)
        if shown.seen_at is None:
            for one in urgent.unseen(connection, shown.person, shown.at):
                urgent.see(connection, [one.alert], by or via, now)
                let_be(connection, one, by or via)
                line = {"alert": one.alert, "by": by or via}
                line |= {"via": Names(connection, store.master).of(one.person, via)} if via else {}
                write.append(connection, one.person, [(now, "urgent:acknowledged", line)])
        return _shown(connection, shown.alert, via)


def _shown(connection: Connection, alert: str, via: str) -> Acknowledged:
    one = urgent.of(connection, alert)
    if one is None:
        raise Gone("no urgent alert is known under this; it may be older than 90 days, or the link is not whole")
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
