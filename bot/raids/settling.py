"""What time does to raids: they grow, and are told again; they end, and what they were is sealed; support is told."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection

from bot.alerts import crowd as texts
from bot.evidence.master import MasterKey
from bot.evidence.pseudonym import pseudonym
from bot.model.delivery import Delivery
from bot.model.noun import utc
from bot.model.raid import FLAGS, SIGN_UPS, Raid, whose
from bot.model.reason import LABELS
from bot.model.shield import Shield
from bot.model.support import Support
from bot.raids.crowd import Crowd, seconds
from bot.raids.keeping import begin, let_go, line
from bot.raids.sheltering import lower
from bot.signals.burst import HORIZON, LEAST
from bot.store import checkpoints, crowds, outbox, raids, write
from bot.store.rows import moment
from bot.telling.tell import addressed

SLOT: Final = 600_000_000
"""Microseconds of which the statistics of a raid count apart: ten minutes."""
AGAIN: Final = timedelta(minutes=30)
"""How long after an alert about a raid it is told again, at the earliest, and only if it has doubled."""
MANIFOLD: Final = 5
"""How many times as large a crowd about a community is told again."""
DAY: Final = timedelta(days=1)
ENOUGH: Final = 5
"""Messages of support of which a digest tells; fewer wait for more, but for no longer than WAIT."""
WAIT: Final = timedelta(days=7)


def settle(
    connection: Connection, master: MasterKey, shield: Shield, now: datetime, ids: Iterator[str]
) -> list[Delivery]:
    """Look once more at the raids on a person: what is to be told of those that began, grew or are over."""
    names = [shield.name, *(shield.name + one for one in (SIGN_UPS, FLAGS) if shield.desk)]
    return [one for name in names for one in _settle(connection, master, shield, name, now, ids)]


def _settle(
    connection: Connection, master: MasterKey, shield: Shield, name: str, now: datetime, ids: Iterator[str]
) -> list[Delivery]:
    """The same of one crowd, by its name."""
    crowd = Crowd(connection, name, b"")
    moments = {seconds(one.until) for one in crowd.raids.values() if one.ended_at is None}
    if crowds.hurting(connection, name, seconds(now) - HORIZON, seconds(now)) >= LEAST:
        moments.add(seconds(now))
    for at in sorted(moments):
        crowd.look(at)
    let_go(connection, shield, crowd, now)
    planned = begin(connection, shield, crowd, (), now)
    for raid in [one for one in crowd.raids.values() if one.ended_at is None]:
        if now - raid.until > timedelta(seconds=raid.rest):
            over = replace(raid, ended_at=now)
            planned += _end(connection, master, shield, over, ids)
        else:
            over = replace(raid, told=raid.hostile) if _grown(connection, shield, raid, now) else raid
            planned += _again(shield, over, now) if over is not raid else ()
        if over is not raid:
            crowd.raids[raid.number] = over
            crowd.changed.add(raid.number)
    crowd.keep(now)
    return planned


def over_at(connection: Connection) -> datetime | None:
    """When the next raid will be over, if nothing more comes."""
    ends = (one.until + timedelta(seconds=one.rest + 1) for one in raids.ongoing(connection))
    return min(ends, default=None)


def thanked(connection: Connection, shield: Shield, now: datetime, ids: Iterator[str]) -> list[Delivery]:
    """The digest of what was written in support, where there is enough of it, or some that has waited long."""
    said, contacts = raids.untold(connection, shield.name), [one for one in shield.contacts if one.support]
    if not said or not contacts or (len(said) < ENOUGH and now - said[0][2] < WAIT):
        return []
    raids.thanked(connection, shield.name)
    lines = [(Support(kind), exhibit, at) for kind, exhibit, at, _ in said]
    authors = len({author for *_, author in said})
    kept = checkpoints.newest(connection, shield.name)
    sealed = kept.head if kept else None
    compose = partial(texts.thanked, next(ids), at=now, said=lines, authors=authors, sealed=sealed)
    return list(addressed(shield, contacts, compose, now))


def _grown(connection: Connection, shield: Shield, raid: Raid, now: datetime) -> bool:
    """Whether it has doubled since it was last told, and that is a while ago; to a desk it is told once, of a crowd
    five times as large."""
    if not raid.alert or raid.hostile < (MANIFOLD if shield.desk else 2) * raid.told:
        return False
    lately = outbox.alerts_since(connection, shield.name, now - AGAIN, ["raid", "update"])
    if shield.desk:
        lately += outbox.alerts_since(connection, shield.name, raid.since - DAY, ["update"])
    return not any(alert_id == raid.alert for alert_id, _, _ in lately)


def _again(shield: Shield, raid: Raid, now: datetime) -> list[Delivery]:
    made = addressed(shield, shield.contacts, partial(texts.goes_on, raid, at=now), now)
    return [replace(one, id=f"{one.id}:{raid.hostile}") for one in made]


def _end(connection: Connection, master: MasterKey, shield: Shield, raid: Raid, ids: Iterator[str]) -> list[Delivery]:
    """Seal what it was, let the chain say that it is over, and tell everybody who was told that it began."""
    now = raid.ended_at or raid.until
    lower(connection, shield, raid, now)
    salt = write.salt(connection, master, shield.name)
    (sealed,) = write.take(connection, master, shield.name, "raid", [(_statistics(connection, raid, salt), now)])
    entry = {**line(raid), "exhibit": sealed.id, "digest": sealed.digest}
    write.append(connection, shield.name, [(now, "raid:ended", entry)])
    if not raid.alert:
        return []  # a raid of the past, which nobody was told of
    held = _held(connection, raid)
    compose = partial(texts.ended, next(ids), raid, at=now, waiting=held)
    return list(addressed(shield, shield.contacts, compose, now))


def _held(connection: Connection, raid: Raid) -> int:
    """How many actions because of what it brought wait for a human."""
    return outbox.waiting(connection, whose(raid.person), raid.since, raid.until)


def _statistics(connection: Connection, raid: Raid, salt: bytes) -> bytes:
    """What the evidence keeps of it: how many, when, and what of it the person could see, by ten minutes."""
    seen = raids.seen(connection, raid, SLOT)
    posts = {"root": raid.root, "origin": raid.origin}
    total = Counter[str]()
    for one in seen:
        total[LABELS[one.severity]] += one.mentions
    return msgspec.json.encode(
        line(raid)
        | {name: pseudonym(salt, uri) for name, uri in posts.items() if uri}
        | {
            "severities": dict(total),
            "slots": [
                {
                    "at": utc(moment(one.slot)),
                    "severity": LABELS[one.severity],
                    "hidden": one.hidden,
                    "gone": one.gone,
                    "count": one.mentions,
                }
                for one in seen
            ],
        }
    )
