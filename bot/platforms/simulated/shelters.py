"""What is raised for a while on a simulated server, and lowered again."""

from bot.errors import Refused
from bot.model.action import CloseQuotes, CloseThread, FilterStrangers, HideReplies, Order, Prior, Shelter, kind_of
from bot.platforms.simulated.server import MAX_HIDDEN, Server


def prior(server: Server, order: Order, shelter: Shelter) -> Prior:
    """The state that the order would change."""
    match shelter:
        case FilterStrangers():
            return Prior(in_force=server.aside)
        case CloseThread() | CloseQuotes():
            return Prior(in_force=(kind_of(shelter), order.root or "") in server.closed)
        case HideReplies(replies=replies):
            there = [uri for uri in replies if uri in server.hidden.get(order.root or "", ())]
            return Prior(in_force=len(there) == len(replies), detail={"listed": " ".join(there)})


def perform(server: Server, order: Order, shelter: Shelter) -> str:
    """Raise it. Raises Refused where the platform cannot."""
    match shelter:
        case FilterStrangers():
            server.aside = True
        case CloseThread() | CloseQuotes():
            server.closed.add((kind_of(shelter), _own(server, order)))
        case HideReplies(replies=replies):
            gate = server.hidden.setdefault(_own(server, order), [])
            gate += [uri for uri in replies if uri not in gate][: MAX_HIDDEN - len(gate)]
    return order.root or ""


def revert(server: Server, order: Order, shelter: Shelter, before: Prior) -> None:
    """Lower it, but for what was there before."""
    match shelter:
        case FilterStrangers():
            server.aside = before.in_force
        case CloseThread() | CloseQuotes():
            if not before.in_force:
                server.closed.discard((kind_of(shelter), order.root or ""))
        case HideReplies(replies=replies):
            ours = set(replies) - set(before.detail.get("listed", "").split())
            root = order.root or ""
            server.hidden[root] = [uri for uri in server.hidden.get(root, []) if uri not in ours]


def _own(server: Server, order: Order) -> str:
    if order.root is None or not order.root.startswith(f"at://{server.owner}/"):
        raise Refused("only the person's own threads have gates")
    return order.root
