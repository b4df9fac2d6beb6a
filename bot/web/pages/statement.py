"""Statements of reasons: which were given for what, what they say, and whether they were sent or are contested."""

from datetime import UTC, datetime, timedelta
from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.config import Community
from bot.errors import KeyMissing, Refused
from bot.evidence.pseudonym import nickname
from bot.model.action import Order, kind_of
from bot.model.seat import Grant
from bot.moderating import appealing, statements
from bot.outbox.stated import LETTER
from bot.store import outbox, write
from bot.store import statements as kept
from bot.store.statements import Outcome, Statement
from bot.web.page import Page
from bot.web.visit import Visit

PAGE: Final = 30


def look(visit: Visit) -> Response:
    """The latest."""
    before = _before(visit)
    with visit.store.reading() as connection:
        found = kept.latest(connection, visit.community.name, before, PAGE + 1)
    more = found[PAGE - 1].at.isoformat() if len(found) > PAGE else ""
    return visit.page("statements.html", every=[about(visit, one) for one in found[:PAGE]], more=more)


def one(visit: Visit) -> Response:
    """What one says."""
    found = _chosen(visit)
    try:
        said = statements.read(visit.store, visit.community.name, found.id)
    except KeyMissing as error:
        raise Refused(visit.said.say("cmd_why.unreadable", why=str(error))) from error
    return visit.page("statement.html", each=about(visit, found), said=said)


def act(visit: Visit) -> Response:
    """Note that it was sent, or is contested; answer who contests it. Raises Refused."""
    found, do = _chosen(visit), visit.form.get("do")
    if do not in {"sent", "appealed", *Outcome}:
        raise Refused(f"nothing here is called {do[:20]!r}")
    try:
        if do == "sent":
            statements.handed(visit.store, visit.seat, found.id, visit.now)
        elif do == "appealed":
            appealing.note(visit.store, visit.seat, found.id, visit.now)
        else:
            appealing.answer(visit.store, visit.seat, found.id, Outcome(do), visit.now)
    except Refused as refused:
        raise Refused(visit.said.say("web.statement.moved")) from refused
    return visit.back(f"/statements/{found.id}", f"statement_{do}")


def about(visit: Visit, found: Statement) -> tuple[Statement, str, str, str, str]:
    """A statement, with its measure, how that stands, our name for whom it is about, and how a letter of it stands."""
    with visit.store.reading() as connection:
        measure = outbox.delivery(connection, found.delivery)
        letter = outbox.delivery(connection, found.delivery + LETTER)
        salt = write.salt(connection, visit.store.master, found.person)
    if measure is None or not isinstance(measure.what, Order):
        return found, "", "", "", ""
    name = nickname(salt, measure.what.subject)
    return found, kind_of(measure.what.action), measure.status.value, name, letter.status.value if letter else ""


def _chosen(visit: Visit) -> Statement:
    with visit.store.reading() as connection:
        found = kept.statement(connection, visit.community.name, str(visit.path["id"]))
    if found is None:
        raise HTTPException(404)
    return found


def _before(visit: Visit) -> datetime:
    try:
        return datetime.fromisoformat(visit.asked.get("before", "")).astimezone(UTC)
    except (ValueError, OverflowError):
        return visit.now + timedelta(days=1)


PAGES: Final = (
    Page("/statements", Grant.MEASURE, look, whose=Community),
    Page("/statements/{id}", Grant.MEASURE, one, act, whose=Community),
)
