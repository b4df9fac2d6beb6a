"""The desk: what is open about whom, the worst first, without a word of it and without a name."""

from typing import Final

from starlette.responses import Response

from bot.config import Community
from bot.model.docket import Standing
from bot.model.seat import Grant
from bot.store.boards import MOST
from bot.web import several
from bot.web.desking import desk, looking, subject
from bot.web.measured import measures
from bot.web.page import Page
from bot.web.visit import Visit


def look(visit: Visit) -> Response:
    """One page of those that are looked at."""
    where = looking(visit.asked.get)
    found = desk(visit, where)
    waiting = measures(visit, visit.house.agreeing.open(visit.community.name))
    return visit.page(
        "desk_shelves.html" if visit.partial else "desk.html",
        desk=found,
        looking=where,
        free={row.place for row in found.rows if several.free(row.docket, visit.seat)},
        told=several.told(visit),
        rules={name: visit.rules([name]) for name in (*found.rules, where.rule) if name},
        standings=list(Standing),
        last=last if subject(last := visit.asked.get("last", "")) else "",
        most=MOST,
        mastodon=visit.community.desk.platform == "mastodon",
        waits={one.path: one.what for each in waiting.values() for one in each},
    )


PAGES: Final = (Page("/desk", Grant.DESK, look, several.act, Grant.ACT, menu="desk", whose=Community),)
