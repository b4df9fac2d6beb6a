"""An alert as it leaves: with how to acknowledge it, and links; no token of a link is ever kept."""

from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe
from typing import Final

from sqlalchemy import Connection

from bot.alerts.urgent import acknowledgeable, lookable, undoable
from bot.model.alert import Alert, AlertKind
from bot.model.delivery import Delivery
from bot.model.shield import Shield
from bot.store import urgent

LENGTH: Final = 24
"""Bytes of a token."""
SEEN: Final = (AlertKind.MENTION, AlertKind.UPDATE)
"""What is about a mention, which has a page."""


def ready(connection: Connection, shield: Shield, one: Delivery, alert: Alert, base: str, now: datetime) -> Alert:
    """The alert in the words of its channel's reader; `base` is where links begin, empty where there are none."""
    language = next((each.language for each in shield.contacts if each.name == one.via), shield.protected.language)
    if base and alert.kind in SEEN:
        alert = lookable(alert, language, f"{base}/alert/{alert.id}")
    if base and alert.undo:
        alert = undoable(alert, language, f"{base}/undo/{alert.undo}")
    waits = urgent.of(connection, alert.id) if alert.pressing else None
    if waits is None or waits.seen_at is not None:
        return alert
    link = ""
    if base:
        token = token_urlsafe(LENGTH)
        urgent.mint(connection, waits, one.via, digest_of(token), now)
        link = f"{base}/acknowledge/{token}"
    return acknowledgeable(alert, language, link)


def digest_of(token: str) -> bytes:
    """What is kept of a token."""
    return sha256(token.encode(errors="surrogatepass")).digest()
