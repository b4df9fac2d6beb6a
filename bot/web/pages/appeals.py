"""Appeals of those who are listed: heard by who asks to, and decided."""

from typing import Final

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.errors import Gone
from bot.model.seat import Grant
from bot.publishing import appealing
from bot.publishing.appealing import LONGEST, Heard
from bot.store import appeals, lists
from bot.store.appeals import Appeal, Standing
from bot.web.page import Page
from bot.web.sharing import Row, rows, worded
from bot.web.visit import Visit

MOST: Final = 50


def look(visit: Visit) -> Response:
    """What waits and what was decided, without a word of it."""
    return _page(visit, [])


def read(visit: Visit) -> Response:
    """All that waits about one entry, as it was written; the chain says who looked."""
    try:
        heard = appealing.read(visit.store, visit.person.name, str(visit.path["id"]), visit.seat.name, visit.now)
    except Gone:
        raise HTTPException(404) from None
    return _page(visit, heard)


def decide(visit: Visit) -> Response:
    """Uphold or decline one."""
    sent, id_ = visit.form, str(visit.path["id"])
    wanted = {"uphold": Standing.UPHELD, "decline": Standing.DECLINED}.get(sent.get("do"))
    if wanted is None:
        raise HTTPException(404)
    try:
        with worded(visit):
            appealing.decide(
                visit.store, visit.person.name, id_, wanted, sent.get("answer"), visit.seat.name, visit.now
            )
    except Gone:
        raise HTTPException(404) from None
    return visit.back("/appeals", f"appeal_{wanted.value}")


def _page(visit: Visit, heard: list[Heard]) -> Response:
    person = visit.person.name
    with visit.store.reading() as connection:
        waiting = appeals.questions(connection, person, MOST)
        decided = appeals.of_person(connection, person, [Standing.UPHELD, Standing.DECLINED], MOST)
        slugs = {one.id: one.slug for one in lists.ever(connection, person)}
        shown = {
            one.id: _row(visit, connection, one)
            for one in (*(each.last for each in waiting), *decided, *(each.appeal for each in heard[-1:]))
        }
    return visit.page(
        "appeals.html", waiting=waiting, decided=decided, slugs=slugs, rows=shown, heard=heard, longest=LONGEST
    )


def _row(visit: Visit, connection: Connection, one: Appeal) -> Row | None:
    said = lists.about(connection, one.list, one.entity)
    return next(iter(rows(visit, connection, said[-1:], named=False)), None)


PAGES: Final = (
    Page("/appeals", Grant.CASES, look),
    Page("/appeals/{id}", Grant.CASES, act=read),
    Page("/appeals/{id}/decide", Grant.ACT, act=decide),
)
