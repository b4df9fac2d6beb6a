"""Closing a list: it publishes nothing more, and all that it did is undone wherever it went; its log stays."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final, NamedTuple

import msgspec
import structlog
from sqlalchemy import Connection

from bot.blocklists.blocklist import Blocklist, Origin
from bot.blocklists.follower import Phase
from bot.errors import Gone
from bot.following import enlisting
from bot.model.noun import Noun
from bot.model.proposal import Kind, Proposal
from bot.publishing.making import say
from bot.publishing.refusing import Cannot
from bot.publishing.undoing import AT_ONCE, retracted
from bot.store import candidates, followers, lists, placements, seats, tallies
from bot.store.database import Store

log = structlog.get_logger(__name__)

EVENT: Final = "list:closed"
FOLLOWERS: Final = 20
"""Who follows, that one transaction lets go: each may have thousands of entries to be undone."""
Progress = Callable[[int], None]


class Reach(NamedTuple):
    """What ends with a list; of one that is closed, what has not ended yet."""

    list: Blocklist
    entries: int
    followers: int
    placed: int
    """Who stands in its like at Bluesky because of us."""
    there: bool
    """Whether its like is there."""

    @property
    def over(self) -> bool:
        """Whether nothing of it is left anywhere."""
        return not any(self[1:])


class Meant(Noun, frozen=True, kw_only=True):
    """What a proposal says of it: `Proposal.detail`."""

    list: str
    slug: str
    accounts: int


def reach(store: Store, person: str, slug: str) -> Reach:
    """How far a list of one's own goes, closed or not. Raises Refused where there is none."""
    with store.reading() as connection:
        return _reach(connection, _ever(connection, person, slug))


def prepare(store: Store, person: str, slug: str, again: str, waiting: Iterable[Proposal]) -> Meant:
    """What is proposed; `again` is the name of the list, written once more. Raises Refused."""
    with store.reading() as connection:
        one = _ever(connection, person, slug)
        if again.strip() != one.slug:
            raise Cannot("again", f"to close a list, write its name once more: {one.slug}")
        if one.closed_at is not None:
            raise Cannot("closed", "this list is closed already")
        if waits(one, waiting) is not None:
            raise Cannot("closing", "that this list be closed waits for agreement already")
        return Meant(list=one.id, slug=one.slug, accounts=_reach(connection, one).entries)


def waits(one: Blocklist, every: Iterable[Proposal]) -> Proposal | None:
    """Of these, the closing of this list that is not settled; None: nobody proposes it."""
    return next((each for each in every if each.kind is Kind.CLOSE and _meant(each).list == one.id), None)


def close(store: Store, proposal: Proposal, now: datetime, on_done: Progress = lambda _: None) -> None:
    """Close it, and plan all that ends with it; killed in the middle, it goes on where it was when it is called again.

    Who follows it is let go first, so that nothing is planned for them twice. What stands at Bluesky goes because the
    list is closed, as it would if it were to stand there no longer.
    """
    try:
        by = _begin(store, proposal, now)
        while done := _let_go(store, proposal, now) or _take_back(store, proposal, by, now):
            on_done(done)
    except Gone:  # it was erased, with all that was the person's
        log.info("nothing to close", proposal=proposal.id)


def _begin(store: Store, proposal: Proposal, now: datetime) -> str:
    """From here on nothing comes into the list, and nobody follows it anew; who proposed it."""
    with store.writing() as connection:
        one, seat = _whose(connection, proposal), seats.seat(connection, proposal.by)
        by = seat.name if seat else proposal.by
        if one.closed_at is None:
            ends = _reach(connection, one)
            lists.put(connection, msgspec.structs.replace(one, closed_at=now))
            candidates.clear(connection, one.id)
            line: dict[str, str | int] = {"count": ends.entries, "people": ends.followers, "by": by}
            say(connection, store, one, now, EVENT, line)
    return by


def _let_go(store: Store, proposal: Proposal, now: datetime) -> int:
    with store.writing() as connection:
        one = _whose(connection, proposal)
        some = followers.staying(connection, one.id, FOLLOWERS)
        for each in some:
            left = enlisting.leave(connection, each, now)
            enlisting.note(connection, store.master, enlisting.LEAVING, left, one, now)
    return len(some)


def _take_back(store: Store, proposal: Proposal, by: str, now: datetime) -> int:
    with store.writing() as connection:
        one = _whose(connection, proposal)
        some = [change.entity for change in lists.page(connection, one.id, "", AT_ONCE)]
        return retracted(connection, store, one, some, "list:retracted", by, now)


def _whose(connection: Connection, proposal: Proposal) -> Blocklist:
    """The list that a proposal is about. Raises Gone."""
    found = lists.by_id(connection, _meant(proposal).list)
    if found is None or found.person != proposal.person:
        raise Gone("there is no such list")
    return found


def _ever(connection: Connection, person: str, slug: str) -> Blocklist:
    found = lists.named(connection, slug)
    if found is None or found.person != person or found.origin is not Origin.OWN:
        raise Cannot("no_list", f"there is no list of yours called {slug[:40]}")
    return found


def _reach(connection: Connection, one: Blocklist) -> Reach:
    theirs = tallies.counts(connection, one.id)
    return Reach(
        list=one,
        entries=lists.count(connection, one.id),
        followers=sum(number for (_, phase), number in theirs.items() if phase is not Phase.LEFT),
        placed=placements.progress(connection, one.id).total,
        there=one.id in placements.every(connection, one.person),
    )


def _meant(one: Proposal) -> Meant:
    return msgspec.json.decode(one.detail, type=Meant)
