"""What can be done about a mention; data only, platforms perform it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import get_args

import msgspec

from bot.model.measure import FINAL, ONCE, Inform, Measure
from bot.model.noun import Noun
from bot.model.reason import Reason, Severity


class Sending(StrEnum):
    """Who sends a report: a person, from the draft, or the bot."""

    DRAFT = "draft"
    SEND = "send"


class Mute(Noun, frozen=True, kw_only=True, tag="mute", tag_field="kind"):
    """The person no longer sees the author, who is not told."""

    duration: timedelta | None = timedelta(days=30)


class Block(Noun, frozen=True, kw_only=True, tag="block", tag_field="kind"):
    """The author can no longer address the person, and can see that."""


class HideReply(Noun, frozen=True, kw_only=True, tag="hide_reply", tag_field="kind"):
    """The reply is hidden from all under the person's own post (Bluesky thread gate)."""


class DetachQuote(Noun, frozen=True, kw_only=True, tag="detach_quote", tag_field="kind"):
    """The quote no longer shows the person's post (Bluesky post gate)."""


class Dismiss(Noun, frozen=True, kw_only=True, tag="dismiss", tag_field="kind"):
    """The one notification goes away (Mastodon); cannot be undone."""


class Report(Noun, frozen=True, kw_only=True, tag="report", tag_field="kind"):
    """The platform's moderators are asked to look; cannot be undone."""

    sending: Sending = Sending.DRAFT
    comment: str = ""
    forward: bool = False
    """Whether the author's own server is told too (Mastodon)."""


class FilterStrangers(Noun, frozen=True, kw_only=True, tag="filter_strangers", tag_field="kind"):
    """Notifications by those whom the person does not follow are set aside, none is lost (Mastodon's policy)."""


class CloseThread(Noun, frozen=True, kw_only=True, tag="close_thread", tag_field="kind"):
    """Only whom the person follows, or mentions in it, can reply to the post (Bluesky thread gate)."""


class CloseQuotes(Noun, frozen=True, kw_only=True, tag="close_quotes", tag_field="kind"):
    """Nobody can quote the post any more (Bluesky post gate)."""


class HideReplies(Noun, frozen=True, kw_only=True, tag="hide_replies", tag_field="kind"):
    """Replies are hidden from all under the person's own post, many with one write (Bluesky thread gate).

    Where the gate cannot take them all, it takes the first.
    """

    replies: tuple[str, ...]
    """URIs, the worst first."""


Shelter = FilterStrangers | CloseThread | CloseQuotes | HideReplies
"""What is raised for as long as a raid lasts, and aims at nobody: the order's subject is the person's own account."""
SHELTERS: tuple[type[Shelter], ...] = (FilterStrangers, CloseThread, CloseQuotes, HideReplies)
Action = Mute | Block | HideReply | DetachQuote | Dismiss | Report

IRREVERSIBLE: tuple[type[Action | Measure | Inform], ...] = (Dismiss, Report, *FINAL, Inform)
REPEATABLE: tuple[type[Action | Shelter | Measure], ...] = (
    Mute,
    Block,
    HideReply,
    DetachQuote,
    Dismiss,
    *SHELTERS,
    *(measure for measure in get_args(Measure) if measure not in ONCE),
)
"""Idempotent: after a crash the state is read and the action tried again. The others become *uncertain*."""


def kind_of(action: Action | Shelter | Measure | Inform) -> str:
    """The action's name as people write it: `mute`, `hide_reply`, …"""
    return str(action.__struct_config__.tag)


def kinds(actions: Iterable[type[Noun]]) -> tuple[str, ...]:
    """The names of classes of actions."""
    return tuple(str(action.__struct_config__.tag) for action in actions)


class Order(Noun, frozen=True, kw_only=True, tag="order", tag_field="noun"):
    """An action to be performed by a protected account on an author because of a mention. Holds ids, never words."""

    id: str
    person: str
    by: str
    """`Account.key` of the protected account that acts; for a measure, the key of the desk."""
    action: Action | Shelter | Measure | Inform
    subject: str
    """`Account.key` of the author."""
    subject_id: str
    """The author's id as the platform writes it."""
    uri: str
    revision: str
    """The mention's CID on Bluesky."""
    rule: str
    reason: Reason
    severity: Severity
    root: str | None = None
    quoted: tuple[str, ...] = ()
    native: str = ""
    notification: str = ""
    statement: str = ""
    """The id of the reasons that the server tells the account along with it; empty: it tells none."""
    text: str = ""
    """These reasons, for the moment in which it is performed; never kept with it."""
    received_at: datetime
    """Event time of the mention; budgets count by it."""
    decided_at: datetime


class Prior(Noun, frozen=True, kw_only=True):
    """The state that an order meets, kept so that it can be restored."""

    in_force: bool = False
    """Whether the effect was already there, by somebody else's doing."""
    detail: dict[str, str] = msgspec.field(default_factory=dict)
    """What the platform's inverse needs: mute scope, expiry, record key."""
