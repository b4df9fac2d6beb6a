"""What lists do on the person's own accounts, beside what the shield and the person themselves do there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import Connection

from bot.blocklists.blocklist import Origin
from bot.blocklists.deed import Deed
from bot.blocklists.entity import Entity, Kind, addresses
from bot.blocklists.follower import Effect, Follower, State, Why
from bot.blocklists.subscription import Terms
from bot.following.plan import wanted
from bot.model.action import Block, Mute, Order
from bot.model.delivery import Task
from bot.outbox.afterwards import HOLDING
from bot.store import authors, effects, exempts, followers, lists, outbox, relations

SETTLED: Final = (State.DONE, State.UNDONE)
"""By these it is known who mutes an account: what is ours, and is gone from the server, a hand lifted."""


def spared(connection: Connection, one: Follower, effect: Effect, close: frozenset[str]) -> Why | None:
    """Why nothing is done about somebody, whatever the list says: they are close or exempt, a hand let them go, or
    what they wrote is to be kept first.

    Nothing of this is known of who is not the person: None then. `close` as `Close.names` has it.
    """
    if not one.own:
        return None
    if not close.isdisjoint(_called(one, effect)) or exempts.among(connection, one.person, one.list, _names(effect)):
        return Why.TRUSTED
    whom = one.person, _key(one, effect.target)
    if one.choice.deed is Deed.BLOCK and authors.histories(connection, [whom]):
        return Why.WROTE
    relation = relations.of(connection, [whom]).get(whom)
    if relation is None or not (relation.trusted or relation.lifted):
        return None
    return Why.TRUSTED if relation.trusted else Why.BY_HAND


def shielded(connection: Connection, one: Follower, effect: Effect) -> bool:
    """Whether the shield itself holds somebody muted or blocked: what it did, it ends, and not a list."""
    if not one.own or not effect.target:
        return False
    about = outbox.on_subject(connection, one.person, _key(one, effect.target))
    ours = (each.what for each in about if each.task is Task.ACT and each.status in HOLDING)
    return any(isinstance(what, Order) and isinstance(what.action, Mute | Block) for what in ours)


def outranked(connection: Connection, one: Follower, some: Sequence[Effect], now: datetime) -> set[Entity]:
    """About whom of these a list of a higher priority has something else done on the same account."""
    found: set[Entity] = set()
    for other in _above(connection, one):
        said = lists.said(connection, other.list, list({name for effect in some for name in _written(effect.entity)}))
        spared_ = exempts.among(connection, one.person, other.list, list(said))
        wants = {
            name.usual for name, change in said.items() if name not in spared_ and wanted(other.choice, change, now)
        }
        found |= {effect.entity for effect in some if effect.entity.usual in wants}
    return found


def _above(connection: Connection, one: Follower) -> list[Follower]:
    """The lists of a higher priority that have another deed done on the same account."""
    if not one.own:
        return []
    others = [each for each in followers.beside(connection, one) if each.phase in followers.ABOARD]
    unlike = [each for each in others if each.own and each.choice.deed is not one.choice.deed]
    least = _priority(connection, one) if unlike else 0
    return [each for each in unlike if _priority(connection, each) > least]


def _priority(connection: Connection, one: Follower) -> int:
    """Of the list that is followed; one's own lists have none."""
    whose = lists.by_id(connection, one.list)
    foreign = whose is not None and whose.origin is Origin.FOREIGN
    return msgspec.json.decode(whose.settings, type=Terms).priority if whose and foreign else 0


def did(connection: Connection, one: Follower, effect: Effect) -> None:
    """Keep what is known of how the person stands to somebody true."""
    if one.own and effect.target and effect.entity.kind is Kind.ACTOR and effect.state in SETTLED:
        here = [one.id, *(other.id for other in followers.beside(connection, one))]
        every = [effect, *effects.beside(connection, effect, here)]
        whose = "us" if any(other.state is State.DONE for other in every) else None
        relations.relate(connection, one.person, _key(one, effect.target), muted_by=whose)


def kept(connection: Connection, one: Follower) -> None:
    """What a list did on an account of the person is their own from now on, whatever other lists did there as well."""
    others = [other.id for other in followers.beside(connection, one)]
    for target in effects.keep(connection, one.id, others):
        relations.relate(connection, one.person, _key(one, target), muted_by="person")


def _written(entity: Entity) -> list[Entity]:
    """How other lists may write an account: their usual name, and the addresses that servers give it."""
    usual = entity.usual
    name, at, host = usual.key.partition("@")
    found = addresses(name, host) if at and usual.kind is Kind.ACTOR else ()
    return [entity, usual, *(Entity(kind=Kind.ACTOR, key=one) for one in found)]


def _names(effect: Effect) -> list[Entity]:
    """By which a human may have spared somebody: as a list names them, or servers do, with the domains above."""
    found = [Entity(kind=Kind.ACTOR, key=effect.target)] if effect.target.startswith("did:") else []
    return [*effect.entity.named, *found]


def _called(one: Follower, effect: Effect) -> list[str]:
    """By what somebody close may be named, or all who are on a whole server."""
    if effect.entity.kind is Kind.DOMAIN:
        return [f"@{effect.entity.key}"]
    return [name.casefold() for name in (effect.entity.usual.key, effect.target, _key(one, effect.target))]


def _key(one: Follower, target: str) -> str:
    """`Account.key` of whom an entry means, as that account's server knows them."""
    return f"{one.platform}:{one.server}/{target}" if one.server else f"{one.platform}:{target}"
