"""The door of the first run: the link that the terminal shows lets one browser in, and every form must be its own."""

import secrets
from hmac import compare_digest
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.firstrun.pages.sitting import Sitting
from bot.web import form
from bot.web.form import Form
from bot.web.guard import require_same_site
from bot.web.throttle import Throttle, address
from bot.web.visit import csrf

COOKIE: Final = "rempart-begin"
DOOR: Final = "/enter"


class Door:
    """Who may come in."""

    def __init__(self, sitting: Sitting) -> None:
        self.sitting = sitting
        self.throttle = Throttle()
        self._token = secrets.token_urlsafe(32)

    @property
    def link(self) -> str:
        """What is shown on the terminal."""
        return f"{self.sitting.url}{DOOR}/{self._token}"

    async def outside(self, request: Request) -> Response:
        """How one comes in."""
        return self.sitting.public(request, "begin/door.html", stale=False)

    async def before(self, request: Request) -> Response:
        """Ask once more before the link is used up, since what previews links follows them too."""
        if not self._fits(request):
            return self.sitting.public(request, "begin/door.html", 404, stale=True)
        return self.sitting.public(request, "enter.html", token=self._token)

    async def enter(self, request: Request) -> Response:
        """The link is used, and they are in."""
        require_same_site(request, self.sitting.url)
        if not self._fits(request):
            return self.sitting.public(request, "begin/door.html", 404, stale=True)
        self._token = ""
        answer = RedirectResponse("/", status_code=303)
        answer.set_cookie(COOKIE, self.sitting.begin(), httponly=True, samesite="lax", path="/")
        return answer

    def knows(self, request: Request) -> bool:
        """Whether this browser came in by the link."""
        shown = request.cookies.get(COOKIE, "")
        return bool(self.sitting.session) and compare_digest(shown.encode(), self.sitting.session.encode())

    async def form(self, request: Request) -> Form:
        """What a page of ours sent. 403 where another did."""
        require_same_site(request, self.sitting.url)
        sent = await form.read(request)
        if not compare_digest(sent.get("csrf").encode(), csrf(self.sitting.session).encode()):
            raise HTTPException(403, "form")
        return sent

    def _fits(self, request: Request) -> bool:
        """Whether they come with the link. 429 where they tried too many."""
        if self.throttle.must_wait(address(request)):
            raise HTTPException(429, headers={"Retry-After": "60"})
        shown = str(request.path_params["token"])
        fits = bool(self._token) and compare_digest(shown.encode(), self._token.encode())
        if not fits:
            self.throttle.failed(address(request))
        return fits
