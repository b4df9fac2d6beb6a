"""What a version that came comes to, by what held before, whom the person knows, and who agreed to what."""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection

from bot.blocklists.blocklist import Blocklist
from bot.blocklists.change import Change
from bot.blocklists.entity import Entity, Kind
from bot.blocklists.guard import Agreed
from bot.blocklists.snapshot import standing
from bot.blocklists.subscription import Edition, Outcome, Taking, Terms, weight
from bot.store import editions, subscriptions
from bot.subscribing import version
from bot.subscribing.acquaintance import close, known
from bot.subscribing.guards import findings, grave, proof
from bot.subscribing.report import Report
from bot.subscribing.source import Read

AUTHOR = "rempart"
"""Who takes a version where nobody had to."""


class Came(NamedTuple):
    """A version that came, beside what holds."""

    was: Mapping[Entity, Change]
    read: Read
    """As its publisher wrote it, which is what they signed."""
    after: Mapping[Entity, Change]
    """As it would be kept."""


def weigh(connection: Connection, whose: Blocklist, terms: Terms, came: Came) -> Report:
    """What it comes to."""
    was, read, after = came
    exempted = subscriptions.exempted(connection, whose.person, whose.id)
    spared = {one.entity.usual for one in exempted}
    spared |= {Entity(kind=Kind.ACTOR, key=one.found) for one in exempted if one.found}
    named = {
        entity.key: entity
        for entity in (each.usual for each, change in standing(after).items() if weight(change) >= terms.least)
        if spared.isdisjoint(entity.named)
    }
    friends = known(connection, whose.person, named)
    proven = proof(terms.verifier, read, note_of(connection, whose.id))
    followed = close(connection, whose.person, spared)
    found = findings(terms, was, after, proven, followed, _agreed(connection, whose, was))
    return version.report(was, read._replace(after=after), friends, spared, found)


def note_of(connection: Connection, list_: str) -> str:
    """What the version is signed with that holds; empty: nothing."""
    held = subscriptions.accepted(connection, list_)
    return held.note if held else ""


def outcome(whose: Blocklist, terms: Terms, said: Report, latest: Edition | None) -> Outcome:
    """What becomes of it: the first one waits, and so does the first after one that a person undid."""
    if any(grave(terms, one) for one in said.findings):
        return Outcome.REFUSED
    waits = whose.version == 0 or undoes(latest) or said.findings or terms.taking is Taking.ASKS
    return Outcome.HELD if waits else Outcome.ACCEPTED


def eases(whose: Blocklist, terms: Terms, said: Report, latest: Edition | None) -> bool:
    """Whether a version waits for nothing but what it adds, so that what it takes off may hold already."""
    asks = whose.version == 0 or undoes(latest) or terms.taking is Taking.ASKS
    return not asks and bool(said.findings) and all(one.is_growth for one in said.findings)


def undoes(one: Edition | None) -> int:
    """The version that a person undid by this one; 0: none."""
    return msgspec.json.decode(one.why, type=Report).undoes if one else 0


def _agreed(connection: Connection, whose: Blocklist, was: Mapping[Entity, Change]) -> Agreed | None:
    """What a person last accepted, where other versions were taken since."""
    number = subscriptions.agreed(connection, whose.id, AUTHOR)
    if number in {0, whose.version}:
        return None
    since = editions.turned(connection, whose.id, number)
    kept = {entity: change for entity, change in was.items() if entity not in since}
    return Agreed(number, kept | {entity: change for entity, change in since.items() if change is not None})
