"""What takes two people: proposed, agreed to, taken back, and, where it was an export, fetched."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from bot.errors import Refused
from bot.model.proposal import Kind
from bot.model.seat import Grant
from bot.people.agreeing import EACH, TooMany, TooNew, may_settle
from bot.web.page import Page
from bot.web.visit import Visit

HOME: Final = "/people"


def propose(visit: Visit) -> Response:
    """Propose that everything kept for the person be written into one file."""
    return proposed(visit, Kind.EXPORT, "{}")


def proposed(visit: Visit, kind: Kind, detail: str) -> Response:
    """To where what was proposed just now waits. Raises Refused."""
    try:
        visit.house.agreeing.propose(visit.seat, kind, detail, visit.now)
    except TooMany as refused:
        raise Refused(visit.said.say("web.agreeing.many", n=EACH)) from refused
    return visit.back(HOME, "proposed")


def agree(visit: Visit) -> Response:
    """Agree to what somebody else proposed; it is done beside, but for a dossier, which who asked for it then makes."""
    with _told(visit):
        one = visit.house.agreeing.agree(_chosen(visit), visit.seat, visit.now)
    visit.house.errands.hurry()
    return visit.back(HOME, "dossier_agreed" if one.kind is Kind.DOSSIER else "agreed")


def withdraw(visit: Visit) -> Response:
    """Take a proposal back."""
    with _told(visit):
        visit.house.agreeing.withdraw(_chosen(visit), visit.seat, visit.now)
    return visit.back(HOME, "withdrawn")


def fetch(visit: Visit) -> Response:
    """Give out an export; the trail says to whom."""
    wanted = str(visit.path["proposal"])
    done = visit.house.agreeing.done(visit.person.name)
    file = next((visit.house.exports.file(one) for one in done if one.id == wanted and one.kind is Kind.EXPORT), None)
    if file is None or not file.exists():
        raise HTTPException(404)
    visit.house.agreeing.take(wanted, visit.seat, visit.now)
    return FileResponse(file, media_type="application/zip", filename=file.name)


@contextmanager
def _told(visit: Visit) -> Iterator[None]:
    """What is refused is said in their language."""
    try:
        yield
    except TooNew as refused:
        raise Refused(visit.said.say("web.agreeing.new")) from refused
    except Refused as refused:
        raise Refused(visit.said.say("web.agreeing.settled")) from refused


def _chosen(visit: Visit) -> str:
    """The proposal that is meant; 403 for who may not settle it."""
    wanted = visit.form.get("proposal")
    if any(
        one.id == wanted and not may_settle(visit.seat, one) for one in visit.house.agreeing.open(visit.person.name)
    ):
        raise HTTPException(403)
    return wanted


PAGES: Final = (
    Page("/people/exports", Grant.EXPORT, act=propose),
    Page("/people/exports/{proposal}", Grant.EXPORT, act=fetch),
    Page("/people/agree", Grant.COUNTS, act=agree),
    Page("/people/withdraw", Grant.COUNTS, act=withdraw),
)
