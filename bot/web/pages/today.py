"""Today: whether the shield is up, what was kept from the person, what needs somebody, and the last thirty days."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from starlette.responses import Response

from bot.errors import Refused
from bot.model.delivery import Status
from bot.model.docket import Standing as Docketed
from bot.model.seat import Grant
from bot.people.review import UNTIL_RESUMED, Review
from bot.shield.overview import Health, Standing, Used, health, standing
from bot.store import appeals, boards, candidates, days, links, lists
from bot.web.month import bars
from bot.web.page import Page
from bot.web.shelves import MANY
from bot.web.visit import Visit

WEEK: Final = timedelta(days=7)
PAUSES: Final = {"1h": timedelta(hours=1), "8h": timedelta(hours=8), "24h": timedelta(hours=24)}
"""For how long a pause can be asked for."""

BROKEN: Final = (Status.FAILED, Status.UNCERTAIN)


class Needs(NamedTuple):
    """What needs somebody."""

    held: int
    failed: int
    links: int
    appeals: int
    """Of those who are in a list."""
    listed: int
    """Accounts that were held back from a list."""
    restored: int
    """Lists that a backup put back."""
    open: int
    """Accounts at the desk of a community that nobody took."""
    agree: int
    """What another asked for, and whoever looks may agree to."""

    @property
    def all(self) -> int:
        """Together."""
        return sum(self)


def look(visit: Visit) -> Response:
    """The page."""
    up = health(visit.store, visit.now)
    with visit.store.reading() as connection:
        how = standing(connection, visit.store, visit.person, visit.now)
        suggested = links.waiting(connection, visit.person.name, MANY)
        objections = appeals.waiting(connection, visit.person.name)
        listed = candidates.waiting(connection, visit.person.name)
        restored = sum(one.restored_at is not None for one in lists.every(connection, visit.person.name))
        open_ = boards.standing(connection, visit.person.name)[Docketed.OPEN] if visit.at_desk else 0
        month = visit.house.months.days(connection, visit.person.name, visit.person.zone, visit.now)
        support = days.supported(connection, visit.person.name, visit.now - WEEK)
    needs = Needs(
        held=how.actions.get(Status.HELD, 0) + how.waiting,
        failed=sum(how.actions.get(one, 0) for one in BROKEN) + how.alerts.get(Status.FAILED, 0),
        links=suggested,
        appeals=objections,
        listed=listed,
        restored=restored,
        open=open_,
        agree=len(visit.house.agreeing.asked_of(visit.seat)),
    )
    return visit.page(
        "today_parts.html" if visit.partial else "today.html",
        up=up,
        how=how,
        shield=_shield(up, how),
        needs=needs,
        month=month,
        bars=bars(month),
        support=support,
        endless=UNTIL_RESUMED,
        latest=_latest(up, visit.person.name),
        budgets=_budgets(how),
    )


def act(visit: Visit) -> Response:
    """Pause what is done automatically, or go on. Raises Refused for a while that is not offered."""
    asked = visit.form.get("pause")
    if asked not in {*PAUSES, "resume"}:
        raise Refused(f"there is no pause called {asked[:20]!r}")
    until = None if asked == "resume" else visit.now + PAUSES[asked]
    Review(visit.store).pause(visit.person.name, until, visit.seat.name, visit.now)
    return visit.back("/", "resumed" if until is None else "paused")


def _shield(up: Health, how: Standing) -> str:
    """How the shield stands, in one word of the texts: `down`, `trouble`, `paused`, `observe`, `up`."""
    if not up.running or any(trouble.what in {"silent", "unread"} for trouble in up.troubles):
        return "down"
    if up.troubles:
        return "trouble"
    if how.paused_until:
        return "paused"
    return "up" if how.mode == "act" else "observe"


def _latest(up: Health, person: str) -> datetime | None:
    """When something last came for the person."""
    sources = up.beat.sources if up.beat and up.running else ()
    return max((one.handled_at for one in sources if person in one.people and one.handled_at), default=None)


def _budgets(how: Standing) -> dict[str, Used]:
    return {"hour": how.hour, "day": how.day}


PAGES: Final = (Page("/", Grant.COUNTS, look, act, acting=Grant.ACT, menu="today"),)
