"""The site of a first run, served on this machine alone until there is nothing left to ask."""

import asyncio
from collections.abc import Awaitable, Callable
from importlib.resources import files
from typing import Any, Final, cast

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from bot.errors import ConfigError, PlatformError
from bot.firstrun.pages import accounts, ending, steps
from bot.firstrun.pages.door import DOOR, Door
from bot.firstrun.pages.leaf import Leaf, path
from bot.firstrun.pages.sitting import HOST, STEPS, Sitting
from bot.firstrun.told import told
from bot.web.form import EMPTY, Form
from bot.web.headers import Around
from bot.web.serving import server
from bot.web.site import TOLD

log = structlog.get_logger(__name__)

LEAVES: Final = (*steps.LEAVES, *accounts.LEAVES, *ending.LEAVES)
LINGER: Final = 60.0
"""Seconds that the last page can be looked at."""
Answer = Callable[[Request], Awaitable[Response]]


def site(sitting: Sitting, door: Door, port: int) -> ASGIApp:
    """All pages, with what goes around them."""
    app = Starlette(routes=_routes(sitting, door), exception_handlers=cast("dict[Any, Any]", _faults(sitting)))
    return Around(app, [f"{HOST}:{port}"], https=False)


async def serve(sitting: Sitting, app: ASGIApp, listening: Any) -> None:
    """Serve until told to stop, or until the last page was shown for a while."""
    serving = server(app)
    ending_ = asyncio.ensure_future(_end(sitting, serving))
    try:
        await serving.serve(sockets=[listening])
    finally:
        ending_.cancel()


async def _end(sitting: Sitting, serving: uvicorn.Server) -> None:
    await sitting.over.wait()
    await asyncio.sleep(LINGER)
    serving.should_exit = True


def _routes(sitting: Sitting, door: Door) -> list[BaseRoute]:
    async def first(_: Request) -> Response:
        return RedirectResponse(path(sitting.ahead), status_code=303)

    async def back(request: Request) -> Response:
        async with sitting.turn:
            return await accounts.back(sitting, request)

    async def written(request: Request) -> Response:
        return await ending.written(sitting, request)

    async def start(request: Request) -> Response:
        await door.form(request)
        async with sitting.turn:
            return await ending.raise_shield(sitting, request)

    return [
        Route(DOOR, door.outside, methods=["GET"]),
        Route(DOOR + "/{token}", door.before, methods=["GET"]),
        Route(DOOR + "/{token}", door.enter, methods=["POST"]),
        Mount("/static", StaticFiles(directory=str(files("bot.web") / "static"))),
        Route("/", _within(door, first), methods=["GET"]),
        Route(accounts.BACK, _within(door, back), methods=["GET"]),
        Route(ending.WRITTEN, _within(door, written), methods=["GET"]),
        Route(path("start"), _within(door, start), methods=["POST"]),
        *(Route(leaf.path, _within(door, _asking(sitting, door, leaf)), methods=_methods(leaf)) for leaf in LEAVES),
    ]


def _methods(leaf: Leaf) -> list[str]:
    return ["GET", "POST"] if leaf.act else ["GET"]


def _within(door: Door, answer: Answer) -> Answer:
    """The answer, for whom the door knows."""

    async def guarded(request: Request) -> Response:
        return await answer(request) if door.knows(request) else RedirectResponse(DOOR, status_code=303)

    return guarded


def _asking(sitting: Sitting, door: Door, leaf: Leaf) -> Answer:
    async def asking(request: Request) -> Response:
        form = await door.form(request) if request.method == "POST" else EMPTY
        async with sitting.turn:
            if elsewhere := _elsewhere(sitting, leaf):
                return RedirectResponse(elsewhere, status_code=303)
            if request.method == "POST":
                return RedirectResponse(await _answered(sitting, leaf, form, request), status_code=303)
            number = STEPS.index(leaf.step) + 1
            return sitting.page(request, leaf.template, number=number, step=leaf.step, **leaf.look(sitting))

    return asking


def _elsewhere(sitting: Sitting, leaf: Leaf) -> str:
    """Where one goes instead: on, once everything is written; or back to the step that is left."""
    if sitting.written:
        return ending.WRITTEN
    return "" if sitting.open_to(leaf.step) else path(sitting.ahead)


async def _answered(sitting: Sitting, leaf: Leaf, form: Form, request: Request) -> str:
    """Take an answer; where one goes on. What cannot be is told where it was asked."""
    if leaf.act is None:
        raise HTTPException(405)
    try:
        return await leaf.act(sitting, form)
    except (ConfigError, PlatformError) as error:
        sitting.tell(form, told(error, sitting.said(request)))
        return leaf.path


def _faults(sitting: Sitting) -> dict[type[Exception], Callable[[Request, Any], Response]]:
    def refused(request: Request, error: HTTPException) -> Response:
        said = str(error.status_code) if error.status_code in TOLD else "404"
        answer = sitting.public(request, "fault.html", error.status_code, what=said, detail="")
        answer.headers.update(error.headers or {})
        return answer

    def broken(request: Request, error: Exception) -> Response:
        log.error("page broken", path=request.url.path, error=type(error).__name__)
        return sitting.public(request, "fault.html", 500, what="500", detail="")

    return {HTTPException: refused, Exception: broken}
