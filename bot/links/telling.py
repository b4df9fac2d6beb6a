"""What is said of links that are suggested, or are no longer: a line in the chain, and an alert to the person."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.alerts.link import Suggested, link_alert
from bot.evidence.master import MasterKey
from bot.evidence.pseudonym import pseudonym
from bot.links.judging import stands
from bot.model.alert import AlertKind
from bot.model.delivery import Delivery
from bot.model.shield import Shield
from bot.store import links, outbox, write
from bot.store.links import Link
from bot.telling.tell import addressed

SAID: Final = "link:suggested"
UNSAID: Final = "link:withdrawn"
WINDOW: Final = timedelta(hours=1)
AT_MOST: Final = 4
"""Alerts about links within the window; in a flood the rest waits in `rempart link list`."""


def note(connection: Connection, master: MasterKey, found: Iterable[Link], now: datetime) -> None:
    """Write them into the chain; `rempart link list` shows them."""
    whose: dict[str, list[Link]] = {}
    for one in found:
        whose.setdefault(one.person, []).append(one)
    for person, some in whose.items():
        salt = write.salt(connection, master, person)
        write.append(connection, person, [(now, SAID if stands(one) else UNSAID, _line(salt, one)) for one in some])


def tell(
    connection: Connection,
    shields: Mapping[str, Shield],
    found: Sequence[tuple[Link, str]],
    now: datetime,
    raided: Callable[[str], bool],
) -> list[Delivery]:
    """The alerts that tell what is suggested, one for each person. While somebody is `raided`, only a forbidden return
    rings: among hundreds some always resemble one another, and the rest can be read later."""
    deliveries: list[Delivery] = []
    suggested = [(one, uri) for one, uri in found if stands(one)]
    for person in dict.fromkeys(one.person for one, _ in suggested):
        told = [_suggested(connection, one, uri, now) for one, uri in suggested if one.person == person]
        if any(one.restricted for one in told) or not raided(person):
            deliveries += _alert(connection, shields[person], told, now)
    return deliveries


def _alert(connection: Connection, shield: Shield, told: list[Suggested], now: datetime) -> Sequence[Delivery]:
    lately = outbox.alerts_since(connection, shield.name, now - WINDOW, [AlertKind.LINK.value])
    if len(lately) >= AT_MOST and not any(one.restricted for one in told):
        return ()
    # two batches may stand at one moment: the alert after another is another one
    alert_id = f"link-{shield.name}-{int(now.timestamp() * 1000)}-{len(lately)}"
    return addressed(shield, shield.contacts, lambda person: link_alert(alert_id, person, now, told), now)


def _suggested(connection: Connection, one: Link, uri: str, now: datetime) -> Suggested:
    bans = links.bans(connection, one.person, [one.other]).get(one.other, [])
    restricted = any(since <= now < until for since, until in bans)
    return Suggested(uri=uri, score=one.score, grounds=one.grounds, restricted=restricted)


def _line(salt: bytes, one: Link) -> dict[str, str | int]:
    return {
        "account": pseudonym(salt, one.account),
        "other": pseudonym(salt, one.other),
        "percent": round(100 * one.score),
        "grounds": " ".join(said.ground for said in one.grounds),
    }
