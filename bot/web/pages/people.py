"""People: who may look and what each may see, whose turn it is, and from where each has come in."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Final, NamedTuple

from starlette.responses import Response

from bot.dossier.handing import asked_for
from bot.errors import Refused
from bot.model.noun import EPOCH
from bot.model.proposal import NEEDS, Kind, Proposal, Standing
from bot.model.seat import BESIDE, GIVEN, OF_DESKS, Grant, Role, Seat, Session
from bot.people.agreeing import may_settle
from bot.people.turns import turns
from bot.store import seats
from bot.web import passkeys
from bot.web.blocking import accounts
from bot.web.measured import measures
from bot.web.page import Page
from bot.web.visit import Visit

MUCH_TODAY: Final = 60
"""Messages that somebody has read in a day, from which on we say that it is a lot."""
MUCH_WEEK: Final = 200
"""The same in seven days."""
INVITED: Final = tuple(role for role in Role if role is not Role.HOLDER)
NOT_AT_DESKS: Final = frozenset({Grant.DIRECTS, Grant.RULES})
"""Rights over what no community's pages have."""
PARTS: Final = {Kind.PUBLISH: "draft", Kind.REWORD: "terms", Kind.CLOSE: "close"}
"""Pages of a list on which it is seen what is proposed."""


class Place(NamedTuple):
    """What is shown of somebody's seat."""

    seat: Seat
    today: int
    """Messages read."""
    week: int
    sessions: Sequence[Session]
    order: Sequence[Grant]

    @property
    def much(self) -> bool:
        """Whether it is more than does anybody good."""
        return self.today >= MUCH_TODAY or self.week >= MUCH_WEEK

    @property
    def grantable(self) -> list[Grant]:
        """What may be granted beside the role."""
        return [] if self.seat.role is Role.HOLDER else [one for one in self.order if one not in GIVEN[self.seat.role]]


def look(visit: Visit) -> Response:
    """The page."""
    every = [one for one in visit.house.admission.every(visit.person.name) if one.holds(visit.now)]
    shown = every if visit.seat.may(Grant.PEOPLE) else [one for one in every if one.id == visit.seat.id]
    places, order = _places(visit, shown), _order(visit)
    open_ = [one for one in visit.house.agreeing.open(visit.person.name) if may_settle(visit.seat, one)]
    asked = visit.house.agreeing.asked_of(visit.seat)
    return visit.page(
        "people.html",
        me=next(one for one in places if one.seat.id == visit.seat.id),
        others=[one for one in places if one.seat.id != visit.seat.id],
        turn=turns(every, visit.now),
        roles={role.value: [one for one in order if one not in GIVEN[role]] for role in _invited(visit)},
        order=order,
        keys=visit.house.passkeys.every(visit.seat),
        has_keys=passkeys.at(visit.config.web.public_url, visit.request.headers["host"]) is not None,
        open=open_,
        exports=_exports(visit),
        may_export=visit.seat.may(NEEDS[Kind.EXPORT]),
        alone=visit.house.agreeing.alone(visit.seat, Kind.EXPORT, visit.now),
        accounts=accounts,
        measures=measures(visit, open_),
        page_of=partial(_page, _dossiers(visit, open_)),
        names={one.id: one.name for one in every},
        asked={one.id for one in asked},
        counts_from=visit.house.agreeing.counts_from(asked, visit.seat, visit.now),
        failed=visit.house.errands.failed,
        waiting=Standing.WAITING,
    )


def _page(found: Mapping[str, str], one: Proposal) -> str:
    """Where it can be looked at; empty: nowhere."""
    if one.kind in PARTS:
        return f"/lists/{json.loads(one.detail)['slug']}/{PARTS[one.kind]}"
    if one.id in found:
        return found[one.id]
    return "/review" if one.kind is Kind.BLOCK else ""


def _order(visit: Visit) -> tuple[Grant, ...]:
    """What may be granted beside roles: nothing of desks to who is beside a person, and the reverse."""
    beside = BESIDE - NOT_AT_DESKS if visit.at_desk else BESIDE - OF_DESKS
    return tuple(one for one in Grant if one in beside)


def _invited(visit: Visit) -> tuple[Role, ...]:
    """The roles to choose from, the usual one first."""
    return tuple(reversed(INVITED)) if visit.at_desk else INVITED


def _places(visit: Visit, some: Sequence[Seat]) -> list[Place]:
    today = (visit.now - EPOCH).days
    ids = [one.id for one in some]
    with visit.store.reading() as connection:
        day, week = seats.readings(connection, ids, today), seats.readings(connection, ids, today - 6)
    order = _order(visit)
    sessions: Mapping[str, Sequence[Session]] = visit.house.admission.sessions(some, visit.now)
    return [Place(one, day.get(one.id, 0), week.get(one.id, 0), sessions[one.id], order) for one in some]


def _dossiers(visit: Visit, some: Sequence[Proposal]) -> dict[str, str]:
    """The pages of the dossiers that these are about, by the proposals' ids."""
    found: dict[str, str] = {}
    for one in some:
        if one.kind is Kind.DOSSIER:
            with suppress(Refused):  # it was erased: there is nothing to see of it
                found[one.id] = f"/dossiers/{asked_for(visit.store, one).dossier}/export"
    return found


def _exports(visit: Visit) -> list[Proposal]:
    """Those that can be fetched."""
    if not visit.seat.may(NEEDS[Kind.EXPORT]):
        return []
    done = visit.house.agreeing.done(visit.person.name)
    return [one for one in done if one.kind is Kind.EXPORT and visit.house.exports.file(one).exists()]


PAGES: Final = (Page("/people", Grant.COUNTS, look, menu="people"),)
