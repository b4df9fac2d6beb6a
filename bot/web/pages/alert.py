"""From the link of an alert to what it is about: the mention, or at a desk what is open about who wrote it."""

from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.model.seat import Grant
from bot.store import dockets, survey
from bot.web import desking, shelves
from bot.web.page import Page
from bot.web.visit import Visit


def look(visit: Visit) -> Response:
    """There. 404 where nothing of this person's is known under it."""
    with visit.store.reading() as connection:
        kept = [one for one in survey.referred(connection, str(visit.path["ref"])) if one.person == visit.person.name]
        if not kept:
            raise HTTPException(404)
        latest = kept[-1]
        desk = visit.seat.may(Grant.DESK) and dockets.docket(connection, latest.person, latest.author)
    return visit.back(f"/desk/{desking.place(latest.author)}" if desk else f"/review/{shelves.key(latest)}")


PAGES: Final = (Page("/alert/{ref}", Grant.TRIAGE, look),)
