"""What proves a fact by its origin, and what nothing proves: in the names that the pure proving has for it."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.dossier.custody import Custody, Taken
from bot.evidence.examine import examine
from bot.evidence.limits import Limit as Told
from bot.evidence.origin import gather
from bot.evidence.proof import Limit

UNPROVEN: Final = {
    "bluesky": (Limit.STREAM_ONLY, Limit.TIMES_CLAIMED),
    "mastodon": (Told.SERVERS_WORD, Told.TIMES_CLAIMED),
}
"""What holds of a post of which its origin proves nothing."""


class Proven(NamedTuple):
    """What was found."""

    claims: tuple[str, ...]
    limits: tuple[str, ...]
    taken: tuple[Taken, ...]
    """The pieces of the proofs."""


def proven(custody: Custody, uri: str, captured: Sequence[Taken]) -> Proven:
    """What the origin of a mention proves, each time that it was asked; a proof that does not hold proves nothing."""
    taken = tuple(custody.taken(custody.trail.proofs.get(custody.name(uri), [])))
    claims: dict[str, None] = {}
    limits: dict[str, None] = {}
    for group in gather([one.captured for one in taken]):
        proof = examine(group)
        if proof.verified:
            claims |= dict.fromkeys(one.value for one in proof.claims)
        limits |= dict.fromkeys(one.value for one in proof.limits)
    if not taken:
        told = [limit for one in captured for limit in one.captured.limits]
        platform = "bluesky" if uri.startswith("at://") else "mastodon"
        limits |= dict.fromkeys(told or [one.value for one in UNPROVEN[platform]])
    return Proven(tuple(claims), tuple(limits), taken)
