"""What one transaction writes of raids and support: visits, raids, what the chain says of them, and who is told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from secrets import token_hex

from msgspec.structs import replace
from sqlalchemy import Connection

from bot.alerts import crowd as texts
from bot.model.delivery import Delivery
from bot.model.noun import utc
from bot.model.raid import Raid, whose
from bot.model.reason import Severity
from bot.model.shield import Shield
from bot.raids.crowd import Crowd
from bot.raids.crowds import Crowds
from bot.raids.sheltering import hide, lower, raise_for
from bot.recording.judged import Judged
from bot.store import raids, write
from bot.store.raids import Kindness
from bot.telling.tell import addressed


def keep(
    connection: Connection,
    crowds: Crowds,
    shields: Mapping[str, Shield],
    judged: Sequence[Judged],
    now: datetime,
) -> list[Delivery]:
    """Write it all, once the mentions themselves are written; the alerts about raids that were recognised."""
    raids.thank(connection, list(_kind(judged)))
    planned: list[Delivery] = []
    for person, crowd in crowds.every.items():
        crowd.catch_up()
        about = [
            one.facts.mention.uri for one in judged if one.facts.mention.person == person and one.decision.severity
        ]
        shield = shields[whose(person)]
        let_go(connection, shield, crowd, now)
        planned += begin(connection, shield, crowd, about, now)
        crowd.keep(now)
        for number, uris in crowd.within.items():
            if number in crowd.raids and crowd.raids[number].alert:
                raids.told(connection, crowd.raids[number], uris)
                mine = (one for one in judged if one.facts.mention.person == person)
                planned += hide(connection, shield, crowd.raids[number], mine, now)
    return planned


def _kind(judged: Iterable[Judged]) -> Iterator[Kindness]:
    for one in judged:
        mention, kind = one.facts.mention, one.facts.support
        if kind is not None and one.decision.severity < Severity.MEDIUM:
            yield Kindness(mention.person, mention.uri, mention.author.key, kind.value, mention.received_at)


def begin(connection: Connection, shield: Shield, crowd: Crowd, about: Sequence[str], now: datetime) -> list[Delivery]:
    """Tell that raids have begun, and let the chain say so."""
    planned: list[Delivery] = []
    for begun in crowd.begun:
        raid = replace(crowd.raids[begun.number], alert=token_hex(12), told=begun.hostile)
        crowd.raids[raid.number] = raid
        write.append(connection, shield.name, [(now, "raid:began", line(raid))])
        raids.told_before(connection, raid)
        raised = raise_for(connection, shield, raid, now)
        could = ["raised"] if raised else [] if shield.shelters or shield.desk else ["could"]
        compose = partial(texts.began, raid, at=now, about=about, could=could)
        planned += [*raised, *addressed(shield, shield.contacts, compose, now)]
    return planned


def begin_past(connection: Connection, crowds: Crowds, now: datetime) -> None:
    """Let the chain say that raids were found that were over long ago: nobody is told, and nothing is raised."""
    for person, crowd in crowds.every.items():
        over = [one for one in crowd.begun if crowd.raids[one.number].until + timedelta(seconds=one.rest) < now]
        write.append(connection, whose(person), [(now, "raid:began", line(crowd.raids[one.number])) for one in over])
        crowd.begun = [one for one in crowd.begun if one not in over]


def let_go(connection: Connection, shield: Shield, crowd: Crowd, now: datetime) -> None:
    """Lower what was raised for raids that turned out to be parts of others; the chain says that they are none."""
    told = [one for one in crowd.gone.values() if one.alert]
    for raid in told:
        lower(connection, shield, raid, now)
    if told:
        write.append(connection, shield.name, [(now, "raid:ended", line(one)) for one in told])


def line(raid: Raid) -> dict[str, str | int]:
    """What the chain says of a raid: counts and moments."""
    of = raid.person.partition("/")[2]
    said: dict[str, str | int] = {"of": of} if of else {}
    return said | {
        "raid": raid.number,
        "since": utc(raid.since),
        "until": utc(raid.until),
        "authors": raid.authors,
        "hostile": raid.hostile,
        "supporters": raid.supporters,
        "mentions": raid.mentions,
    }
