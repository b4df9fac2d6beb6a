"""Reasons for a measure that was taken without any, by a rule say: drafted, gone over, given for good."""

from typing import Final, cast

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.config import Community
from bot.errors import Refused
from bot.model.action import Order, kind_of
from bot.model.delivery import Delivery
from bot.model.docket import Docket
from bot.model.measure import Measure
from bot.model.seat import Grant
from bot.moderating import statements
from bot.people.ordering import BY_HAND
from bot.store import outbox
from bot.web import desking
from bot.web.grounds import LONGEST, filled, grounds, language, reasons
from bot.web.page import Page
from bot.web.visit import Visit


def look(visit: Visit) -> Response:
    """The form."""
    one = desking.docket(visit)
    return _page(visit, one, _measure(visit, one))


def act(visit: Visit) -> Response:
    """Show a draft, or give the reasons. Raises Refused."""
    one = desking.docket(visit)
    measure = _measure(visit, one)
    if visit.form.get("do") == "draft":
        return _page(visit, one, measure, _draft(visit, one, measure))
    if visit.form.get("do") != "give":
        raise Refused(visit.said.say("web.measure.refused.kind"))
    try:
        statements.give(visit.store, visit.seat, measure.id, reasons(visit), language(visit), visit.now)
    except Refused as refused:
        raise Refused(visit.said.say("web.reasons.refused")) from refused
    return visit.back(f"/desk/{desking.place(one.subject)}#done", "reasons_given")


def _measure(visit: Visit, one: Docket) -> Delivery:
    """The measure about this account that is named. 404 where there is none, or where it needs no reasons any more."""
    asked = visit.form.get("of") or visit.asked.get("of", "")
    with visit.store.reading() as connection:
        owed = statements.owed(connection, one.person, outbox.on_subject(connection, one.person, one.subject))
    if asked not in owed:
        raise HTTPException(404)
    return owed[asked]


def _draft(visit: Visit, one: Docket, measure: Delivery) -> str:
    order = cast(Order, measure.what)
    action = cast(Measure, order.action)  # nothing else owes reasons
    with visit.store.reading() as connection:
        what = statements.facts(connection, one, visit.person.zone, action, order.decided_at)
    what = what._replace(decided=_rule(measure, order))
    try:
        return statements.draft(language(visit), what, grounds(visit))
    except Refused as refused:
        raise Refused(visit.said.say("web.measure.refused.draft")) from refused


def _rule(measure: Delivery, order: Order) -> str:
    """Which decided it, where no human did."""
    return order.rule if measure.by_rule else BY_HAND


def _page(visit: Visit, one: Docket, measure: Delivery, draft: str = "") -> Response:
    order = cast(Order, measure.what)
    return visit.page(
        "reasons.html",
        row=desking.row(visit, one),
        measure=measure.id,
        rule=_rule(measure, order),
        at=order.decided_at,
        kind=kind_of(order.action),
        draft=draft,
        drafted=visit.form.get("do") == "draft",
        given=filled(visit),
        longest=LONGEST,
    )


PAGES: Final = (Page("/desk/{place}/reasons", Grant.DESK, look, act, whose=Community),)
