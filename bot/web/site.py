"""The site: all pages with what goes around them, and what is shown when something is wrong."""

from collections.abc import Callable, Iterator
from typing import Any, Final, cast
from urllib.parse import urlsplit

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import compile_path
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from bot.web.headers import Around
from bot.web.house import House
from bot.web.pages.enter import plain
from bot.web.rooms import PAGES, menu, routes

log = structlog.get_logger(__name__)

PROXIES: Final = ("127.0.0.0/8", "::1", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
"""Where a reverse proxy stands, which is believed who asks (X-Forwarded-For); nothing but shares depends on it."""
TOLD = frozenset({400, 403, 404, 405, 410, 413, 421, 429, 503})
"""Of these a page says what they mean; any other is a fault of ours."""


def site(house: House, port: int) -> ASGIApp:
    """The whole site, served on a port of this machine."""
    house.templates.globals["menu"] = menu()
    handlers = {HTTPException: _refused(house), Exception: _broken(house)}
    app = Starlette(routes=routes(house), exception_handlers=cast("dict[Any, Any]", handlers))
    https = house.config.web.url.startswith("https:")
    takes = {compile_path(page.path)[0]: page.takes for page in PAGES if page.takes}
    around: Any = Around(app, _hosts(house, port), takes, https=https)
    return cast("ASGIApp", ProxyHeadersMiddleware(around, list(PROXIES)))


def _hosts(house: House, port: int) -> Iterator[str]:
    """Under what names people reach us."""
    for name in {"localhost", "127.0.0.1", "[::1]", house.config.web.listen.rpartition(":")[0]}:
        yield f"{name}:{port}"
    if house.config.web.public_url:
        yield urlsplit(house.config.web.public_url).netloc.lower()


def _refused(house: House) -> Callable[[Request, HTTPException], Response]:
    def refused(request: Request, error: HTTPException) -> Response:
        said = str(error.status_code) if error.status_code in TOLD else "404"
        answer = plain(house, request, "fault.html", error.status_code, what=said, detail="")
        answer.headers.update(error.headers or {})
        return answer

    return refused


def _broken(house: House) -> Callable[[Request, Exception], Response]:
    def broken(request: Request, error: Exception) -> Response:
        room = request.url.path.split("/")[1]  # what follows may be the token of a link
        log.error("page broken", path=f"/{room}", error=type(error).__name__)
        return plain(house, request, "fault.html", 500, what="500", detail="")

    return broken
