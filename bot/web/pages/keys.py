"""Passkeys: made known on one's own page, and the way in by them, which is public."""

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.errors import Refused
from bot.model.seat import Grant
from bot.web import form
from bot.web.guard import come_in, require_same_site
from bot.web.house import House
from bot.web.page import Page
from bot.web.pages.enter import browser, missed
from bot.web.passkeys import Site, at
from bot.web.visit import Visit

HOME: Final = "/people"
JSON: Final = "application/json"


class Keyhole:
    """The way in by a key."""

    def __init__(self, house: House) -> None:
        self.house = house

    async def ask(self, request: Request) -> Response:
        """What the browser is to have signed."""
        site = self._site(request)
        return Response(self.house.passkeys.ask(site, self.house.now()), media_type=JSON)

    async def enter(self, request: Request) -> Response:
        """They are in, where the signature holds."""
        site = self._site(request)
        answered = (await form.letter(request)).get("credential")
        agent = browser(request.headers.get("user-agent", ""))
        try:
            token = await run_in_threadpool(self.house.passkeys.enter, site, answered, agent, self.house.now())
        except Refused:
            missed(self.house, request)
            raise HTTPException(403, "key") from None
        return come_in(Response(status_code=204), token, self.house)

    def _site(self, request: Request) -> Site:
        require_same_site(request, self.house.config.web.url)
        site = at(self.house.config.web.public_url, request.headers["host"])
        if site is None:
            raise HTTPException(404)
        return site


def ask(visit: Visit) -> Response:
    """What the browser needs to make a key."""
    return Response(visit.house.passkeys.ask_for_new(_site(visit), visit.seat, visit.now), media_type=JSON)


def add(visit: Visit) -> Response:
    """Take the key that it made, under the name of the browser that did."""
    name = browser(visit.request.headers.get("user-agent", ""))
    visit.house.passkeys.add(_site(visit), visit.seat, visit.form.get("credential"), name, visit.now)
    return Response(status_code=204)


def remove(visit: Visit) -> Response:
    """Let go of one."""
    visit.house.passkeys.remove(visit.seat, visit.form.get("key"), visit.now)
    return visit.back(HOME, "key_removed")


def _site(visit: Visit) -> Site:
    site = at(visit.config.web.public_url, visit.request.headers["host"])
    if site is None:
        raise Refused(visit.said.say("web.keys.nowhere"))
    return site


PAGES: Final = (
    Page("/people/key/ask", Grant.COUNTS, act=ask),
    Page("/people/key", Grant.COUNTS, act=add),
    Page("/people/key/remove", Grant.COUNTS, act=remove),
)
