"""The door: a one-time link leads in, and out goes who leaves. Nothing of anybody is shown here."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.errors import Refused
from bot.web.guard import come_in, require_same_site
from bot.web.house import House
from bot.web.spoken import spoken, wished
from bot.web.throttle import count

BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Mac OS": "Mac",
    "Windows": "Windows",
    "Linux": "Linux",
}
LONGEST = 100
"""Characters of a token; a longer one is none."""


class Door:
    """The public side of the door."""

    def __init__(self, house: House) -> None:
        self.house = house

    async def outside(self, request: Request) -> Response:
        """How one comes in."""
        return self._page(request, "door.html")

    async def before(self, request: Request) -> Response:
        """Somebody has a link: ask once more before it is used up, since what previews links follows them too."""
        token = knock(request)
        seat = await run_in_threadpool(self.house.admission.expected, token, self.house.now())
        if seat is None:
            missed(self.house, request)
            return self._page(request, "door.html", 404, stale=True)
        return self._page(request, "enter.html", token=token)

    async def enter(self, request: Request) -> Response:
        """The link is used, and they are in."""
        require_same_site(request, self.house.config.web.url)
        token = knock(request)
        agent = browser(request.headers.get("user-agent", ""))
        try:
            session = await run_in_threadpool(self.house.admission.enter, token, agent, self.house.now())
        except Refused:
            missed(self.house, request)
            return self._page(request, "door.html", 404, stale=True)
        return come_in(RedirectResponse("/", status_code=303), session, self.house)

    def _page(
        self, request: Request, template: str, status: int = 200, *, stale: bool = False, token: str = ""
    ) -> Response:
        return plain(self.house, request, template, status, stale=stale, token=token)


def missed(house: House, request: Request) -> None:
    """Count what led nowhere. 429 where it was too often; what leads somewhere is let in all the same, or anybody could
    keep all others out, who behind a proxy have one address.
    """
    count(house.throttle, request)


def knock(request: Request) -> str:
    """The token with which somebody comes."""
    token = str(request.path_params["token"])
    return token if len(token) <= LONGEST else ""


def plain(house: House, request: Request, template: str, status: int = 200, **values: object) -> Response:
    """A page for somebody of whom nothing is known but what language their browser asks for."""
    said = spoken(language(house, request))
    shared = {
        "say": said.say,
        "count": said.count,
        "language": said.texts["web.code"],
        "visit": None,
        "moment": said.moment,
    }
    return HTMLResponse(house.templates.get_template(template).render(**shared, **values), status_code=status)


def language(house: House, request: Request) -> str:
    """The one that a browser asks for, of those we speak."""
    return wished(request.headers.get("accept-language", ""), house.config.language)


def browser(agent: str) -> str:
    """What browser it is, in two words: enough to know one's own again."""
    name = next((name for mark, name in BROWSERS.items() if mark in agent), "?")
    system = next((name for mark, name in SYSTEMS.items() if mark in agent), "?")
    return f"{name} · {system}"
