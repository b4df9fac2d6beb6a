"""Following a list: what it is and does, the choice, the way to one's own server, and back."""

from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.blocklists.blocklist import Blocklist
from bot.errors import ConfigError, Malformed, PlatformError, Refused
from bot.following.joining import WHILE, host_of
from bot.model.reason import Reason
from bot.store import lists
from bot.web import form, joining
from bot.web.form import Form
from bot.web.guard import require_same_site
from bot.web.house import House
from bot.web.pages.enter import plain
from bot.web.throttle import Throttle, address, count

LONGEST = 2_000
"""Characters of a code; a longer one is none."""


HOUR: Final = 3_600.0
JOINS: Final = 100
"""Accounts that come to follow from one address in an hour: behind one, a whole town may be."""
ALL_JOINS: Final = 5_000


class Join:
    """The public pages of a list that can be followed."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.throttle = Throttle()
        self.joins = Throttle(tries=JOINS, all_=ALL_JOINS, within=HOUR)

    async def look(self, request: Request) -> Response:
        """What the list is, and what somebody would choose."""
        return await self.house.porch.serve(request, self._look, request)

    async def ask(self, request: Request) -> Response:
        """Somebody chose, and named their server."""
        require_same_site(request, self.house.config.web.url)
        return await self.house.outward.serve(request, self._ask, request, await form.letter(request))

    async def back(self, request: Request) -> Response:
        """They come back from their server."""
        return await self.house.outward.serve(request, self._back, request)

    def _look(self, request: Request, trouble: str = "", status: int = 200) -> Response:
        list_ = joining.list_of(self.house, request)
        with self.house.store.reading() as connection:
            entries = lists.count(connection, list_.id)
        shown = {"deeds": joining.DEEDS, "floors": joining.FLOORS, "reasons": list(Reason), "trouble": trouble}
        return plain(
            self.house, request, "join.html", status, list=list_, entries=entries, promises=joining.SHOWN, **shown
        )

    def _ask(self, request: Request, sent: Form) -> Response:
        list_, said = joining.list_of(self.house, request), joining.words(request, self.house)
        if not sent.get("agree"):
            return self._look(request, "agree", 409)
        choice, consent = joining.choice_of(sent), joining.consent_to(self.house, said)
        back = f"{self.house.config.web.public_url}{joining.BACK}"
        try:
            host = self._host(sent.get("server"))
            if not self.house.joining.applications.knows(host, back):
                self._count(request)
            ticket, url = self.house.joining.begin(list_, host, choice, consent, back)
        except (Malformed, ConfigError):
            self._count(request)
            return self._look(request, "no_server", 409)
        except PlatformError:
            return self._look(request, "unreached", 409)
        answer = self._onward(request, list_, host, url)
        joining.remember(answer, joining.cookie(self.house, joining.TICKET), ticket, int(WHILE.total_seconds()))
        return answer

    def _onward(self, request: Request, list_: Blocklist, host: str, url: str) -> Response:
        """The way to their server, by a link: a form that leads elsewhere is none that browsers may send here."""
        return plain(self.house, request, "join_onward.html", list=list_, host=host, url=url)

    def _back(self, request: Request) -> Response:
        name, who = joining.cookie(self.house, joining.TICKET), address(request)
        asked = request.query_params
        if self.joins.must_wait(who):
            raise HTTPException(429, headers={"Retry-After": "3600"})
        try:
            _, list_, word = self.house.joining.finish(
                request.cookies.get(name, ""),
                asked.get("state", "")[:LONGEST],
                asked.get("code", "")[:LONGEST],
            )
        except PlatformError as error:
            self._count(request)
            why = "denied" if asked.get("error") else "not_joined" if isinstance(error, Refused) else "unreached"
            answer = plain(self.house, request, "join_failed.html", 409, why=why)
        else:
            self.joins.failed(who)
            answer = RedirectResponse(f"/join/{list_.slug}/me", status_code=303)
            joining.remember(answer, joining.page_cookie(self.house, list_.slug), word, joining.MONTHS)
        joining.forget(answer, name)
        return answer

    def _host(self, written: str) -> str:
        if self.house.current().network.allow_loopback:
            return written.strip()
        return host_of(written)

    def _count(self, request: Request) -> None:
        """Count what led nowhere, or to a server that was not known yet. 429 where that was too often; what leads where
        others went before is let in all the same, or anybody could keep all others out.
        """
        count(self.throttle, request)
