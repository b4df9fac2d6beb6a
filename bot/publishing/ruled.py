"""Whom rules put forward: those on whom a rule that was named for a list carried out a mute or a block."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import Connection

from bot.blocklists.blocklist import Blocklist
from bot.blocklists.change import Cause, Change, Policy, Type
from bot.blocklists.entity import Entity
from bot.blocklists.snapshot import HERE
from bot.errors import Malformed
from bot.model.action import Block, Order
from bot.model.shield import Shield
from bot.publishing.forward import put_forward
from bot.publishing.known import entity_of, known
from bot.publishing.making import own
from bot.publishing.scan import GivesAway
from bot.publishing.terms import terms
from bot.store import candidates, lists
from bot.store.database import Store

log = structlog.get_logger(__name__)

BACK: Final = timedelta(days=90)
"""How far back rules put somebody forward: what is older than a list may still count."""
AT_ONCE: Final = 100
"""Accounts that are put forward in one transaction."""


def by_rules(store: Store, shield: Shield, slug: str, now: datetime) -> int:
    """Put forward whoever is new; how many."""
    with store.reading() as connection:
        one = own(connection, shield.name, slug)
        orders = list(_orders(connection, one, now))
    done = 0
    for start in range(0, len(orders), AT_ONCE):
        with store.writing() as connection:
            done += sum(_put(connection, store, shield, one, order, now) for order in orders[start : start + AT_ONCE])
    return done


def _orders(connection: Connection, one: Blocklist, now: datetime) -> Iterator[Order]:
    """What the rules did to accounts of whom nobody said anything yet."""
    chosen = terms(one)
    if not chosen.rules:
        return
    before = candidates.accounts(connection, one.id)
    for delivery in candidates.acted(connection, one.person, chosen.rules, chosen.least, now - BACK):
        order = delivery.what
        if not isinstance(order, Order) or order.subject in before:
            continue
        if not chosen.reasons or order.reason in chosen.reasons:
            yield order


def _put(connection: Connection, store: Store, shield: Shield, one: Blocklist, order: Order, now: datetime) -> bool:
    """Whether they were put forward; not where they stand in the list, a human let them go, or no name is known."""
    found = known(connection, store.master, shield, order.subject)
    if found.about.relation is not None and found.about.relation.lifted:
        return False
    try:
        entity = entity_of(order.subject, found.about.account)
    except Malformed:
        return False
    said = lists.said(connection, one.id, [entity]).get(entity)
    if (said is not None and said.type in HERE) or candidates.known(connection, one.id, entity):
        return False
    try:
        put_forward(connection, store, one, found, _change(order, entity, found.evidence, now), order.subject, now)
    except GivesAway:  # their own name holds what must stay in
        log.info("not put forward: private data in a name", list=one.slug)
        return False
    return True


def _change(order: Order, entity: Entity, evidence: str, now: datetime) -> Change:
    return Change(
        id="",
        type=Type.RECOMMENDATION,
        at=now,
        entity=entity,
        policy=Policy.REJECT if isinstance(order.action, Block) else Policy.FILTER,
        severity=order.severity,
        reasons=(order.reason,),
        cause=Cause.RULE,
        cause_ref=order.rule,
        by=order.rule,
        evidence=evidence,
    )
