"""The public page of a community's members: what is read, what never is, and the way in and out."""

from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.config import Community
from bot.errors import ConfigError, Malformed, PlatformError, Refused
from bot.following.joining import WHILE, host_of
from bot.model.account import Account
from bot.web import form, joining
from bot.web.form import Form
from bot.web.guard import require_same_site
from bot.web.house import House
from bot.web.pages.enter import plain
from bot.web.throttle import Throttle, count

if TYPE_CHECKING:
    from bot.moderating.membership import Membership

BACK: Final = "/member"
"""Where all servers send back who said yes."""
TICKET: Final = "rempart-membership"
"""The cookie of who is at their server now."""
WORD: Final = "rempart-member"
"""The cookie of who came; what is in it is good for half an hour."""
LONGEST: Final = 2_000
"""Characters of a code; a longer one is none."""
HOUR: Final = 3_600.0
CHANGES: Final = 20
"""Times in an hour that somebody may change their mind: each is an entry of the chain."""


class Members:
    """What members see of their community."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.throttle = Throttle()
        self.changes = Throttle(tries=CHANGES, within=HOUR)

    @cached_property
    def membership(self) -> "Membership":
        """Made with the first who comes."""
        from bot.moderating.membership import Membership  # noqa: PLC0415 - where there is no community nobody comes

        return Membership(self.house.store, self.house.joining.applications, self.house.now)

    async def look(self, request: Request) -> Response:
        """What the community reads, and how somebody stands."""
        return await self.house.porch.serve(request, self._look, request)

    async def act(self, request: Request) -> Response:
        """They go to their server, or say that they are in or out."""
        require_same_site(request, self.house.config.web.url)
        return await self.house.outward.serve(request, self._act, request, await form.letter(request))

    async def back(self, request: Request) -> Response:
        """They come back from their server."""
        return await self.house.outward.serve(request, self._back, request)

    def _look(self, request: Request, trouble: str = "", status: int = 200) -> Response:
        community = self._community(request)
        account, word = self._who(request, community)
        shown = {"stands": self.membership.stands(community, account).value} if account else {"stands": ""}
        server = urlsplit(community.desk.server).netloc if community.desk.platform == "mastodon" else ""
        return plain(
            self.house,
            request,
            "member.html",
            status,
            community=community.name,
            account=account,
            csrf=joining.mark(word),
            server=server,
            trouble=trouble,
            **shown,
        )

    def _act(self, request: Request, sent: Form) -> Response:
        community = self._community(request)
        if sent.get("do") == "go":
            return self._onward(request, community, sent.get("server"))
        account, word = self._who(request, community)
        if account is None:
            return self._look(request, "again", 403)
        joining.require_mark(sent, word)
        if self.changes.must_wait(account.key):
            raise HTTPException(429, headers={"Retry-After": "3600"})
        self.changes.failed(account.key)
        self._say(community, account, sent.get("do"))
        return RedirectResponse(_path(community.name), status_code=303)

    def _say(self, community: Community, account: Account, how: str) -> None:
        try:
            if how == "leave":
                self.membership.leave(community, account)
            elif how == "join":
                self.membership.join(community, account)
            else:
                raise HTTPException(400)
        except Refused:
            raise HTTPException(400) from None

    def _onward(self, request: Request, community: Community, server: str) -> Response:
        back = f"{self.house.config.web.public_url}{BACK}"
        try:
            host = server.strip() if self.house.current().network.allow_loopback else host_of(server)
            if not self.house.joining.applications.knows(host, back):
                count(self.throttle, request)
            ticket, url = self.membership.begin(community.name, host, back)
        except (Malformed, ConfigError):
            count(self.throttle, request)
            return self._look(request, "no_server", 409)
        except PlatformError:
            return self._look(request, "unreached", 409)
        here = _path(community.name)
        answer = plain(self.house, request, "member_onward.html", host=host, url=url, here=here)
        joining.remember(answer, joining.cookie(self.house, TICKET), ticket, int(WHILE.total_seconds()))
        return answer

    def _back(self, request: Request) -> Response:
        name, asked = joining.cookie(self.house, TICKET), request.query_params
        if not self.house.current().communities:
            raise HTTPException(404)
        state, code = asked.get("state", "")[:LONGEST], asked.get("code", "")[:LONGEST]
        try:
            community, word = self.membership.finish(request.cookies.get(name, ""), state, code)
        except PlatformError as error:
            count(self.throttle, request)
            why = "denied" if asked.get("error") else "not_joined" if isinstance(error, Refused) else "unreached"
            answer = plain(self.house, request, "member_failed.html", 409, why=why)
        else:
            answer = RedirectResponse(_path(community), status_code=303)
            joining.remember(answer, joining.cookie(self.house, WORD), word, int(HOUR))
        joining.forget(answer, name)
        return answer

    def _who(self, request: Request, community: Community) -> tuple[Account | None, str]:
        word = request.cookies.get(joining.cookie(self.house, WORD), "")
        return (self.membership.at(word, community.name) if word else None), word

    def _community(self, request: Request) -> Community:
        """The one that the path names. 404 where there is none, or these pages have no address."""
        config, name = self.house.current(), str(request.path_params["name"])
        found = next((one for one in config.communities if one.name == name), None)
        if found is None or not config.web.public_url:
            raise HTTPException(404)
        return found


def _path(community: str) -> str:
    return f"/community/{quote(community, safe='')}/me"
