"""What waited out quiet hours in a flood: on each channel it becomes one message, instead of fifty in the morning."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from msgspec.structs import replace
from sqlalchemy import Connection

from bot.alerts.digest import gathered
from bot.alerts.flood import AT_ONCE
from bot.model.alert import Alert
from bot.model.delivery import Delivery, Status
from bot.model.shield import Contact, Shield
from bot.store import outbox, telling
from bot.store.telling import NIGHT
from bot.telling.tell import addressed, summaries


def nights(connection: Connection, shield: Shield, now: datetime) -> list[Delivery]:
    """What is told in one message, once more than a few alerts wait for a channel's quiet hours to end."""
    planned: list[Delivery] = []
    for contact in shield.contacts:
        waits = telling.put_off(connection, shield.name, contact.name, now) if contact.quiet else []
        single = [one for one in waits if not one.id.startswith(NIGHT)]
        kept = [one for one in waits if one.id.startswith(NIGHT)]
        if single and (kept or len({_alert(one).id for one in single}) > AT_ONCE):
            planned += _together(connection, shield, contact, [*kept, *single], now)
    return planned


def _together(
    connection: Connection, shield: Shield, contact: Contact, waits: Sequence[Delivery], now: datetime
) -> list[Delivery]:
    """One message instead of these, due when they were."""
    uris = list(dict.fromkeys(uri for one in waits for uri in _alert(one).about))
    told = summaries(connection, shield, telling.latest(connection, shield.name, uris))
    alert_id = f"{NIGHT}-{_alert(waits[-1]).id}"
    for one in waits:
        outbox.settle(connection, replace(one, status=Status.CANCELLED, cause=NIGHT))
    return list(addressed(shield, [contact], partial(gathered, alert_id, at=now, summaries=told), now))


def _alert(one: Delivery) -> Alert:
    if not isinstance(one.what, Alert):
        raise TypeError("only alerts wait for the morning")
    return one.what
