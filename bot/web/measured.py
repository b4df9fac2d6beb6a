"""What a proposal of grave measures is about, as it is read before somebody agrees: what, and about whom."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from bot.errors import Refused
from bot.evidence.pseudonym import nickname
from bot.model.account import KEY
from bot.model.action import Order, kind_of
from bot.model.measure import LimitDomain, SuspendDomain
from bot.model.proposal import Kind, Proposal
from bot.model.seat import Grant
from bot.outbox.seconded import meant
from bot.store import outbox, write
from bot.web.desking import place
from bot.web.visit import Visit

SHOWN: Final = 10
"""Measures of one proposal that are named."""


class Named(NamedTuple):
    """One measure of a proposal."""

    what: str
    whom: str
    """Our name for the account, or the server's own."""
    path: str
    """Where it is seen, for who may: the account's docket, what is done to servers; empty: nowhere."""


def measures(visit: Visit, some: Iterable[Proposal]) -> dict[str, list[Named]]:
    """By the ids of the proposals; those of other kinds are not among them."""
    wanted: dict[str, tuple[str, ...]] = {}
    for one in some:
        if one.kind is Kind.MEASURE:
            try:
                wanted[one.id] = meant(one).deliveries[:SHOWN]
            except Refused:  # it names none, and none will be taken
                wanted[one.id] = ()
    if not wanted:
        return {}
    with visit.store.reading() as connection:
        salt = write.salt(connection, visit.store.master, visit.person.name)
        known = outbox.known(connection, [id_ for ids in wanted.values() for id_ in ids])
    orders = {id_: one.what for id_, one in known.items() if isinstance(one.what, Order)}
    return {each: [_named(visit, orders[id_], salt) for id_ in ids if id_ in orders] for each, ids in wanted.items()}


def _named(visit: Visit, order: Order, salt: bytes) -> Named:
    kind, enters = kind_of(order.action), visit.seat.may(Grant.DESK)
    if isinstance(order.action, LimitDomain | SuspendDomain):
        return Named(kind, order.action.domain, "/desk/domain#done" if enters else "")
    path = f"/desk/{place(order.subject)}" if enters and KEY.fullmatch(order.subject) else ""
    return Named(kind, nickname(salt, order.subject), path)
