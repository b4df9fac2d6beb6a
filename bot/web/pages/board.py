"""The board: how much lies on the desk, when it came, who takes most, and the waves; numbers, and no name."""

from datetime import datetime, timedelta
from math import sqrt
from typing import Final, NamedTuple

from starlette.responses import Response

from bot.config import Community
from bot.model.docket import Standing
from bot.model.seat import Grant
from bot.people.unmasking import Named, unmask
from bot.store import boards, tolls
from bot.store.tolls import Toll
from bot.web.page import Page
from bot.web.tides import Tide, tide
from bot.web.veils import nicknames
from bot.web.visit import Visit

HOURS: Final = 48
WEEK: Final = timedelta(days=7)
SHOWN: Final = 10
"""Members who take most, that are shown."""
HEIGHT: Final = 100
WIDE: Final = 15
"""Units of the picture for an hour."""


class Hour(NamedTuple):
    """An hour as it is drawn; heights go by square roots, so that one can be seen beside a hundred."""

    at: datetime
    many: int
    x: int
    height: float


class Target(NamedTuple):
    """A member who takes much."""

    account: str
    name: str
    """Ours."""
    toll: Toll
    share: int
    """Of what the one takes who takes most, in hundredths."""


def look(visit: Visit) -> Response:
    """The page, without names."""
    return _page(visit, {})


def names(visit: Visit) -> Response:
    """The same, with the accounts of the members who take most: it stands in the trail who asked."""
    with visit.store.reading() as connection:
        most = tolls.most(connection, visit.community.name, _since(visit), SHOWN)
    return _page(visit, unmask(visit.store, visit.seat, [account for account, _ in most], visit.now))


def _page(visit: Visit, named: dict[str, Named]) -> Response:
    person = visit.community.name
    with visit.store.reading() as connection:
        counts = boards.standing(connection, person)
        came = boards.hours(connection, person, boards.hour(visit.now, timedelta(hours=HOURS - 1)))
        most = tolls.most(connection, person, _since(visit), SHOWN)
        called = nicknames(connection, visit.store.master, person, [account for account, _ in most])
        appeals = boards.appealed(connection, person)
    worst = max((toll.hostile for _, toll in most), default=1)
    targets = [Target(one, called[one], toll, round(100 * toll.hostile / worst)) for one, toll in most]
    return visit.page(
        "board.html",
        counts=counts,
        open=Standing.OPEN,
        taken=Standing.TAKEN,
        hours=_hours(came, visit.now),
        targets=targets,
        named=named,
        tide=_tide(visit),
        appeals=appeals,
        most=boards.MOST,
        mastodon=visit.community.desk.platform == "mastodon",
    )


def _hours(came: dict[datetime, int], now: datetime) -> list[Hour]:
    first = boards.hour(now, timedelta(hours=HOURS - 1))
    most = max(came.values(), default=0) or 1
    every = [first + timedelta(hours=number) for number in range(HOURS)]
    return [
        Hour(at, came.get(at, 0), number * WIDE, round(HEIGHT * sqrt(came.get(at, 0) / most), 1))
        for number, at in enumerate(every)
    ]


def _tide(visit: Visit) -> Tide:
    return tide(visit, visit.community.name)


def _since(visit: Visit) -> int:
    return tolls.day(visit.now - WEEK)


PAGES: Final = (Page("/board", Grant.COUNTS, look, names, acting=Grant.DESK, menu="board", whose=Community),)
