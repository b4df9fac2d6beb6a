"""Dossiers: drafts that were begun, and what was handed over, when, and to whom; and the beginning of one."""

from typing import Final

from sqlalchemy import Connection
from starlette.responses import Response

from bot.dossier import drafting
from bot.dossier.content import About
from bot.dossier.draft import Draft
from bot.errors import Refused
from bot.model.seat import Grant
from bot.store import cases, raids
from bot.web import shelves
from bot.web.casework import LONGEST
from bot.web.drafts import HOME, called, drafted
from bot.web.page import Page
from bot.web.visit import Visit
from bot.working import handing


def look(visit: Visit) -> Response:
    """The list."""
    drafts = drafting.drafts(visit.store, visit.person.name)
    wait = {asked.id for _, asked in handing.all_going(visit.store, visit.house.agreeing, visit.person.name)}
    every = drafting.handovers(visit.store, visit.person.name)
    given = [each for each in every if each.made_at or each.id in wait]
    names = {one.id: called(visit, one) for one in drafts}
    return visit.page("dossiers.html", drafts=drafts, given=given, names=names)


def begin(visit: Visit) -> Response:
    """Begin one, or take up the one that was begun of the same and chooses the same. Raises Refused."""
    about, subject = _meant(visit)
    wanted = Draft(
        id="",
        person=visit.person.name,
        about=about,
        subject=subject,
        language=visit.person.language,
        made_at=visit.now,
        by=visit.seat.name,
        zone=visit.person.zone,
        law=visit.person.law,
        directs=visit.seat.may(Grant.DIRECTS),
    )
    alike = drafting.alike(wanted, drafting.drafts(visit.store, wanted.person))
    one = alike[0] if alike else drafting.begin(visit.store, wanted, visit.now)
    return visit.back(f"{HOME}/{one.id}", "" if alike else "dossier_begun")


def drop(visit: Visit) -> Response:
    """Let go of a draft, and of what waits to be made of it."""
    handing.drop(visit.store, visit.house.agreeing, drafted(visit), visit.seat, visit.now)
    return visit.back(HOME, "dossier_dropped")


def _meant(visit: Visit) -> tuple[About, str]:
    """Of what it is to be. Raises Refused where there is no such case, account or raid."""
    about, named = visit.form.get("about"), visit.form.get("subject")[:LONGEST]
    with visit.store.reading() as connection:
        match about:
            case About.CASE if cases.of_person(connection, visit.person.name, named):
                return About.CASE, named
            case About.ACCOUNT:
                return About.ACCOUNT, shelves.one(connection, visit, named).author
            case About.RAID if _is_raid(connection, visit, named):
                return About.RAID, named
    raise Refused(visit.said.say("web.dossier.refused.gone"))


def _is_raid(connection: Connection, visit: Visit, named: str) -> bool:
    return any(str(one.number) == named for one in raids.every(connection, visit.person.name))


PAGES: Final = (
    Page(HOME, Grant.EXPORT, look, begin),
    Page(f"{HOME}/{{id}}/drop", Grant.EXPORT, act=drop),
)
