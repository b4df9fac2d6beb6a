"""What a version is examined for before it may hold, with the key and the bounds that people chose for the list."""

from collections.abc import Collection, Mapping
from typing import Final

from bot.blocklists.change import Change
from bot.blocklists.entity import Entity
from bot.blocklists.guard import Agreed, Finding, Guard, Proof, Trouble, examine
from bot.blocklists.signing import check, digest
from bot.blocklists.subscription import Terms
from bot.errors import ChainBroken, Unproven
from bot.evidence.checkpoint import Note, Verifier, parse, verify
from bot.subscribing.source import Read

SIGNED: Final = frozenset(
    {Trouble.UNSIGNED, Trouble.WRONGLY_SIGNED, Trouble.OTHER_KEY, Trouble.OTHER_NAME, Trouble.OLDER}
)
"""What may be wrong with the signature: where the key was chosen nobody can accept such a version."""


def findings(
    terms: Terms,
    before: Mapping[Entity, Change],
    after: Mapping[Entity, Change],
    proven: Proof,
    followed: Collection[Entity],
    agreed: Agreed | None,
) -> tuple[Finding, ...]:
    """What is wrong with a version."""
    rules = Guard(shrink=terms.shrink, grow=terms.grow, surge=terms.surge, least=terms.least)
    return examine(before, after, rules, proven, followed, agreed)


def grave(terms: Terms, one: Finding) -> bool:
    """Whether there is nothing to look at: nobody can accept such a version."""
    return one.trouble is Trouble.EMPTIED or (bool(terms.verifier) and one.trouble in SIGNED)


def proof(verifier: str, read: Read, known: str) -> Proof:
    """What became of the signature; `known` is the note of the version that holds, empty where it was not signed.

    With it key, name and number are pinned: whoever signs otherwise, or hands out an older version, is found out. A
    note that the chosen key never signed pins nothing.
    """
    if not verifier:
        return _pinned(read.head.note, known) if known else Proof.UNASKED
    if not read.head.note:
        return Proof.LACKING
    key = Verifier.parse(verifier)
    try:
        came = parse(read.head.note)
        if all(one.id != key.id for one in came.signatures):
            return Proof.OTHER_KEY
        check(read.head.note, key, read.head.list, digest(read.head, read.after.values()))
    except (Unproven, ChainBroken):
        return Proof.FAILED
    try:
        held = parse(known)
        verify(held, [key])
    except ChainBroken:
        return Proof.GOOD
    return _after(held, came) or Proof.GOOD


def _pinned(note: str, known: str) -> Proof:
    """Of a list whose key nobody chose: nothing is proven, and yet it is seen when another takes the pen."""
    try:
        held = parse(known)
    except ChainBroken:
        return Proof.UNASKED
    try:
        came = parse(note)
    except ChainBroken:
        return Proof.FAILED if note else Proof.LACKING
    if {(one.name, one.id) for one in held.signatures}.isdisjoint((one.name, one.id) for one in came.signatures):
        return Proof.OTHER_KEY
    return _after(held, came) or Proof.UNASKED


def _after(held: Note, came: Note) -> Proof | None:
    """What speaks against a note that follows another by the same key; None: nothing."""
    if came.origin != held.origin:
        return Proof.OTHER_NAME
    return Proof.OLDER if came.head.number < held.head.number else None
