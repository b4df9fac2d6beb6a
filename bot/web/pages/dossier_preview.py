"""What a dossier would hold and what not, counted beside: nothing is made, and nothing leaves."""

from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec
from starlette.responses import Response

from bot.dossier.draft import Draft
from bot.dossier.drafting import stamp
from bot.dossier.numbered import rows
from bot.law.data import french
from bot.model.noun import MICROSECOND
from bot.model.seat import Grant
from bot.model.work import Kind, Stage
from bot.store import works
from bot.web import drafts
from bot.web.drafts import HOME, drafted
from bot.web.page import Page
from bot.web.visit import Visit
from bot.working import asking
from bot.working.weighing import Weighed

SEARCHED: Final = 30
"""Pieces of work among which the last count is looked for."""


def look(visit: Visit) -> Response:
    """What was counted last."""
    one = drafted(visit)
    known = counted(visit, one)
    changed = bool(known and known.stamp != stamp(one))
    return drafts.shown(visit, one, "preview", weighed=known, changed=changed, **lawful(visit))


def act(visit: Visit) -> Response:
    """Count. Raises Refused while that is going on."""
    one = drafted(visit)
    return visit.back(drafts.begun(visit, Kind.WEIGH, one.id.encode()))


def lawful(visit: Visit) -> dict[str, Any]:
    """What a count is told with: the words of the law, and the last day on which there is time."""
    zone = ZoneInfo(visit.person.zone)
    return {
        "law": french(),
        "last": lambda until: visit.said.day((until - MICROSECOND).astimezone(zone).date()),
        "numbered": lambda some: ", ".join(rows(some)),
    }


def counted(visit: Visit, one: Draft) -> Weighed | None:
    """What was counted last of a draft; None where nothing was."""
    with visit.store.reading() as connection:
        found = works.lately(connection, one.person, SEARCHED)
    for each in found:
        if each.kind is Kind.WEIGH and each.stage is Stage.DONE:
            weighed = msgspec.json.decode(asking.came(each, visit.store.master), type=Weighed)
            if weighed.dossier == one.id:
                return weighed
    return None


PAGES: Final = (Page(f"{HOME}/{{id}}/preview", Grant.EXPORT, look, act),)
