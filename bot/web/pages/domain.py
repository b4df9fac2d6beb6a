"""A whole server: who of the members is bound to it is shown first; then somebody says why, and asks for it."""

from collections.abc import Mapping
from hmac import compare_digest
from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.config import Community
from bot.errors import Refused
from bot.model.action import Order, kinds
from bot.model.delivery import Delivery, Status
from bot.model.measure import LimitDomain, SuspendDomain
from bot.model.proposal import Kind, Proposal
from bot.model.seat import Grant
from bot.moderating.asking import Asking, Confirmed, native, of_server
from bot.moderating.enrolling import home_of
from bot.people.revealing import mark
from bot.people.unmasking import unmask
from bot.platforms.desk import COVERED, server
from bot.store import dockets, measures
from bot.web import desking
from bot.web.casework import shield
from bot.web.cuts import Cuts, cuts
from bot.web.grounds import LONGEST
from bot.web.page import Page
from bot.web.shelves import Proposed, proposed
from bot.web.visit import Visit

KINDS: Final[Mapping[str, type[LimitDomain | SuspendDomain]]] = dict(
    zip(kinds((LimitDomain, SuspendDomain)), (LimitDomain, SuspendDomain), strict=True)
)
"""What can be done about a server, the milder first."""
MOST: Final = 30
"""Measures about servers that are listed, the latest."""
STRENGTH: Final = ("noop", "silence", "suspend")
"""How strict a rule of a server is, as servers say it; the mildest first."""
STRICT: Final = dict(zip(KINDS, STRENGTH[1:], strict=True))
HERE: Final = "/desk/domain"


def look(visit: Visit) -> Response:
    """Which server, and what was done about others; nobody is asked anything."""
    return _page(visit, visit.asked.get("name", "")[:LONGEST], visit.asked.get("what", ""))


def act(visit: Visit) -> Response:
    """Find the server of an account; say who is bound to it; ask for the measure. Raises Refused."""
    do = visit.form.get("do")
    if do == "of":
        return _page(visit, _server_of(visit, visit.form.get("of")), "")
    if do not in {"foresee", "order"} or visit.form.get("what") not in KINDS:
        raise Refused(visit.said.say("web.measure.refused.kind"))
    name, what = _named(visit, visit.form.get("name")), visit.form.get("what")
    if do == "foresee":
        one = of_server(shield(visit), name, visit.now)
        return _page(visit, name, what, cuts(visit, one.subject, KINDS[what](domain=name)))
    if not visit.seat.may(Grant.MEASURE):
        raise Refused(visit.said.say("web.measure.refused.grave"))
    if not compare_digest(visit.form.get("seen").encode(errors="replace"), _seen(visit, name, what).encode()):
        raise Refused(visit.said.say("web.domain.refused.unseen"))
    waits = _ordered(visit, name, KINDS[what](domain=name))
    visit.house.errands.hurry()
    return visit.back(HERE, "measure_proposed" if waits else "measure_ordered")


def _ordered(visit: Visit, name: str, action: LimitDomain | SuspendDomain) -> bool:
    """Order it; whether it waits for somebody else. Raises Refused."""
    asking, one = Asking(visit.store, shield(visit), visit.seat, visit.now), of_server(shield(visit), name, visit.now)
    said, written = visit.form.get("statement").strip()[:LONGEST], visit.form.get("handle")
    try:
        if written:
            asking.by_oneself(one, action, Confirmed(name, written), said, visit.person.language)
            return False
        return isinstance(asking.order(one, action, said, visit.person.language), Proposal)
    except Refused as refused:
        key = "web.domain.refused.handle" if written else "web.measure.refused.now"
        raise Refused(visit.said.say(key)) from refused


def _named(visit: Visit, written: str) -> str:
    """The server that is meant. Raises Refused for what is none, and for the community's own."""
    try:
        name = server(written)
    except Refused as refused:
        raise Refused(visit.said.say("web.domain.refused.name")) from refused
    home = home_of(visit.community)
    if home == name or home.endswith(f".{name}"):
        raise Refused(visit.said.say("web.domain.refused.own"))
    return name


def _server_of(visit: Visit, place: str) -> str:
    """That of an account on the desk, as it is called where something of it is kept; it stands in the trail who asked.
    404 where there is no such account.
    """
    key = desking.subject(place)
    with visit.store.reading() as connection:
        found = dockets.docket(connection, visit.community.name, key) if key else None
    if found is None:
        raise HTTPException(404)
    return unmask(visit.store, visit.seat, [key], visit.now)[key].handle.rpartition("@")[2]


def _seen(visit: Visit, name: str, what: str) -> str:
    """What proves that this session was shown what it would cut."""
    return mark(visit.store, visit.community.name, visit.seated.session.id, f"{what} {name}")


def _page(visit: Visit, name: str, what: str, seen: Cuts | None = None) -> Response:
    if visit.community.desk.platform != "mastodon":
        raise HTTPException(404)
    with visit.store.reading() as connection:
        done = measures.latest(connection, visit.community.name, list(KINDS), MOST)
    kind = what if what in KINDS else next(iter(KINDS))
    standing = _standing(name, kind, seen) if seen else ""
    shown = seen is not None and not seen.trouble and standing != "already"
    return visit.page(
        "domain.html",
        name=name,
        kind=kind,
        kinds=list(KINDS),
        seen=seen,
        standing=standing,
        mark=_seen(visit, name, kind) if shown else "",
        alone=kind in visit.community.by_one,
        two_alone=visit.house.agreeing.alone(visit.seat, Kind.MEASURE, visit.now),
        done=[(_about(one), each, one.status in {Status.HELD, Status.PLANNED}) for one in done for each in _line(one)],
        covered=COVERED,
        longest=LONGEST,
    )


def _standing(name: str, kind: str, seen: Cuts) -> str:
    """How a rule that is there already stands to this one, `web.domain.rule.*`; empty where there is none."""
    if seen.covered is None:
        return ""
    whose, how = seen.covered
    if how in STRENGTH and STRENGTH.index(how) >= STRENGTH.index(STRICT[kind]):
        return "already"
    return "weaker" if whose == name else "parent"


def _about(one: Delivery) -> str:
    return native(one.what.subject) if isinstance(one.what, Order) else ""


def _line(one: Delivery) -> tuple[Proposed, ...]:
    return proposed([one])


PAGES: Final = (Page(HERE, Grant.ACT, look, act, whose=Community),)
