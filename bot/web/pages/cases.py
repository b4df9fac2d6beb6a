"""Cases: each person's conduct, the worst first, without a word of it and without a name."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final, NamedTuple

from starlette.responses import Response

from bot.alerts.helplines import Line, helplines
from bot.alerts.stage import grounds
from bot.cases.hours import hour
from bot.cases.shown import Looked, looked, worst_first
from bot.model.conduct import Stage
from bot.model.seat import Grant
from bot.rules.escalate import gathered
from bot.store import cases, links
from bot.store.cases import Casefile
from bot.web.casework import account_of, casework
from bot.web.lanes import BEGAN, Picture, Track, drawn
from bot.web.page import Page
from bot.web.veils import nicknames
from bot.web.visit import Visit

PAGE: Final = 12
"""Cases on one page."""
MANY: Final = 100
"""Suggested links that are counted."""


class Card(NamedTuple):
    """A case as it stands in the list."""

    case: Looked
    since: str
    grounds: tuple[str, ...]
    accounts: tuple[str, ...]
    """Names of ours."""
    picture: Picture
    lines: tuple[Line, ...]
    """Whom to call; only in danger."""


def look(visit: Visit) -> Response:
    """The list."""
    person = visit.person
    with visit.store.reading() as connection:
        every = worst_first(cases.every(connection, person.name), person.zone, visit.now)
        some, more = _page(every, visit.asked.get("after", ""))
        found = looked(connection, some, person.zone, visit.now)
        accounts = [account for one in found for account in one.shown.accounts]
        called = nicknames(connection, visit.store.master, person.name, accounts)
        waiting = links.waiting(connection, person.name, MANY)
    cards = [_card(visit, one, called) for one in found]
    return visit.page("cases.html", cards=cards, more=more, every=len(every), waiting=waiting)


def add(visit: Visit) -> Response:
    """Know an account as that of somebody who harasses. Raises Refused where none is named."""
    key = account_of(visit, visit.form.get("account"))
    with casework(visit) as work:
        case = work.add(key)
    return visit.back(f"/cases/{case.id}", "case_added")


def _page(every: Sequence[Casefile], after: str) -> tuple[list[Casefile], str]:
    """Those behind a case, and the one behind which there are more; empty where there are none."""
    start = next((place + 1 for place, one in enumerate(every) if one.id == after), 0)
    some = list(every[start : start + PAGE])
    return some, some[-1].id if len(every) > start + PAGE else ""


def _card(visit: Visit, one: Looked, called: Mapping[str, str]) -> Card:
    today = hour(visit.now, visit.person.zone) // 24
    return Card(
        case=one,
        since=visit.said.day(BEGAN + timedelta(days=one.since)) if one.since else "",
        grounds=tuple(grounds(visit.said, one.shown.conduct)) if one.shown.conduct.days else (),
        accounts=tuple(called[account] for account in one.shown.accounts),
        picture=drawn([Track("", list(gathered(one.past.days)))], today),
        lines=helplines(visit.person.zone).lines if one.shown.conduct.stage is Stage.DANGER else (),
    )


PAGES: Final = (Page("/cases", Grant.CASES, look, add, acting=Grant.ACT, menu="cases"),)
