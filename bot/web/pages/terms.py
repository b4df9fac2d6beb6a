"""What is chosen for a list: changed at once, but for what it says of itself once it is published, which takes two."""

from typing import Final

import msgspec
from starlette.responses import Response

from bot.model.proposal import NEEDS, Kind
from bot.model.seat import Grant
from bot.publishing import making, rewording
from bot.publishing.publishing import WAITS, waits
from bot.publishing.refusing import Cannot
from bot.publishing.terms import said, terms
from bot.web.page import Page
from bot.web.pages.agreed import HOME, proposed
from bot.web.pages.lists import read
from bot.web.sharing import mine, worded
from bot.web.visit import Visit


def look(visit: Visit) -> Response:
    """What waits for agreement: each part as it is, and as it would be."""
    with visit.store.reading() as connection:
        one = mine(visit, connection)
    waiting = rewording.waits(one, visit.house.agreeing.open(one.person))
    words = rewording.meant(waiting).words if waiting else {}
    parts = [(part, said(one)[part], value) for part, value in words.items()]
    return visit.page("list_terms.html", one=one, waits=waiting, parts=parts, home=HOME)


def act(visit: Visit) -> Response:
    """Change it, or propose to."""
    with visit.store.reading() as connection:
        one = mine(visit, connection)
    waiting = visit.house.agreeing.open(one.person)
    with worded(visit):
        if not one.version and waits(one, waiting):  # they would agree to what they did not see
            raise Cannot("waits", WAITS)
        title, chosen = visit.form.get("title"), read(visit, terms(one))
        words = making.alter(visit.store, one, title, chosen, visit.seat.name, visit.now)
        if not words:
            return visit.back(f"/lists/{one.slug}", "list_changed")
        meant = rewording.prepare(visit.store, one.person, one.slug, words, waiting)
    return proposed(visit, Kind.REWORD, msgspec.json.encode(meant).decode())


PAGES: Final = (Page("/lists/{slug}/terms", Grant.CASES, look, act, acting=NEEDS[Kind.REWORD]),)
