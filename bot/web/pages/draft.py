"""The next version of a list: who would be added and why, proposed to a second person once it was looked at."""

from typing import Final

import msgspec
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.model.proposal import NEEDS, Kind
from bot.model.seat import Grant
from bot.publishing import publishing
from bot.store import candidates
from bot.web.page import Page
from bot.web.pages.agreed import HOME, proposed
from bot.web.pages.roll import version_of
from bot.web.sharing import mine, moment, put_forward, viewed, worded
from bot.web.visit import Visit

SHOWN: Final = 200
"""On one page; whoever is asked to agree can look at all of them."""


def look(visit: Visit) -> Response:
    """What would be published, without names."""
    return _page(visit, named=False)


def names(visit: Visit) -> Response:
    """The same with names, for once; the chain says who looked."""
    return _page(visit, named=True)


def act(visit: Visit) -> Response:
    """Propose exactly what was shown."""
    person, slug = visit.person.name, str(visit.path["slug"])
    with visit.store.reading() as connection:
        mine(visit, connection)
    with worded(visit):
        meant = publishing.prepare(visit.store, person, slug, visit.form.get("seen"), visit.house.agreeing.open(person))
    return proposed(visit, Kind.PUBLISH, msgspec.json.encode(meant).decode())


def _page(visit: Visit, *, named: bool) -> Response:
    with visit.store.reading() as connection:
        one = mine(visit, connection)
        chosen = list(candidates.chosen(connection, one.id))
    page = version_of(visit.asked.get("page", "0"))
    rest = chosen[page * SHOWN :]
    if page and not rest:
        raise HTTPException(404)
    draft = publishing.draft(visit.store, one.person, one.slug)
    changed = {each.entity for each in draft.difference.changed}
    with visit.store.reading() as connection:
        every = put_forward(visit, connection, rest[:SHOWN], named=named)
    if named:
        viewed(visit, one, len(every))
    return visit.page(
        "list_draft.html",
        one=one,
        draft=draft,
        added=[row for row in every if row.change.entity not in changed],
        changed=[row for row in every if row.change.entity in changed],
        page=page,
        rest=max(0, len(rest) - SHOWN),
        named=named,
        waits=publishing.waits(one, visit.house.agreeing.open(one.person)),
        alone=visit.house.agreeing.alone(visit.seat, Kind.PUBLISH, visit.now),
        may_propose=visit.seat.may(NEEDS[Kind.PUBLISH]),
        home=HOME,
        moment=lambda at: moment(visit, at),
    )


PAGES: Final = (
    Page("/lists/{slug}/draft", Grant.CASES, look, act, acting=NEEDS[Kind.PUBLISH]),
    Page("/lists/{slug}/draft/names", Grant.CASES, act=names),
)
