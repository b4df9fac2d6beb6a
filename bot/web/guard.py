"""The door of every page: a session, the right, and for whatever changes something a form that is this session's."""

import hmac
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.errors import ConfigError, Refused
from bot.web import form
from bot.web.form import Form
from bot.web.house import House
from bot.web.page import Answer, Page
from bot.web.visit import Visit

OVER_HTTPS: Final = "__Host-rempart"
LOCAL: Final = "rempart"
"""Names of the cookie; the first, browsers take from the site itself alone, and over https only."""
DOOR: Final = "/enter"
Endpoint = Callable[[Request], Awaitable[Response]]


def route(house: House, page: Page) -> Route:
    """The page behind its door."""
    methods = [*(["GET"] if page.look else []), *(["POST"] if page.act else [])]
    return Route(page.path, _endpoint(house, page), methods=methods)


def _endpoint(house: House, page: Page) -> Endpoint:
    async def answer(request: Request) -> Response:
        visit = await run_in_threadpool(_visit, house, request)
        if visit is not None and request.method == "POST":
            require_same_site(request, house.config.web.url)
            sent = await form.read(request, _takes(visit, page))
            visit = await run_in_threadpool(_visit, house, request)  # a form may take hours, and its sender be revoked
            if visit is not None:
                _require_own(visit, sent)
        if visit is None:
            return RedirectResponse(DOOR, status_code=303)
        return await run_in_threadpool(_answer, visit, page)

    return answer


def _takes(visit: Visit, page: Page) -> int:
    """Bytes of a file that this page takes from whoever may act on it."""
    return page.takes if visit.seat.may(page.acting or page.needs) else 0


def _require_own(visit: Visit, sent: Form) -> None:
    """Take a form that a page of this session had. 403 for another."""
    if not hmac.compare_digest(sent.get("csrf").encode(errors="replace"), visit.csrf.encode()):
        raise HTTPException(403, "form")
    visit.form = sent


def _answer(visit: Visit, page: Page) -> Response:
    acting = visit.request.method == "POST"
    needs = page.acting if acting and page.acting else page.needs
    if not visit.seat.may(needs):
        return visit.page("fault.html", 403, what="403", detail="")
    if not isinstance(visit.person, page.whose):
        raise HTTPException(404)
    chosen: Answer | None = page.act if acting else page.look
    if chosen is None:
        raise HTTPException(405)
    try:
        return chosen(visit)
    except (Refused, ConfigError) as refused:
        back = visit.request.url.path if acting and page.look else ""
        return visit.page("fault.html", 409, what="409", detail=visit.trouble(str(refused)), back=back)


def _visit(house: House, request: Request) -> Visit | None:
    token, quiet = cookie(request, house), request.method == "GET" and request.headers.get("hx-request") == "true"
    seated = (house.admission.known if quiet else house.admission.seated)(token, house.now())
    person = house.person(seated.seat.person) if seated else None
    if seated is None or person is None:
        return None
    return Visit(house, request, seated, person, token)


def cookie(request: Request, house: House) -> str:
    """The token of the session, if the browser has one; over https never one that a neighbouring site could set."""
    return request.cookies.get(_name(house), "")


def come_in(response: Response, token: str, house: House) -> Response:
    """Give the browser the token of its session."""
    name = _name(house)
    response.set_cookie(name, token, secure=name == OVER_HTTPS, httponly=True, samesite="lax", path="/")
    return response


def _name(house: House) -> str:
    return OVER_HTTPS if house.config.web.url.startswith("https:") else LOCAL


def go_out(response: Response) -> Response:
    """Take it back."""
    response.delete_cookie(OVER_HTTPS, secure=True, httponly=True, samesite="lax")
    response.delete_cookie(LOCAL, httponly=True, samesite="lax")
    return response


def require_same_site(request: Request, url: str) -> None:
    """Make sure that a page of ours, which is served under this address, sent this. 403 where another site did."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    own = {url, f"http://{request.headers.get('host', '')}"}
    if site not in {"same-origin", "none"} or (origin is not None and origin not in own):
        raise HTTPException(403, "site")
