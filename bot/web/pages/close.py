"""Closing a list: what would end with it, its name typed once more, and, once two agreed, how far it has come."""

from typing import Final

import msgspec
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.errors import Refused
from bot.model.proposal import NEEDS, Kind
from bot.model.seat import Grant
from bot.publishing import closing
from bot.web.page import Page
from bot.web.pages.agreed import HOME, proposed
from bot.web.sharing import mine, worded
from bot.web.visit import Visit


def look(visit: Visit) -> Response:
    """What would end; of a list that is closed, what has not yet."""
    person, agreeing = visit.person.name, visit.house.agreeing
    try:
        reach = closing.reach(visit.store, person, str(visit.path["slug"])[:60])
    except Refused:
        raise HTTPException(404) from None
    return visit.page(
        "list_close.html",
        one=reach.list,
        reach=reach,
        waits=closing.waits(reach.list, agreeing.open(person)),
        alone=agreeing.alone(visit.seat, Kind.CLOSE, visit.now),
        may_propose=visit.seat.may(NEEDS[Kind.CLOSE]),
        home=HOME,
    )


def act(visit: Visit) -> Response:
    """Propose it."""
    with visit.store.reading() as connection:
        one = mine(visit, connection)
    with worded(visit):
        waiting = visit.house.agreeing.open(one.person)
        meant = closing.prepare(visit.store, one.person, one.slug, visit.form.get("again"), waiting)
    return proposed(visit, Kind.CLOSE, msgspec.json.encode(meant).decode())


PAGES: Final = (Page("/lists/{slug}/close", Grant.CASES, look, act, acting=NEEDS[Kind.CLOSE]),)
