"""Links: accounts that may be one person's, with what speaks for each; only people say whether they are."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.errors import Refused
from bot.links.deciding import LinkReview
from bot.model.link import Status
from bot.model.seat import Grant
from bot.people.unmasking import Named, unmask
from bot.store import links
from bot.web.casework import shield
from bot.web.linked import Pair, pair, pairs
from bot.web.page import Page
from bot.web.visit import Visit

PAGE: Final = 20
ANSWERED: Final = 50
"""Answers that are shown, the latest."""
NOBODY: Final[Mapping[str, Named]] = MappingProxyType({})


def look(visit: Visit) -> Response:
    """What is suggested, and what was answered."""
    person, master, after = visit.person.name, visit.store.master, visit.asked.get("after", "")
    with visit.store.reading() as connection:
        behind = pair(connection, master, visit, after) if after else None
        found = links.suggested(connection, person, behind.link if behind else None, PAGE + 1)
        answered = pairs(connection, master, visit, links.answered(connection, person, ANSWERED))
        some = pairs(connection, master, visit, found[:PAGE])
    return visit.page("links.html", some=some, more=some[-1].id if len(found) > PAGE else "", answered=answered)


def one(visit: Visit) -> Response:
    """One of them, and what each answer would do."""
    return visit.page("link.html", pair=_pair(visit), named=NOBODY)


def names(visit: Visit) -> Response:
    """The same with the names of both, which stands in the trail."""
    found = _pair(visit)
    both = [found.link.other, found.link.account]
    return visit.page("link.html", pair=found, named=unmask(visit.store, visit.seat, both, visit.now))


def answer(visit: Visit) -> Response:
    """Say whether they are one person's. Raises Refused for what is no answer, or was given meanwhile."""
    found, said = _pair(visit), visit.form.get("answer")
    link, review = found.link, LinkReview(visit.store, shield(visit))
    if said not in {"confirm", "reject"}:
        raise Refused(visit.said.say("web.link.refused.answer"))
    if visit.form.get("status") != link.status:
        raise Refused(visit.said.say("web.link.refused.meanwhile"))
    decide = review.confirm if said == "confirm" else review.reject
    decide(link.account, link.other, visit.seat.name, visit.now)
    if link.status is Status.CONFIRMED:
        return visit.back("/links", "link_parted")
    return visit.back("/links", f"link_{said}ed")


def _pair(visit: Visit) -> Pair:
    with visit.store.reading() as connection:
        found = pair(connection, visit.store.master, visit, str(visit.path["id"]))
    if found is None:
        raise HTTPException(404)
    return found


PAGES: Final = (
    Page("/links", Grant.CASES, look),
    Page("/links/{id}", Grant.CASES, one, answer, acting=Grant.ACT),
    Page("/links/{id}/names", Grant.CASES, act=names),
)
