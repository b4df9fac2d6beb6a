"""The accounts: a yes at the person's own Mastodon server, or an app password of Bluesky."""

from collections.abc import Mapping
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.errors import ConfigError, PlatformError
from bot.firstrun.beginning import BSKY
from bot.firstrun.draft import Step
from bot.firstrun.pages.leaf import Leaf, path
from bot.firstrun.pages.sitting import Sitting
from bot.firstrun.told import told
from bot.platforms.mastodon.oauth import PASTED
from bot.web.form import EMPTY, Form

BACK: Final = path("back")
"""Where a server sends the browser back to."""


async def _enough(sitting: Sitting, form: Form) -> str:
    if form.get("out"):
        sitting.run.leave_out(form.get("out"))
        return path(Step.ACCOUNTS)
    sitting.run.finish(Step.ACCOUNTS)
    return path(Step.DELEGATES)


async def _knock(sitting: Sitting, form: Form) -> str:
    sitting.entrance = await sitting.run.knock(form.get("server"), f"{sitting.url}{BACK}")
    return path("yes")


def _asked(sitting: Sitting) -> Mapping[str, Any]:
    return {"entrance": sitting.entrance, "pasted": PASTED}


async def _yes(sitting: Sitting, form: Form) -> str:
    """The yes is said on another device, or its code is pasted. Raises what a server answers."""
    entrance = sitting.entrance
    if entrance is None:
        return path("mastodon")
    if form.get("then") == "elsewhere":
        sitting.entrance = await sitting.run.knock(entrance.server, PASTED)
        return path("yes")
    code = sitting.run.code_of(entrance, form.get("code"))
    handle = await sitting.run.let_in(entrance, code)
    sitting.entrance, sitting.notice = None, sitting.run.words.say("init.let_in", handle=handle)
    return path(Step.ACCOUNTS)


async def back(sitting: Sitting, request: Request) -> Response:
    """The browser comes back from the server; what does not answer the request at hand is turned away."""
    entrance, asked = sitting.entrance, request.query_params
    if entrance is None or sitting.written or not entrance.opened_by(asked.get("state", "")):
        return sitting.public(request, "begin/forged.html", 400)
    sitting.entrance = None
    said = sitting.said(request)
    if not asked.get("code"):
        sitting.tell(EMPTY, said.say("web.begin.said_no"))
        return RedirectResponse(path("mastodon"), status_code=303)
    try:
        handle = await sitting.run.let_in(entrance, asked["code"])
    except (ConfigError, PlatformError) as error:
        sitting.tell(EMPTY, told(error, said))
        return RedirectResponse(path("mastodon"), status_code=303)
    sitting.notice = said.say("init.let_in", handle=handle)
    return RedirectResponse(path(Step.ACCOUNTS), status_code=303)


def _servers(_: Sitting) -> Mapping[str, Any]:
    return {"pds": BSKY}


async def _enter(sitting: Sitting, form: Form) -> str:
    server = form.get("server").strip() or BSKY
    entered = await sitting.run.enter_bluesky(form.get("handle"), form.get("password"), server)
    said = sitting.run.words
    sitting.notice = said.say("init.let_in", handle=entered.account.handle)
    sitting.trouble = said.say("init.beyond") if entered.beyond else ""
    return path(Step.ACCOUNTS)


LEAVES: Final = (
    Leaf("accounts", Step.ACCOUNTS, act=_enough),
    Leaf("mastodon", Step.ACCOUNTS, act=_knock),
    Leaf("yes", Step.ACCOUNTS, _asked, _yes),
    Leaf("bluesky", Step.ACCOUNTS, _servers, _enter),
)
