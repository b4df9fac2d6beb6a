"""What was decided in a span of time, in numbers that anybody may read: as a picture, as a table, as a file."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from starlette.responses import Response

from bot.config import Community
from bot.errors import Refused
from bot.model.seat import Grant
from bot.moderating import periods
from bot.moderating.periods import Period
from bot.web import dates
from bot.web.page import Page
from bot.web.visit import Visit

USUAL: Final = timedelta(days=30)
LONGEST: Final = timedelta(days=800)
FILES: Final = {"csv": (periods.as_csv, "text/csv"), "json": (periods.as_json, "application/json")}


class Column(NamedTuple):
    """A measure as it is drawn."""

    measure: str
    done: int
    reversed: int
    share: int
    """Of what was done most, in hundredths."""


def look(visit: Visit) -> Response:
    """The numbers of a span; the last month, if none is named."""
    since, until = _span(visit, visit.asked.get("since", ""), visit.asked.get("until", ""))
    with visit.store.reading() as connection:
        found = periods.count(connection, visit.community.name, since, until)
    return visit.page("period.html", found=found, columns=_columns(found), since=since, until=until - timedelta(days=1))


def fetch(visit: Visit) -> Response:
    """The same as a file; the chain tells who took it."""
    made = FILES.get(visit.form.get("as"))
    if made is None:
        raise Refused(f"there is no file called {visit.form.get('as')[:20]!r}")
    since, until = _span(visit, visit.form.get("since"), visit.form.get("until"))
    found = periods.export(visit.store, visit.seat, since, until, visit.now)
    name = f"{visit.community.name}-{since.date()}-{(until - timedelta(days=1)).date()}.{visit.form.get('as')}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(made[0](found), media_type=made[1], headers=headers)


def _span(visit: Visit, since: str, until: str) -> tuple[datetime, datetime]:
    """From a day on, and up to the end of another. Raises Refused."""
    if not since and not until:
        return visit.now - USUAL, visit.now + timedelta(days=1)
    first = dates.moment(visit.said, since, visit.person.zone)
    last = dates.moment(visit.said, until, visit.person.zone) + timedelta(days=1)
    if not timedelta() < last - first <= LONGEST:
        raise Refused(visit.said.say("web.period.refused"))
    return first, last


def _columns(found: Period) -> list[Column]:
    done, undone = Counter[str](), Counter[str]()
    for line in found.lines:
        done[line.measure] += line.done
        undone[line.measure] += line.reversed
    most = max(done.values(), default=0) or 1
    return [Column(name, many, undone[name], round(100 * many / most)) for name, many in done.most_common()]


PAGES: Final = (Page("/periods", Grant.COUNTS, look, fetch, whose=Community),)
