"""What a version is examined for before it may hold, with the key and the bounds that people chose for the list."""

from collections.abc import Collection, Mapping
from typing import Final

from bot.blocklists.change import Change
from bot.blocklists.entity import Entity
from bot.blocklists.guard import Finding, Guard, Proof, Trouble, examine
from bot.blocklists.signing import check, digest
from bot.blocklists.subscription import Terms
from bot.errors import ChainBroken, Unproven
from bot.evidence.checkpoint import Verifier, parse
from bot.subscribing.source import Read

GRAVE: Final = frozenset({Trouble.UNSIGNED, Trouble.WRONGLY_SIGNED, Trouble.EMPTIED})
"""After these there is nothing to look at: nobody can accept such a version."""


def findings(
    terms: Terms, before: Mapping[Entity, Change], read: Read, known: str, followed: Collection[Entity]
) -> tuple[Finding, ...]:
    """What is wrong with a version; `known` is the note of the last one that held, empty where it was not signed."""
    rules = Guard(shrink=terms.shrink, grow=terms.grow, surge=terms.surge)
    return examine(before, read.after, rules, proof(terms.verifier, read, known), followed)


def proof(verifier: str, read: Read, known: str) -> Proof:
    """What became of the signature."""
    if not verifier:
        return Proof.UNASKED
    if not read.head.note:
        return Proof.LACKING
    try:
        seal = digest(read.head, read.after.values())
        check(read.head.note, Verifier.parse(verifier), read.head.list, seal, least=_number(known))
    except (Unproven, ValueError):
        return Proof.FAILED
    return Proof.GOOD


def _number(note: str) -> int:
    """The version that a note signs; 1 where there is none."""
    try:
        return parse(note).head.number if note else 1
    except ChainBroken:
        return 1
