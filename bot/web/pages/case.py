"""One case: what was done day by day, what it rests on, what was written down, what is in custody, how it is read."""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.cases import dossier
from bot.cases.keeping import KINDS, MEANS
from bot.errors import KeyMissing, Refused
from bot.law.data import french
from bot.model.conduct import Level
from bot.model.course import DAYS
from bot.model.proceeding import Step
from bot.model.seat import Grant
from bot.people.unmasking import Named, unmask, words
from bot.store.cases import Casefile
from bot.web import dates
from bot.web.casework import casefile, casework, members
from bot.web.page import Page
from bot.web.sheet import sheet
from bot.web.visit import Visit

NOBODY: Final[Mapping[str, Named]] = MappingProxyType({})
NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
LEVELS: Final = tuple(level.name.lower() for level in Level if level)
WORDS: Final = 20_000
"""Signs of a note."""


def look(visit: Visit) -> Response:
    """The page."""
    return _shown(visit, casefile(visit))


def names(visit: Visit) -> Response:
    """The same with the names of its accounts, which stands in the trail."""
    case = casefile(visit)
    return _shown(visit, case, named=unmask(visit.store, visit.seat, members(visit, case), visit.now))


def read_note(visit: Visit) -> Response:
    """The same with the words of one note, which stands in the trail too."""
    case, exhibit = casefile(visit), visit.form.get("exhibit")
    with visit.store.reading() as connection:
        (one,) = dossier.read(connection, [case])
    if exhibit not in {each.exhibit for each in one.noted}:
        raise HTTPException(404)
    try:
        said = words(visit.store, visit.seat, exhibit, visit.now)
    except KeyMissing:
        said = visit.said.say("web.case.erased")
    return _shown(visit, case, noted={exhibit: said})


def restrict(visit: Visit) -> Response:
    """Write down a ban. Raises Refused where its dates cannot be meant."""
    case, kind, zone = casefile(visit), visit.form.get("kind"), visit.person.zone
    since, until = (dates.moment(visit.said, visit.form.get(name), zone) for name in ("since", "until"))
    if kind not in KINDS:
        raise Refused(visit.said.say("web.case.refused.kind"))
    if until <= since:
        raise Refused(visit.said.say("web.case.refused.order"))
    with casework(visit) as work:
        work.restrict(members(visit, case), kind, since, until)
    return visit.back(f"/cases/{case.id}", "restricted")


def note(visit: Visit) -> Response:
    """Write down a letter, a call or a visit. Raises Refused where it lies in the future, or nothing is said."""
    case, means, level = casefile(visit), visit.form.get("means"), visit.form.get("gravity")
    at, text = dates.moment(visit.said, visit.form.get("at"), visit.person.zone), visit.form.get("words").strip()
    theirs = members(visit, case)
    if means not in MEANS or level not in LEVELS or not theirs:
        raise Refused(visit.said.say("web.case.refused.means"))
    if at > visit.now:
        raise Refused(visit.said.say("web.case.refused.future"))
    if not text or len(text) > WORDS:
        raise Refused(visit.said.say("web.case.refused.words"))
    with casework(visit) as work:
        work.note(theirs[0], means, at, Level[level.upper()], text)
    return visit.back(f"/cases/{case.id}", "noted")


def _shown(
    visit: Visit, case: Casefile, named: Mapping[str, Named] = NOBODY, noted: Mapping[str, str] = NOTHING
) -> Response:
    clock = partial(dates.clock, visit.said, zone=visit.person.zone)
    shown, asked = (
        sheet(visit, case),
        {"kinds": KINDS, "means": MEANS, "levels": LEVELS, "days": DAYS, "steps": tuple(Step), "law": french().clock},
    )
    return visit.page(
        "case.html",
        one=shown,
        named=named,
        words=noted,
        dated=visit.said.day,
        clock=clock,
        asked=asked,
        zone=ZoneInfo(visit.person.zone),
    )


PAGES: Final = (
    Page("/cases/{id}", Grant.CASES, look),
    Page("/cases/{id}/names", Grant.CASES, act=names),
    Page("/cases/{id}/words", Grant.CASES, act=read_note),
    Page("/cases/{id}/restrict", Grant.ACT, act=restrict),
    Page("/cases/{id}/note", Grant.ACT, act=note),
)
