"""Publishing: what would be new is shown as a difference, proposed, and once two people agree appended, once."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final, NamedTuple

import msgspec
import structlog
from sqlalchemy import Connection

from bot.blocklists.blocklist import Blocklist
from bot.blocklists.change import Cause, Change
from bot.blocklists.snapshot import Difference, difference
from bot.model.noun import Noun
from bot.model.proposal import Kind, Proposal
from bot.model.shield import Shield
from bot.publishing.editions import append
from bot.publishing.grounds import before, close, words
from bot.publishing.known import close_to
from bot.publishing.making import own, say
from bot.publishing.refusing import Cannot
from bot.publishing.scan import GivesAway, require_clean
from bot.publishing.terms import terms
from bot.store import candidates, lists, seats
from bot.store.candidates import Candidate, Standing
from bot.store.database import Store

log = structlog.get_logger(__name__)

EVENT: Final = "list:published"
WAITS: Final = "a version of this list waits for agreement already: take it back first"


class Draft(NamedTuple):
    """What the next version would be."""

    list: Blocklist
    difference: Difference
    stamp: str
    """Stands for exactly these changes."""


class Meant(Noun, frozen=True, kw_only=True):
    """What a proposal says of it: `Proposal.detail`."""

    list: str
    slug: str
    stamp: str
    accounts: int


def draft(store: Store, person: str, slug: str) -> Draft:
    """What would be published now. Raises Refused where there is no such list."""
    with store.reading() as connection:
        one = own(connection, person, slug)
        chosen = list(candidates.chosen(connection, one.id))
        said = lists.said(connection, one.id, [each.entity for each in chosen])
    after = {each.entity: each.change for each in chosen}
    return Draft(one, difference(said, {**said, **after}), stamp_of(one, (each.change for each in chosen)))


def stamp_of(one: Blocklist, changes: Iterable[Change]) -> str:
    """What stands for exactly these changes onto this version."""
    nouns = sorted(msgspec.json.encode(change) for change in changes)
    return sha256(b"\n".join([f"{one.id} {one.version}".encode(), *nouns])).hexdigest()


def prepare(store: Store, person: str, slug: str, seen: str, waiting: Iterable[Proposal]) -> Meant:
    """Seal a draft that somebody saw, so that it can be proposed. Raises Refused where it is another by now, holds
    nothing, or another of this list `waiting`; GivesAway where something private would leave.
    """
    with store.writing() as connection:
        one = own(connection, person, slug)
        if waits(one, waiting) is not None:
            raise Cannot("waits", WAITS)
        chosen = list(candidates.chosen(connection, one.id))
        if not chosen:
            raise Cannot("nobody", "nobody is chosen, so that nothing would be published")
        stamp = stamp_of(one, (each.change for each in chosen))
        if stamp != seen:
            raise Cannot("moved", "it changed meanwhile: look at it once more")
        require_clean(connection, store.master, one, [each.change for each in chosen])
        candidates.stamp(connection, one.id, stamp)
    return Meant(list=one.id, slug=one.slug, stamp=stamp, accounts=len(chosen))


def waits(one: Blocklist, every: Iterable[Proposal]) -> Proposal | None:
    """Of these, the version of this list that is not settled; None: nobody proposes any."""
    return next((each for each in every if each.kind is Kind.PUBLISH and meant(each).list == one.id), None)


def publish(store: Store, shield: Shield, proposal: Proposal, now: datetime) -> None:
    """Append what was agreed on as a version, in one transaction: done again, nothing of it is left to be done.

    Who became close meanwhile, or was taken off the list, is held back, and who was left out stays out; where something
    private would leave by now, nothing does. What only another list says is never passed on.
    """
    agreed_on = meant(proposal)
    with store.writing() as connection:
        one = lists.by_id(connection, agreed_on.list)
        if one is None or one.person != proposal.person or one.closed_at is not None:
            log.info("nothing to publish: the list is closed", proposal=proposal.id)
            return
        agreed = list(candidates.chosen(connection, one.id, agreed_on.stamp))
        stands = close_to(connection, shield, [each.account for each in agreed])
        said = lists.said(connection, one.id, [each.entity for each in agreed])
        against = {
            each.entity: _fresh(each, words([*close(stands[each.account]), *before(said.get(each.entity))]))
            for each in agreed
        }
        candidates.put(connection, [_held(each, against[each.entity]) for each in agreed if against[each.entity]])
        free = [each for each in agreed if not against[each.entity] and each.change.cause is not Cause.LIST]
        if not free or not _clean(connection, store, one, free, now):
            return
        seat = seats.seat(connection, proposal.by)
        limits = {"review_at": terms(one).review_at(now), "expires_at": terms(one).expires_at(now)}
        changes = [msgspec.structs.replace(each.change, **limits) for each in free]
        append(connection, store, one, changes, EVENT, seat.name if seat else proposal.by, now)
        candidates.remove(connection, one.id, [each.entity for each in free])


def _clean(connection: Connection, store: Store, one: Blocklist, free: Sequence[Candidate], now: datetime) -> bool:
    """Whether nothing private would leave, as the vault is now; else nothing does, and it must be proposed again."""
    try:
        require_clean(connection, store.master, one, [each.change for each in free])
    except GivesAway as found:
        candidates.put(connection, [msgspec.structs.replace(each, stamp="") for each in free])
        say(connection, store, one, now, "list:withheld", {"count": len(found.places)})
        return False
    return True


def _fresh(one: Candidate, against: tuple[str, ...]) -> tuple[str, ...]:
    """What nobody knew when a human chose them all the same."""
    return tuple(ground for ground in against if ground not in one.grounds)


def _held(one: Candidate, fresh: tuple[str, ...]) -> Candidate:
    return msgspec.structs.replace(one, standing=Standing.HELD, grounds=(*one.grounds, *fresh), stamp="")


def meant(one: Proposal) -> Meant:
    """What a proposal to publish says."""
    return msgspec.json.decode(one.detail, type=Meant)
