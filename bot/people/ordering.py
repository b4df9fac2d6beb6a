"""What a person orders that no rule proposed: an order like any other, with who gave it."""

from datetime import datetime
from secrets import token_hex
from typing import Final

from sqlalchemy import Connection

from bot.errors import Refused
from bot.model.action import Action, Block, Mute, Order
from bot.model.decision import Hold
from bot.model.delivery import Delivery, Task
from bot.model.facts import Facts
from bot.model.mention import Kind
from bot.model.reason import Reason, Severity
from bot.model.record import Record
from bot.store import outbox, relations

BY_HAND: Final = ""
"""In the place of a rule's name: a person asked for it."""


def order(connection: Connection, record: Record, action: Action, by: str, now: datetime) -> Delivery:
    """Plan it, as if it had been held and approved, so that no budget counts it.

    Raises Refused where it is about somebody whom the person follows, trusts or shares the work with.
    """
    facts = record.facts
    _require_no_friend(connection, facts)
    one = Delivery(
        id=(id_ := token_hex(12)),
        person=facts.mention.person,
        task=Task.ACT,
        via=facts.mention.to,
        what=_order(id_, record, action, now),
        due_at=now,
        hold=Hold.REVIEW,
        cause=by,
    )
    outbox.plan(connection, [one])
    if isinstance(action, Mute | Block):
        relations.relate(connection, one.person, facts.mention.author.key, muted_by="us")
    return one


def can_conceal(record: Record) -> bool:
    """Whether the mention is a reply that its platform can hide from all."""
    mention = record.facts.mention
    return mention.author.platform == "bluesky" and mention.kind is Kind.REPLY and mention.root is not None


def _require_no_friend(connection: Connection, facts: Facts) -> None:
    key = (facts.mention.person, facts.mention.author.key)
    known = relations.of(connection, [key]).get(key, facts.relation)
    if known.following or known.trusted or facts.relation.delegate:
        raise Refused("the person follows, trusts or works with this account; nothing is done to it")


def _order(id_: str, record: Record, action: Action, now: datetime) -> Order:
    mention, decision = record.facts.mention, record.decision
    return Order(
        id=id_,
        person=mention.person,
        by=mention.to,
        action=action,
        subject=mention.author.key,
        subject_id=mention.author.id,
        uri=mention.uri,
        revision=mention.revision,
        rule=BY_HAND,
        reason=next(iter(decision.reasons), Reason.HARASSMENT_TARGETED),
        severity=max(decision.severity, Severity.MEDIUM),
        root=mention.root,
        quoted=mention.quoted,
        native=mention.native,
        notification=mention.notification,
        received_at=mention.received_at,
        decided_at=now,
    )
