"""What is done about seats: rest, invite, link, grant, revoke, and end a session."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.errors import Refused
from bot.model.seat import Grant, Role, Seat
from bot.people.admission import INVITATION
from bot.people.turns import MORNING, tomorrow
from bot.web.page import Page
from bot.web.visit import Visit

HOME: Final = "/people"
NAME: Final = 60
"""Characters of a name."""
FARTHEST: Final = timedelta(days=366)
"""How far ahead somebody may rest."""


def rest(visit: Visit) -> Response:
    """Say that oneself cannot today, or can again."""
    return _rest(visit, visit.seat)


def pause(visit: Visit) -> Response:
    """Say it for somebody else."""
    return _rest(visit, _chosen(visit))


def invite(visit: Visit) -> Response:
    """Make a seat, and show the link to it once."""
    name = visit.form.get("name").strip()
    if not name or len(name) > NAME or not name.isprintable():
        raise Refused(visit.said.say("web.people.refused.name", most=NAME))
    until = _end(visit)
    one = Seat(id="", person=visit.person.name, name=name, role=_role(visit), also=_grants(visit), until=until)
    if any(other.name == name and other.holds(visit.now) for other in visit.house.admission.every(one.person)):
        raise Refused(visit.said.say("web.people.refused.taken", name=name))
    return _link(visit, visit.house.admission.invite(one, visit.seat.name, visit.now))


def link(visit: Visit) -> Response:
    """Show another link to somebody's seat, once."""
    return _link(visit, visit.house.admission.hand(_chosen(visit), visit.seat.name, visit.now))


def grant(visit: Visit) -> Response:
    """Grant to somebody what is ticked, and nothing else beside their role."""
    visit.house.admission.grant(_chosen(visit), _grants(visit), visit.seat.name, visit.now)
    return visit.back(HOME, "granted")


def revoke(visit: Visit) -> Response:
    """End somebody's seat. Raises Refused for a holder's."""
    one = _chosen(visit)
    if one.role is Role.HOLDER:
        raise Refused(visit.said.say("web.people.refused.holder"))
    visit.house.admission.revoke(one, visit.seat.name, visit.now)
    return visit.back(HOME, "revoked")


def close(visit: Visit) -> Response:
    """End a session, one's own or that of somebody whom one may revoke."""
    if not visit.house.admission.leave(visit.seated, visit.form.get("session"), visit.now):
        raise HTTPException(404)
    return visit.back(HOME, "closed")


def _chosen(visit: Visit) -> Seat:
    """The seat that the path names; 404 where it is none of this shield, or has ended."""
    wanted = str(visit.path["seat"])
    for one in visit.house.admission.every(visit.person.name):
        if one.id == wanted and one.holds(visit.now):
            return one
    raise HTTPException(404)


def _rest(visit: Visit, one: Seat) -> Response:
    wanted = visit.form.get("until")
    if wanted == "back":
        visit.house.admission.rest(one, None, visit.seat.name, visit.now)
        return visit.back(HOME, "back")
    day = visit.form.get("day")
    until = tomorrow(visit.now, visit.person.zone) if wanted == "tomorrow" else _moment(visit, day, MORNING)
    if until is None or not visit.now < until < visit.now + FARTHEST:
        raise Refused(visit.said.say("web.people.refused.day"))
    visit.house.admission.rest(one, until, visit.seat.name, visit.now)
    return visit.back(HOME, "resting")


def _link(visit: Visit, one: Seat) -> Response:
    token = visit.house.admission.link(one, visit.now, INVITATION)
    address = f"{visit.config.web.url}/enter/{token}"
    return visit.page(
        "people_link.html",
        invited=one,
        link=address,
        days=INVITATION.days,
        local=visit.config.web.public_url is None,
    )


def _role(visit: Visit) -> Role:
    try:
        return Role(visit.form.get("role"))
    except ValueError:
        raise Refused(visit.said.say("web.people.refused.role")) from None


def _grants(visit: Visit) -> frozenset[Grant]:
    try:
        return frozenset(map(Grant, visit.form.all("also")))
    except ValueError:
        raise Refused(visit.said.say("web.people.refused.role")) from None


def _end(visit: Visit) -> datetime | None:
    """The end of the day that is named, by the person's clock; None where none is."""
    written = visit.form.get("until")
    if not written:
        return None
    until = _moment(visit, written, time.max)
    if until is None or until <= visit.now:
        raise Refused(visit.said.say("web.people.refused.day"))
    return until


def _moment(visit: Visit, written: str, hour: time) -> datetime | None:
    """An hour of a day by the person's clock; None where no day is written."""
    try:
        day = date.fromisoformat(written)
        return datetime.combine(day, hour, ZoneInfo(visit.person.zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


PAGES: Final = (
    Page("/people/rest", Grant.COUNTS, act=rest),
    Page("/people/session", Grant.COUNTS, act=close),
    Page("/people/invite", Grant.PEOPLE, act=invite),
    Page("/people/{seat}/link", Grant.PEOPLE, act=link),
    Page("/people/{seat}/grants", Grant.PEOPLE, act=grant),
    Page("/people/{seat}/rest", Grant.PEOPLE, act=pause),
    Page("/people/{seat}/revoke", Grant.PEOPLE, act=revoke),
)
