"""Measures that somebody contests, who waits longest first."""

from typing import Final

from starlette.responses import Response

from bot.config import Community
from bot.model.seat import Grant
from bot.moderating import appealing
from bot.web.page import Page
from bot.web.pages.statement import about
from bot.web.visit import Visit

MOST: Final = 50


def look(visit: Visit) -> Response:
    """Those that wait."""
    found = appealing.waiting(visit.store, visit.community.name, MOST)
    return visit.page("desk_appeals.html", every=[about(visit, one) for one in found])


PAGES: Final = (Page("/desk/appeals", Grant.MEASURE, look, whose=Community),)
