"""What members chose to show to their moderators, the latest first; what it says, to who asks."""

from typing import TYPE_CHECKING, Final, NamedTuple

from starlette.responses import Response

from bot.config import Community
from bot.errors import Refused
from bot.model.mention import Mention
from bot.model.seat import Grant
from bot.store import dockets
from bot.web import desking
from bot.web.page import Page
from bot.web.veils import nicknames
from bot.web.visit import Visit

if TYPE_CHECKING:
    from bot.web.given import Given


class Line(NamedTuple):
    """One copy as it stands in the list."""

    given: "Given"
    place: str
    """Of the docket of who wrote it; empty: there is none."""


def look(visit: Visit) -> Response:
    """What stands open now."""
    return _page(visit)


def act(visit: Visit) -> Response:
    """What one of them says."""
    from bot.web import given  # noqa: PLC0415 - where there is no community it is not loaded

    asked = visit.form.get("of")
    try:
        return _page(visit, asked, given.reveal(visit.store, visit.seat, asked, visit.now))
    except Refused as refused:  # taken back meanwhile
        raise Refused(visit.said.say("web.review.gone")) from refused


def _page(visit: Visit, asked: str = "", mention: Mention | None = None) -> Response:
    from bot.web import given  # noqa: PLC0415 - as above

    person, every = visit.community.name, given.every(visit.store, visit.community.name)
    with visit.store.reading() as connection:
        known = {key for one in every if dockets.docket(connection, person, key := one.author)}
        accounts = list(dict.fromkeys(key for one in every for key in (one.author, one.to)))
        called = nicknames(connection, visit.store.master, person, accounts)
    lines = [Line(one, desking.place(one.author) if one.author in known else "") for one in every]
    return visit.page("desk_shared.html", lines=lines, called=called, asked=asked, mention=mention)


PAGES: Final = (Page("/desk/shared", Grant.DESK, look, act, whose=Community),)
