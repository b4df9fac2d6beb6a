"""Taking back a version of a list of others: first what that would put back, then it is done."""

from typing import Final

from starlette.responses import Response

from bot.model.seat import Grant
from bot.subscribing import undoing
from bot.subscribing.keeping import Keeping
from bot.web.page import Page
from bot.web.pages.roll import version_of
from bot.web.pages.subscription import AT_ONCE, required
from bot.web.pages.subscriptions import said
from bot.web.visit import Visit


def look(visit: Visit) -> Response:
    """What an undo of a version would put back."""
    whose, version = required(visit), version_of(visit.asked.get("version", ""))
    with said(visit.said):
        count = undoing.reach(visit.store, whose, version)
    return visit.page("subscription_undo.html", whose=whose, version=version, n=count)


def undo(visit: Visit) -> Response:
    """Undo a version."""
    whose, version = required(visit), version_of(visit.form.get("version"))
    with said(visit.said):
        count = undoing.begin(visit.store, whose, version, visit.seat.name, visit.now)
    if count <= AT_ONCE:
        Keeping(visit.store).take(whose)
    return visit.back(f"/subscriptions/{whose.slug}", "list_undone")


PAGES: Final = (Page("/subscriptions/{slug}/undo", Grant.TRIAGE, look, undo, acting=Grant.ACT),)
