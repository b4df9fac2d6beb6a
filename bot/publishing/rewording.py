"""Rewording: what a published list says of itself is shown as it is and would be, and takes two, as versions do."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

import msgspec
import structlog
from sqlalchemy import Connection

from bot.blocklists.blocklist import Blocklist
from bot.model.noun import Noun
from bot.model.proposal import Kind, Proposal
from bot.publishing.editions import append
from bot.publishing.making import own, say, worded
from bot.publishing.refusing import Cannot
from bot.publishing.scan import GivesAway, require_clean
from bot.store import lists, seats
from bot.store.database import Store

log = structlog.get_logger(__name__)

EVENT: Final = "list:reworded"


class Meant(Noun, frozen=True, kw_only=True):
    """What a proposal says of it: `Proposal.detail`."""

    list: str
    slug: str
    words: Mapping[str, str]
    """What each part would be; parts that stay are left out."""


def prepare(store: Store, person: str, slug: str, words: Mapping[str, str], waiting: Iterable[Proposal]) -> Meant:
    """Seal what a published list would say of itself. Raises Refused, GivesAway."""
    with store.reading() as connection:
        one = own(connection, person, slug)
        if waits(one, waiting) is not None:
            raise Cannot("rewording", "another wording of this list waits for agreement already: take it back first")
        require_clean(connection, store.master, worded(one, words), [])
    return Meant(list=one.id, slug=one.slug, words=words)


def waits(one: Blocklist, every: Iterable[Proposal]) -> Proposal | None:
    """Of these, the wording of this list that is not settled; None: nobody proposes any."""
    return next((each for each in every if each.kind is Kind.REWORD and meant(each).list == one.id), None)


def reword(store: Store, proposal: Proposal, now: datetime) -> None:
    """Let the list say so, in a version of its own, since all that it says is signed; done again, it is done already.

    Where something private would leave by now, nothing does.
    """
    agreed_on = meant(proposal)
    with store.writing() as connection:
        one = lists.by_id(connection, agreed_on.list)
        if one is None or one.person != proposal.person or one.closed_at is not None:
            log.info("nothing to reword: the list is closed", proposal=proposal.id)
            return
        changed = worded(one, agreed_on.words)
        if changed == one or not _clean(connection, store, changed, now):
            return
        lists.put(connection, changed)
        seat = seats.seat(connection, proposal.by)
        append(connection, store, changed, [], EVENT, seat.name if seat else proposal.by, now)


def meant(one: Proposal) -> Meant:
    """What a proposal to reword says."""
    return msgspec.json.decode(one.detail, type=Meant)


def _clean(connection: Connection, store: Store, changed: Blocklist, now: datetime) -> bool:
    try:
        require_clean(connection, store.master, changed, [])
    except GivesAway as found:
        say(connection, store, changed, now, "list:withheld", {"count": len(found.places)})
        return False
    return True
