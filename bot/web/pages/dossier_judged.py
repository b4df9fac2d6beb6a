"""The office that somebody holds, and what courts and platforms decided: as it was noted of the case, or said here."""

from datetime import date
from typing import Final, get_args

import msgspec
from starlette.responses import Response

from bot.dossier.draft import Draft
from bot.dossier.statement import Judged, Kind
from bot.errors import Refused
from bot.model.seat import Grant
from bot.web import drafts
from bot.web.drafts import HOME, drafted
from bot.web.page import Page
from bot.web.visit import Visit

KINDS: Final = get_args(Kind)
MOST: Final = 50


def look(visit: Visit) -> Response:
    """What is known; what was noted of the case is in it by itself."""
    one = drafted(visit)
    about = drafts.subject(visit, one)
    every = drafts.decided(visit, one, about)
    noted = [each for each in every if each not in one.judged]
    return drafts.shown(visit, one, "judged", noted=noted, kinds=KINDS, case=about.case, dated=visit.said.day)


def act(visit: Visit) -> Response:
    """Keep the office, add a decision, or take one out. Raises Refused where its dates cannot be meant."""
    one = drafted(visit)
    match visit.form.get("do"):
        case "office":
            changed = msgspec.structs.replace(one.statement, office=drafts.text(visit, "office"))
            return drafts.keep(visit, one, "judged", statement=changed)
        case "add" if len(one.judged) < MOST:
            return drafts.keep(visit, one, "judged", judged=(*one.judged, _judged(visit)))
        case "remove":
            return drafts.keep(visit, one, "judged", judged=tuple(_left(visit, one)))
    raise Refused(visit.said.say("web.case.refused.kind"))


def _judged(visit: Visit) -> Judged:
    kind, at, until = visit.form.get("kind"), _day(visit, "at"), _day(visit, "until")
    if kind not in KINDS:
        raise Refused(visit.said.say("web.case.refused.kind"))
    if at and until and until < at:
        raise Refused(visit.said.say("web.case.refused.order"))
    said = {name: drafts.text(visit, name) for name in ("court", "reference")}
    return Judged(kind=kind, at=at, until=until, **said, text=drafts.text(visit, "text", drafts.LONGEST))


def _left(visit: Visit, one: Draft) -> list[Judged]:
    """All but the one that is meant, by its place in the list."""
    return [each for place, each in enumerate(one.judged) if str(place) != visit.form.get("which")]


def _day(visit: Visit, name: str) -> date | None:
    written = visit.form.get(name)
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise Refused(visit.said.say("web.refused.date")) from None


PAGES: Final = (Page(f"{HOME}/{{id}}/judged", Grant.EXPORT, look, act),)
