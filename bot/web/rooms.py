"""All pages, and the short list of what is public."""

from functools import partial
from importlib.resources import files
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.shield.overview import health
from bot.web.guard import route
from bot.web.hook import Hook
from bot.web.house import House
from bot.web.metrics import metrics
from bot.web.news import News
from bot.web.page import Page
from bot.web.pages import (
    agreed,
    alert,
    appeals,
    batch,
    board,
    case,
    cases,
    close,
    desk,
    desk_appeals,
    desk_shared,
    docket,
    domain,
    dossier,
    dossier_address,
    dossier_each,
    dossier_export,
    dossier_facts,
    dossier_judged,
    dossier_outside,
    dossier_pictures,
    dossier_preview,
    dossier_words,
    dossiers,
    draft,
    followers,
    keys,
    kin,
    leave,
    links,
    lists,
    measure,
    mention,
    people,
    period,
    pursuit,
    reasons,
    review,
    roll,
    rules,
    seating,
    share,
    statement,
    subscription,
    subscription_undo,
    subscriptions,
    terms,
    today,
    trail,
    undo,
    waves,
    work,
)
from bot.web.pages.acknowledge import Bell
from bot.web.pages.enter import Door
from bot.web.pages.join import Join
from bot.web.pages.joined import Joined
from bot.web.pages.keys import Keyhole
from bot.web.pages.listed import Window
from bot.web.pages.membership import Members
from bot.web.pages.shared import Counter

PAGES: Final[tuple[Page, ...]] = (
    *today.PAGES,
    *board.PAGES,
    *waves.PAGES,
    *desk.PAGES,
    *desk_appeals.PAGES,
    *desk_shared.PAGES,
    *domain.PAGES,
    *docket.PAGES,
    *measure.PAGES,
    *reasons.PAGES,
    *kin.PAGES,
    *statement.PAGES,
    *period.PAGES,
    *review.PAGES,
    *batch.PAGES,
    *mention.PAGES,
    *share.PAGES,
    *cases.PAGES,
    *case.PAGES,
    *pursuit.PAGES,
    *dossiers.PAGES,
    *dossier.PAGES,
    *dossier_facts.PAGES,
    *dossier_each.PAGES,
    *dossier_words.PAGES,
    *dossier_judged.PAGES,
    *dossier_address.PAGES,
    *dossier_outside.PAGES,
    *dossier_pictures.PAGES,
    *dossier_preview.PAGES,
    *dossier_export.PAGES,
    *links.PAGES,
    *rules.PAGES,
    *lists.PAGES,
    *terms.PAGES,
    *close.PAGES,
    *roll.PAGES,
    *draft.PAGES,
    *appeals.PAGES,
    *subscriptions.PAGES,
    *subscription.PAGES,
    *subscription_undo.PAGES,
    *trail.PAGES,
    *undo.PAGES,
    *work.PAGES,
    *people.PAGES,
    *followers.PAGES,
    *seating.PAGES,
    *agreed.PAGES,
    *alert.PAGES,
    *keys.PAGES,
    *leave.PAGES,
)
"""Behind the door, in the order of the menu."""
PUBLIC: Final = (
    "/enter",
    "/enter/passkey/ask",
    "/enter/passkey",
    "/enter/{token}",
    "/acknowledge/{token}",
    "/join/{slug}",
    "/join/{slug}/me",
    "/joined",
    "/community/{name}/me",
    "/member",
    "/static",
    "/healthz",
    "/readyz",
    "/metrics",
    "/shared",
    "/shared/{slug}",
    "/shared/{slug}/snapshot",
    "/shared/{slug}/changes",
    "/shared/{slug}/{file}",
    "/listed/{slug}",
    "/hook/{community}",
)
"""What needs no session; /metrics asks for a token of its own."""


def routes(house: House) -> list[BaseRoute]:
    """Everything that is served."""
    door, bell, keyhole = Door(house), Bell(house), Keyhole(house)
    join, joined, members = Join(house), Joined(house), Members(house)
    counter, window = Counter(house), Window(house)
    return [
        Route("/enter", door.outside, methods=["GET"]),
        Route("/enter/passkey/ask", keyhole.ask, methods=["POST"]),
        Route("/enter/passkey", keyhole.enter, methods=["POST"]),
        Route("/enter/{token}", door.before, methods=["GET"]),
        Route("/enter/{token}", door.enter, methods=["POST"]),
        Route("/acknowledge/{token}", bell.look, methods=["GET"]),
        Route("/acknowledge/{token}", bell.see, methods=["POST"]),
        Route("/join/{slug}", join.look, methods=["GET"]),
        Route("/join/{slug}", join.ask, methods=["POST"]),
        Route("/join/{slug}/me", joined.look, methods=["GET"]),
        Route("/join/{slug}/me", joined.act, methods=["POST"]),
        Route("/joined", join.back, methods=["GET"]),
        Route("/community/{name}/me", members.look, methods=["GET"]),
        Route("/community/{name}/me", members.act, methods=["POST"]),
        Route("/member", members.back, methods=["GET"]),
        Mount("/static", StaticFiles(directory=str(files("bot.web") / "static"))),
        Route("/healthz", _alive, methods=["GET"]),
        Route("/readyz", lambda request: _ready(house, request), methods=["GET"]),
        Route("/metrics", partial(metrics, house), methods=["GET"]),
        Route("/shared", counter.every, methods=["GET"]),
        Route("/shared/{slug}", counter.one, methods=["GET"]),
        Route("/shared/{slug}/snapshot", counter.snapshot, methods=["GET"]),
        Route("/shared/{slug}/changes", counter.changes, methods=["GET"]),
        Route("/shared/{slug}/{file}", counter.file, methods=["GET"]),
        Route("/listed/{slug}", window.look, methods=["GET"]),
        Route("/listed/{slug}", window.ask, methods=["POST"]),
        Route("/hook/{community}", Hook(house).take, methods=["POST"]),
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
