"""Several dockets of one page of the desk at once: each is taken or settled as if it were the only one."""

from typing import Final

from starlette.responses import Response

from bot.errors import Refused
from bot.model.docket import Docket, Standing
from bot.model.seat import Seat
from bot.moderating import taking
from bot.store import dockets
from bot.web.casework import shield
from bot.web.desking import PAGE, Looking, looking, subject
from bot.web.visit import Visit

DEEDS: Final = {"take": taking.take, "settle": taking.settle}
"""What can be done to several by one: what is done to accounts is decided about each."""


def free(one: Docket, seat: Seat) -> bool:
    """Whether somebody may see to it among others: nobody else is at it, and it is not settled."""
    return one.standing is Standing.OPEN or (one.standing is Standing.TAKEN and one.taken_by in {"", seat.id})


def act(visit: Visit) -> Response:
    """Do it to each that is ticked and stands as it was shown; how many were done, and how many were left."""
    do, where = visit.form.get("do"), looking(visit.form.get)
    ticked = [key for key in map(subject, dict.fromkeys(visit.form.all("of"))) if key]
    if do not in DEEDS or len(ticked) > PAGE:
        raise Refused(f"nothing here is called {do[:20]!r}, or it is more than a page")
    if not ticked:
        return visit.back(where.path(), "desk_unticked")
    done = _done(visit, do, where, ticked)
    return visit.back(where.path(said="desk_several", did=do, done=str(done), left=str(len(ticked) - done)))


def told(visit: Visit) -> str:
    """What an address says was done to several; empty: nothing."""
    did, done, left = (visit.asked.get(name, "")[:9] for name in ("did", "done", "left"))
    if did not in DEEDS or not (done + left).isdecimal():
        return ""
    counted = ((f"web.desk.several.{did}", int(done or 0)), ("web.desk.several.left", int(left or 0)))
    return " ".join(visit.said.count(key, min(number, PAGE)) for key, number in counted if number)


def _done(visit: Visit, do: str, where: Looking, ticked: list[str]) -> int:
    """How many it was done to: where somebody was quicker it is left as it is."""
    whose, done = shield(visit), 0
    for key in ticked:
        with visit.store.reading() as connection:
            one = dockets.docket(connection, visit.community.name, key)
        if one is None or one.standing is not where.standing or not free(one, visit.seat):
            continue
        try:
            DEEDS[do](visit.store, whose, visit.seat, one, visit.now)
        except Refused:
            continue
        done += 1
    return done
