"""By what e-mail and addresses an account comes, as the server says just now, to who may see it: it is kept nowhere."""

from typing import Final, NamedTuple

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.config import Community
from bot.errors import ConfigError, PlatformError
from bot.model.docket import Docket
from bot.model.seat import Grant
from bot.moderating.kinship import kin
from bot.web import desking
from bot.web.calling import why
from bot.web.page import Page
from bot.web.visit import Visit


class Told(NamedTuple):
    """What the server said."""

    trouble: str = ""
    """Which sentence says why it said nothing, `web.calling.*`; empty where it did."""
    found: tuple[str, ...] = ()


def look(visit: Visit) -> Response:
    """What it means to look; nobody is asked anything."""
    return visit.page("kin.html", row=desking.row(visit, _docket(visit)), told=None)


def act(visit: Visit) -> Response:
    """Ask and show it, once: it stands in the trail who saw it, and of which account."""
    one = _docket(visit)
    return visit.page("kin.html", row=desking.row(visit, one), told=_asked(visit, one.subject))


def _docket(visit: Visit) -> Docket:
    """The one that the path names. 403 for who may not see the desk, 404 where there is none, or no server knows."""
    if not visit.seat.may(Grant.DESK):
        raise HTTPException(403)
    if visit.community.desk.platform != "mastodon":
        raise HTTPException(404)
    return desking.docket(visit)


def _asked(visit: Visit, account: str) -> Told:
    calling = visit.house.calling
    try:
        found = calling.ask(visit.community.name, lambda desk: kin(visit.store, desk, visit.seat, account, visit.now))
    except (PlatformError, ConfigError) as error:
        return Told(trouble=why(error))
    return Told(found=tuple(found))


PAGES: Final = (Page("/desk/{place}/kin", Grant.KIN, look, act, whose=Community),)
