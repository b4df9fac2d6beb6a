"""Waves: when many came at once, against a member, the community, its door or its desk; numbers, and no name."""

from typing import Final

from starlette.responses import Response

from bot.config import Community
from bot.model.seat import Grant
from bot.web.page import Page
from bot.web.tides import tide
from bot.web.visit import Visit


def look(visit: Visit) -> Response:
    """Those of the last month."""
    return visit.page("waves.html", tide=tide(visit, visit.community.name))


PAGES: Final = (Page("/waves", Grant.COUNTS, look, whose=Community),)
