"""Which facts are in a dossier, from when until when, and in what language it is."""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from starlette.responses import Response

from bot.alerts.wording import LANGUAGES
from bot.dossier import selecting
from bot.dossier.draft import Draft, Which
from bot.errors import Refused
from bot.model.noun import MICROSECOND
from bot.model.seat import Grant
from bot.web import dates, drafts
from bot.web.drafts import HOME, drafted
from bot.web.page import Page
from bot.web.visit import Visit


def look(visit: Visit) -> Response:
    """What is chosen."""
    one = drafted(visit)
    every = drafts.facts(visit, one)
    return drafts.shown(
        visit,
        one,
        "facts",
        many=len(selecting.shown(one, every)),
        every=len(every),
        ways=tuple(Which),
        languages=LANGUAGES,
        since=_day(one, one.since),
        until=_day(one, one.until),
    )


def act(visit: Visit) -> Response:
    """Choose. Raises Refused where the dates cannot be meant."""
    one, which, language = drafted(visit), visit.form.get("which"), visit.form.get("language")
    if which not in tuple(Which) or language not in LANGUAGES:
        raise Refused(visit.said.say("web.case.refused.kind"))
    since, until = _moment(visit, "since"), _moment(visit, "until")
    if since and until and until < since:
        raise Refused(visit.said.say("web.case.refused.order"))
    end = _end(until, one.zone) if until else None
    singly = Which(which) is Which.CHOSEN
    kept = one.which if singly and not one.chosen else Which(which)  # nothing is chosen yet: a dossier is never empty
    answer = drafts.keep(visit, one, "facts", which=kept, language=language, since=since, until=end)
    return visit.back(f"{HOME}/{one.id}/facts/each") if singly else answer


def _moment(visit: Visit, name: str) -> datetime | None:
    written = visit.form.get(name)
    return dates.moment(visit.said, written[:10], visit.person.zone) if written else None


def _end(at: datetime, zone: str) -> datetime:
    """The end of the day that begins at a moment."""
    following = at.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    return datetime.combine(following, time(), ZoneInfo(zone)).astimezone(at.tzinfo) - MICROSECOND


def _day(one: Draft, at: datetime | None) -> date | None:
    return at.astimezone(ZoneInfo(one.zone)).date() if at else None


PAGES: Final = (Page(f"{HOME}/{{id}}/facts", Grant.EXPORT, look, act),)
