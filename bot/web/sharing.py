"""What the pages of one's own lists share: which list is meant, how its entries are called, and what cannot be done."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from bot.blocklists.blocklist import Blocklist
from bot.blocklists.change import Change
from bot.blocklists.entity import Entity, Kind
from bot.errors import Refused
from bot.evidence.pseudonym import SHOWN, nickname, pseudonym
from bot.publishing.choosing import Choosing
from bot.publishing.grounds import Ground
from bot.publishing.making import own, say
from bot.publishing.refusing import Cannot
from bot.publishing.scan import GivesAway
from bot.store import write
from bot.store.candidates import Candidate
from bot.web.visit import Visit

VIEWED: Final = "list:viewed"


class Row(NamedTuple):
    """One account or domain, as a page shows it."""

    id: str
    """By which a form names it."""
    called: str
    """A name of ours."""
    name: str
    """What it is called; empty until somebody asks."""
    change: Change
    grounds: tuple[Ground, ...] = ()
    why: str = ""
    """The rule or case that led to it."""


def mine(visit: Visit, connection: Connection) -> Blocklist:
    """The list that the path names; 404 where it is none of the person's."""
    try:
        return own(connection, visit.person.name, str(visit.path["slug"])[:60])
    except Refused:
        raise HTTPException(404) from None


def choosing(visit: Visit) -> Choosing:
    """What puts people forward."""
    return Choosing(visit.store, visit.house.shield(visit.person.name))


@contextmanager
def worded(visit: Visit) -> Iterator[None]:
    """What cannot be done is said in the reader's language."""
    try:
        yield
    except Cannot as cannot:
        raise Refused(visit.said.say(f"web.lists.cannot.{cannot.what}")) from cannot
    except GivesAway as found:
        places = ", ".join(visit.said.say(f"web.lists.place.{what}", entry=entry) for what, entry in found.places)
        raise Refused(visit.said.say("web.lists.cannot.private", places=places)) from found


def rows(visit: Visit, connection: Connection, some: Iterable[Change], *, named: bool) -> list[Row]:
    """Entries of the log; what they are called is shown to who asked."""
    salt = write.salt(connection, visit.store.master, visit.person.name)
    return [
        Row(one.id, _called(salt, one.entity), one.entity.key if named else "", one, (), one.cause_ref) for one in some
    ]


def put_forward(visit: Visit, connection: Connection, some: Sequence[Candidate], *, named: bool) -> list[Row]:
    """Those who may come into a list."""
    salt = write.salt(connection, visit.store.master, visit.person.name)
    return [
        Row(
            id=one.id,
            called=_called(salt, one.entity),
            name=one.entity.key if named else "",
            change=one.change,
            grounds=tuple(map(Ground, one.grounds)),
            why=one.change.cause_ref,
        )
        for one in some
    ]


def viewed(visit: Visit, one: Blocklist, count: int) -> None:
    """Note in the chain that somebody looked at names."""
    with visit.store.writing() as connection:
        say(connection, visit.store, one, visit.now, VIEWED, {"count": count, "by": visit.seat.name})


def served(visit: Visit, path: str) -> bool:
    """Whether there is a page of this address."""
    return any(getattr(one, "path", "") == path for one in visit.request.app.routes)


def moment(visit: Visit, at: datetime | None) -> str:
    """A moment, or nothing."""
    return visit.moment(at) if at else ""


def _called(salt: bytes, entity: Entity) -> str:
    if entity.key.startswith("did:"):
        return nickname(salt, f"bluesky:{entity.key}")
    platform = "fediverse" if entity.kind is Kind.ACTOR else "domain"
    return f"{platform} {pseudonym(salt, entity.key)[:SHOWN]}"
