"""All pages, and the short list of what is public."""

from importlib.resources import files
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.overview import health
from bot.web.guard import route
from bot.web.house import House
from bot.web.news import News
from bot.web.page import Page
from bot.web.pages import leave, rules, today, trail, undo, work
from bot.web.pages.enter import Door

PAGES: Final[tuple[Page, ...]] = (*today.PAGES, *rules.PAGES, *trail.PAGES, *undo.PAGES, *work.PAGES, *leave.PAGES)
"""Behind the door, in the order of the menu."""
PUBLIC: Final = ("/enter", "/enter/{token}", "/static", "/healthz", "/readyz")
"""What needs no session."""


def routes(house: House) -> list[BaseRoute]:
    """Everything that is served."""
    door = Door(house)
    return [
        Route("/enter", door.outside, methods=["GET"]),
        Route("/enter/{token}", door.before, methods=["GET"]),
        Route("/enter/{token}", door.enter, methods=["POST"]),
        Mount("/static", StaticFiles(directory=str(files("bot.web") / "static"))),
        Route("/healthz", _alive, methods=["GET"]),
        Route("/readyz", lambda request: _ready(house, request), methods=["GET"]),
        Route("/news", News(house).listen, methods=["GET"]),
        *(route(house, page) for page in PAGES),
    ]


def menu() -> list[tuple[str, Page]]:
    """What stands in the menu."""
    return [(page.menu, page) for page in PAGES if page.menu]


def _alive(_: Request) -> Response:
    return PlainTextResponse("alive\n")


def _ready(house: House, _: Request) -> Response:
    """Whether the shield is up: 200 or 503, and nothing about anybody."""
    return (
        PlainTextResponse("ready\n") if health(house.store, house.now()).well else PlainTextResponse("not ready\n", 503)
    )
