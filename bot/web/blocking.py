"""Blocking many at once: the authors of mentions that were counted, once two people agreed, or a day has passed."""

import json
from collections.abc import Sequence
from datetime import datetime

import structlog

from bot.errors import ChainBroken, KeyMissing, Refused
from bot.model.proposal import Proposal
from bot.people.triage import Saying, Triage, Verdict
from bot.store import held, seats
from bot.store.database import Store
from bot.store.read import Kept
from bot.store.rows import place

log = structlog.get_logger(__name__)


def meant(some: Sequence[Kept]) -> str:
    """What a proposal says of it: where the mentions are found, and how many accounts they are of."""
    keys = [[place(one.uri), one.version] for one in some]
    return json.dumps({"mentions": keys, "accounts": len({one.author for one in some})})


def accounts(one: Proposal) -> int:
    """How many accounts a proposal is about; 0 where it is about none."""
    return int(json.loads(one.detail).get("accounts", 0))


def block(store: Store, proposal: Proposal, now: datetime) -> None:
    """Block them, each author once. Whom the person follows or trusts by now is left in peace, and so is who wrote what
    was erased meanwhile; what was blocked before an interruption is not blocked again.
    """
    keys = [(str(name), int(version)) for name, version in json.loads(proposal.detail)["mentions"]]
    with store.reading() as connection:
        some = held.kept(connection, proposal.person, keys)
        seat = seats.seat(connection, proposal.by)
    saying = Saying(Verdict.BLOCKED, seat.name if seat else proposal.by, now)
    for one in some:  # each by itself: the shield need not wait, and one that cannot be blocked keeps no other
        try:
            Triage(store).say([one], saying)
        except (Refused, KeyMissing, ChainBroken) as error:
            log.info("left in peace", proposal=proposal.id, why=type(error).__name__)
