"""What was begun against the person behind a case: written down, answered; and deadlines that were dealt with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from sqlalchemy import Connection
from starlette.responses import Response

from bot.cases.pursuing import LONGEST, Pursuit
from bot.errors import Refused
from bot.model.proceeding import Step
from bot.model.seat import Grant
from bot.store.cases import Casefile
from bot.web import dates
from bot.web.casework import casefile, casework, members
from bot.web.page import Page
from bot.web.visit import Visit

BAN: Final = "court_ban"
"""What follows from a judgment, or from what is asked of somebody until one."""


def begin(visit: Visit) -> Response:
    """Write down that something was begun. Raises Refused where its dates cannot be meant, or too much is said."""
    kind, at, due = visit.form.get("kind"), _day(visit, "at"), visit.form.get("due")
    due_at = _day(visit, "due") if due else None
    if kind not in tuple(Step):
        raise Refused(visit.said.say("web.case.refused.kind"))
    if due_at is not None and due_at < at:
        raise Refused(visit.said.say("web.case.refused.order"))
    banned = _day(visit, "banned") if visit.form.get("banned") else None
    if banned is not None and banned <= at:
        raise Refused(visit.said.say("web.case.refused.order"))
    case, said = casefile(visit), (_text(visit, "reference"), _text(visit, "place"))
    theirs = members(visit, case)
    with casework(visit) as work:
        _of(visit, work.connection, case).begin(Step(kind), at, due_at, *said)
        if banned is not None:
            work.restrict(theirs, BAN, at, banned)
    return visit.back(f"/cases/{visit.path['id']}", "begun")


def settle(visit: Visit) -> Response:
    """Write down what was answered, or how it ended."""
    with _pursuit(visit) as pursuit:
        pursuit.settle(visit.form.get("proceeding"), _text(visit, "answer"))
    return visit.back(f"/cases/{visit.path['id']}", "settled")


def deal(visit: Visit) -> Response:
    """Let a deadline need no reminder."""
    through = visit.form.get("through")
    try:
        until = datetime.fromisoformat(through)
    except ValueError:
        raise Refused(visit.said.say("web.refused.date")) from None
    if until.tzinfo is None:
        raise Refused(visit.said.say("web.refused.date"))
    with _pursuit(visit) as pursuit:
        pursuit.deal(visit.form.get("clock"), until, visit.form.get("how"))
    return visit.back(f"/cases/{visit.path['id']}", "dealt")


def reopen(visit: Visit) -> Response:
    """Let a deadline be reminded of after all."""
    with _pursuit(visit) as pursuit:
        pursuit.reopen(visit.form.get("clock"))
    return visit.back(f"/cases/{visit.path['id']}", "reopened")


def strike(visit: Visit) -> Response:
    """Take out what was written down by mistake."""
    with _pursuit(visit) as pursuit:
        pursuit.strike(visit.form.get("proceeding"))
    return visit.back(f"/cases/{visit.path['id']}", "struck")


@contextmanager
def _pursuit(visit: Visit) -> Iterator[Pursuit]:
    """What is written down within is one transaction. 404 where the case is not this person's."""
    case = casefile(visit)
    with visit.store.writing() as connection:
        yield _of(visit, connection, case)


def _of(visit: Visit, connection: Connection, case: Casefile) -> Pursuit:
    return Pursuit(connection, visit.store.master, case.person, case.id, visit.seat.name, visit.now)


def _day(visit: Visit, name: str) -> datetime:
    return dates.moment(visit.said, visit.form.get(name), visit.person.zone)


def _text(visit: Visit, name: str) -> str:
    """What was written in a field. Raises Refused where it is too much."""
    said = visit.form.get(name).strip()
    if len(said) > LONGEST:
        raise Refused(visit.said.say("web.case.refused.words"))
    return said


PAGES: Final = (
    Page("/cases/{id}/begin", Grant.ACT, act=begin),
    Page("/cases/{id}/settle", Grant.ACT, act=settle),
    Page("/cases/{id}/dealt", Grant.ACT, act=deal),
    Page("/cases/{id}/reopen", Grant.ACT, act=reopen),
    Page("/cases/{id}/strike", Grant.ACT, act=strike),
)
