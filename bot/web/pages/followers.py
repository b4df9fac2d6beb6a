"""Who follows a list: how many, where, and how far it is carried out there; who they are only when somebody asks."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.blocklists.blocklist import Blocklist
from bot.blocklists.follower import Tally
from bot.following.counted import counted, revealed
from bot.model.seat import Grant
from bot.store import lists
from bot.web.page import Page
from bot.web.visit import Visit


class Part(NamedTuple):
    """One part of a bar: where it begins and how long it is, of a hundred."""

    name: str
    number: int
    begins: float
    long: float


def look(visit: Visit) -> Response:
    """How many."""
    return _page(visit, _list(visit), {})


def reveal(visit: Visit) -> Response:
    """And who they are; the chain says who asked."""
    list_ = _list(visit)
    return _page(visit, list_, revealed(visit.store, list_, visit.seat.name, visit.now))


def _page(visit: Visit, list_: Blocklist, handles: Mapping[str, str]) -> Response:
    count = counted(visit.store, list_)
    return visit.page("followers.html", list=list_, count_of=count, bar=bar(count.entries), handles=handles)


def bar(entries: Tally) -> list[Part]:
    """How entries stand over all who follow, as parts of one bar."""
    whole, at = sum(entries), 0.0
    found: list[Part] = []
    for name, number in entries._asdict().items():
        long = 100 * number / whole if whole else 0.0
        found.append(Part(name, number, round(at, 2), round(long, 2)))
        at += long
    return found


def _list(visit: Visit) -> Blocklist:
    """The list that the path names. 404 where it is not this person's."""
    with visit.store.reading() as connection:
        found = lists.named(connection, str(visit.path["slug"])[:253])
    if found is None or found.person != visit.person.name:
        raise HTTPException(404)
    return found


PAGES: Final = (Page("/lists/{slug}/followers", Grant.COUNTS, look, reveal, acting=Grant.PEOPLE),)
