"""What was decided in a span of time, in numbers that anybody may read: as a picture, as a table, as a file."""

from collections import Counter
from datetime import date, datetime, timedelta
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
DAY: Final = timedelta(days=1)
INSTANT: Final = timedelta(microseconds=1)
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
    first, last = _days(visit, since, until)
    return visit.page("period.html", found=found, columns=_columns(found), since=first, until=last)


def fetch(visit: Visit) -> Response:
    """The same as a file; the chain tells who took it."""
    made = FILES.get(visit.form.get("as"))
    if made is None:
        raise Refused(f"there is no file called {visit.form.get('as')[:20]!r}")
    since, until = _span(visit, visit.form.get("since"), visit.form.get("until"))
    found = periods.export(visit.store, visit.seat, since, until, visit.now)
    first, last = _days(visit, since, until)
    name = f"{visit.community.name}-{first}-{last}.{visit.form.get('as')}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(made[0](found), media_type=made[1], headers=headers)


def _span(visit: Visit, since: str, until: str) -> tuple[datetime, datetime]:
    """From a day on, and up to the end of another, by the community's clock. Raises Refused."""
    first, last = _asked(visit, since, until)
    if not timedelta() <= last - first < LONGEST or last == date.max:
        raise Refused(visit.said.say("web.period.refused"))
    begins, ends = (dates.moment(visit.said, one.isoformat(), visit.person.zone) for one in (first, last + DAY))
    return begins, ends


def _asked(visit: Visit, since: str, until: str) -> tuple[date, date]:
    """The first day and the last; the month until today, where none is named. Raises Refused."""
    zone = visit.person.zone
    if not since and not until:
        return dates.day(visit.now - USUAL, zone), dates.day(visit.now, zone)
    first, last = (dates.day(dates.moment(visit.said, one, zone), zone) for one in (since, until))
    return first, last


def _days(visit: Visit, since: datetime, until: datetime) -> tuple[date, date]:
    """The first day of a span, and the last."""
    return dates.day(since, visit.person.zone), dates.day(until - INSTANT, visit.person.zone)


def _columns(found: Period) -> list[Column]:
    done, undone = Counter[str](), Counter[str]()
    for line in found.lines:
        done[line.measure] += line.done
        undone[line.measure] += line.reversed
    most = max(done.values(), default=0) or 1
    return [Column(name, many, undone[name], round(100 * many / most)) for name, many in done.most_common()]


PAGES: Final = (Page("/periods", Grant.COUNTS, look, fetch, whose=Community),)
