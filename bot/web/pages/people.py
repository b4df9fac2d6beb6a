"""People: who may look and what each may see, whose turn it is, and from where each has come in."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Final, NamedTuple

from starlette.responses import Response

from bot.agreeing import may_settle
from bot.dossier.handing import asked_for
from bot.errors import Refused
from bot.model.noun import EPOCH
from bot.model.proposal import NEEDS, Kind, Proposal, Standing
from bot.model.seat import BESIDE, GIVEN, Grant, Role, Seat, Session
from bot.store import seats
from bot.turns import turns
from bot.web import passkeys
from bot.web.blocking import accounts
from bot.web.page import Page
from bot.web.visit import Visit

MUCH_TODAY: Final = 60
"""Messages that somebody has read in a day, from which on we say that it is a lot."""
MUCH_WEEK: Final = 200
"""The same in seven days."""
INVITED: Final = tuple(role for role in Role if role is not Role.HOLDER)
PARTS: Final = {Kind.PUBLISH: "draft", Kind.REWORD: "terms", Kind.CLOSE: "close"}
"""Pages of a list on which it is seen what is proposed."""
ORDER: Final = tuple(one for one in Grant if one in BESIDE)


class Place(NamedTuple):
    """What is shown of somebody's seat."""

    seat: Seat
    today: int
    """Messages read."""
    week: int
    sessions: Sequence[Session]

    @property
    def much(self) -> bool:
        """Whether it is more than does anybody good."""
        return self.today >= MUCH_TODAY or self.week >= MUCH_WEEK

    @property
    def grantable(self) -> list[Grant]:
        """What may be granted beside the role."""
        return [] if self.seat.role is Role.HOLDER else [one for one in ORDER if one not in GIVEN[self.seat.role]]


def look(visit: Visit) -> Response:
    """The page."""
    every = [one for one in visit.house.admission.every(visit.person.name) if one.holds(visit.now)]
    shown = every if visit.seat.may(Grant.PEOPLE) else [one for one in every if one.id == visit.seat.id]
    places = _places(visit, shown)
    open_ = [one for one in visit.house.agreeing.open(visit.person.name) if may_settle(visit.seat, one)]
    return visit.page(
        "people.html",
        me=next(one for one in places if one.seat.id == visit.seat.id),
        others=[one for one in places if one.seat.id != visit.seat.id],
        turn=turns(every, visit.now),
        roles={role.value: [one for one in ORDER if one not in GIVEN[role]] for role in INVITED},
        order=ORDER,
        keys=visit.house.passkeys.every(visit.seat),
        has_keys=passkeys.at(visit.config.web.public_url, visit.request.headers["host"]) is not None,
        open=open_,
        exports=_exports(visit),
        may_export=visit.seat.may(NEEDS[Kind.EXPORT]),
        alone=visit.house.agreeing.alone(visit.seat, Kind.EXPORT, visit.now),
        accounts=accounts,
        page_of=partial(_page, _dossiers(visit, open_)),
        names={one.id: one.name for one in every},
        asked={one.id for one in visit.house.agreeing.asked_of(visit.seat)},
        failed=visit.house.errands.failed,
        waiting=Standing.WAITING,
    )


def _page(dossiers: Mapping[str, str], one: Proposal) -> str:
    """Where it can be looked at; empty: nowhere."""
    if one.kind in PARTS:
        return f"/lists/{json.loads(one.detail)['slug']}/{PARTS[one.kind]}"
    if one.id in dossiers:
        return f"/dossiers/{dossiers[one.id]}/export"
    return "/review" if one.kind is Kind.BLOCK else ""


def _places(visit: Visit, some: Sequence[Seat]) -> list[Place]:
    today = (visit.now - EPOCH).days
    ids = [one.id for one in some]
    with visit.store.reading() as connection:
        day, week = seats.readings(connection, ids, today), seats.readings(connection, ids, today - 6)
    sessions: Mapping[str, Sequence[Session]] = visit.house.admission.sessions(some, visit.now)
    return [Place(one, day.get(one.id, 0), week.get(one.id, 0), sessions[one.id]) for one in some]


def _dossiers(visit: Visit, some: Sequence[Proposal]) -> dict[str, str]:
    """The drafts of the dossiers that these are about, by the proposals' ids."""
    found: dict[str, str] = {}
    for one in some:
        if one.kind is Kind.DOSSIER:
            with suppress(Refused):  # it was erased: there is nothing to see of it
                found[one.id] = asked_for(visit.store, one).dossier
    return found


def _exports(visit: Visit) -> list[Proposal]:
    """Those that can be fetched."""
    if not visit.seat.may(NEEDS[Kind.EXPORT]):
        return []
    done = visit.house.agreeing.done(visit.person.name)
    return [one for one in done if one.kind is Kind.EXPORT and visit.house.exports.file(one).exists()]


PAGES: Final = (Page("/people", Grant.COUNTS, look, menu="people"),)
