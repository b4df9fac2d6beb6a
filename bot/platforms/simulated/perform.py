"""What each action does on a simulated server, and its inverse."""

from datetime import datetime

from bot.errors import Gone, Refused
from bot.model.action import (
    Block,
    CloseQuotes,
    CloseThread,
    DetachQuote,
    Dismiss,
    FilterStrangers,
    HideReplies,
    HideReply,
    Mute,
    Order,
    Prior,
    Report,
    Shelter,
    kind_of,
)
from bot.model.noun import utc
from bot.platforms.beyond import beyond
from bot.platforms.simulated import shelters
from bot.platforms.simulated.server import MAX_DETACHED, MAX_HIDDEN, Muting, Server

LACKS = {
    "bluesky": frozenset({"dismiss", "filter_strangers"}),
    "mastodon": frozenset({"hide_reply", "detach_quote", "close_thread", "close_quotes", "hide_replies"}),
}
"""Actions that a platform does not know."""


def prior(server: Server, order: Order) -> Prior:
    """The state that the order would change."""
    if isinstance(order.action, Shelter):
        return shelters.prior(server, order, order.action)
    mute = server.mutes.get(order.subject_id) if isinstance(order.action, Mute) else None
    return Prior(in_force=_in_force(server, order), detail=_written(mute) if mute else {})


def perform(server: Server, order: Order) -> str:
    """Do it; a receipt. Raises Refused where the platform cannot, Gone where nothing is left to act on."""
    _able(server, order)
    match order.action:
        case Mute(duration=duration):
            server.mute(order.subject_id, duration)
        case Block():
            return server.block(order.subject_id)
        case HideReply():
            return _hide(server, order)
        case DetachQuote():
            return _detach(server, order)
        case Dismiss():
            if server.notified.pop(order.uri, None) is None:
                raise Gone("the notification is no longer there")
        case Report():
            server.reports.append((order.subject_id, order.uri))
            return f"report-{len(server.reports)}"
        case FilterStrangers() | CloseThread() | CloseQuotes() | HideReplies():
            return shelters.perform(server, order, order.action)
        case measure:
            raise beyond(measure)
    return ""


def revert(server: Server, order: Order, before: Prior) -> None:
    """Restore the state before. Raises Refused for what cannot be undone."""
    if isinstance(order.action, Dismiss | Report):
        raise Refused(f"a {kind_of(order.action)} cannot be undone")
    if isinstance(order.action, Shelter):
        shelters.revert(server, order, order.action, before)
    elif isinstance(order.action, Mute) and before.detail:
        server.keep(order.subject_id, _read(before.detail))
        server.advance(server.now)
    elif not before.in_force:
        _lift(server, order)


def _lift(server: Server, order: Order) -> None:
    match order.action:
        case Mute():
            server.mutes.pop(order.subject_id, None)
        case Block():
            server.blocks.pop(order.subject_id, None)
        case HideReply():
            _take(server.hidden.get(order.root or "", []), order.uri)
        case _:
            for own in order.quoted:
                _take(server.detached.get(own, []), order.uri)


def _in_force(server: Server, order: Order) -> bool:
    match order.action:
        case Mute():
            mute = server.mutes.get(order.subject_id)
            return mute is not None and mute.scope == "all"
        case Block():
            return order.subject_id in server.blocks
        case HideReply():
            return order.uri in server.hidden.get(order.root or "", ())
        case DetachQuote():
            return bool(order.quoted) and not _undetached(server, order)
        case Dismiss():
            return order.uri not in server.notified
        case Report():
            return False
        case _:
            raise Refused(f"{kind_of(order.action)} aims at nobody")


def _able(server: Server, order: Order) -> None:
    kind = kind_of(order.action)
    if kind in LACKS[server.platform]:
        raise Refused(f"{server.platform} has no {kind}")


def _hide(server: Server, order: Order) -> str:
    """One more reply in the thread gate; only the owner of the thread's first post has one."""
    if not order.root or not _owns(server, order.root):
        raise Refused("only replies in the person's own threads can be hidden")
    gate = server.hidden.setdefault(order.root, [])
    if order.uri not in gate:
        if len(gate) >= MAX_HIDDEN:
            raise Refused(f"the thread already hides {MAX_HIDDEN} replies")
        gate.append(order.uri)
    return order.root


def _detach(server: Server, order: Order) -> str:
    missing = _undetached(server, order)
    if not any(_owns(server, own) for own in order.quoted):
        raise Refused("only quotes of the person's own posts can be detached")
    for own in missing:
        gate = server.detached.setdefault(own, [])
        if len(gate) >= MAX_DETACHED:
            raise Refused(f"the post already has {MAX_DETACHED} quotes detached")
        gate.append(order.uri)
    return ""


def _undetached(server: Server, order: Order) -> list[str]:
    mine = [own for own in order.quoted if _owns(server, own)]
    return [own for own in mine if order.uri not in server.detached.get(own, ())]


def _owns(server: Server, uri: str) -> bool:
    """Posts of others are known by their events; an AT URI names its owner."""
    if uri.startswith("at://"):
        return uri.startswith(f"at://{server.owner}/")
    return uri not in server.posts


def _take(gate: list[str], uri: str) -> None:
    if uri in gate:
        gate.remove(uri)


def _written(mute: Muting) -> dict[str, str]:
    return {"scope": mute.scope} | ({"until": utc(mute.until)} if mute.until else {})


def _read(detail: dict[str, str]) -> Muting:
    until = detail.get("until")
    return Muting(scope=detail["scope"], until=datetime.fromisoformat(until) if until else None)
