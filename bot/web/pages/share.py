"""Showing a post to the moderators of one's community, and taking it back."""

from typing import TYPE_CHECKING, Final, NamedTuple

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.config.people import Person
from bot.errors import ChainBroken, KeyMissing, Refused
from bot.model.seat import Grant
from bot.recording import records
from bot.store import read, shares
from bot.store.read import Kept
from bot.web import shelves
from bot.web.page import Page
from bot.web.visit import Visit

if TYPE_CHECKING:
    from bot.moderating.sharing import Sharing


class Offer(NamedTuple):
    """One community to which a post can be shown, or is."""

    name: str
    shared: bool


def offered(visit: Visit, kept: Kept) -> list[Offer]:
    """To whom this post can be shown, and to whom it is; nobody where it was not written for all to read."""
    if not isinstance(visit.person, Person) or not visit.config.communities or not visit.seat.may(Grant.EXPORT):
        return []
    from bot.moderating.sharing import ADDRESSED, public  # noqa: PLC0415 - where there is no community it is not loaded

    if kept.kind not in ADDRESSED:
        return []
    with visit.store.reading() as connection:
        known = {one.community for one in shares.of(connection, kept.person, kept.exhibit) if not one.withdrawn_at}
        try:
            record = records.read(read.content(connection, visit.store.master, kept.exhibit))
        except (KeyMissing, ChainBroken):
            return [Offer(name, shared=True) for name in sorted(known)]
        to = record.facts.mention.to
        near = _sharing(visit).near(connection, visit.config.communities, to) if public(record) else []
    return [Offer(name, name in known) for name in sorted(known | {one.name for one in near})]


def act(visit: Visit) -> Response:
    """Show it, or take it back."""
    with visit.store.reading() as connection:
        kept = shelves.one(connection, visit, str(visit.path["key"]))
    named, how = visit.form.get("community"), visit.form.get("do")
    if how == "withdraw":
        _sharing(visit).withdraw(kept, named, visit.now)
    elif how == "share":
        _share(visit, kept, named)
    else:
        raise HTTPException(400)
    return visit.back(f"/review/{visit.path['key']}", "taken_back" if how == "withdraw" else "shown_to")


def _share(visit: Visit, kept: Kept, named: str) -> None:
    community = next((one for one in visit.config.communities if one.name == named), None)
    if community is None:
        raise HTTPException(404)
    try:
        _sharing(visit).share(kept, community, visit.now)
    except (KeyMissing, ChainBroken) as error:
        raise Refused(visit.said.say("cmd_why.unreadable", why=str(error))) from error


def _sharing(visit: Visit) -> "Sharing":
    from bot.moderating.sharing import Sharing  # noqa: PLC0415 - as above

    return Sharing(visit.store, visit.protected, visit.seat)


PAGES: Final = (Page("/review/{key}/share", Grant.EXPORT, act=act, whose=Person),)
