"""Proof that a list is as its publisher made it: one digest for all that it says, and a note signed over that."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from bot.blocklists.change import Change
from bot.blocklists.formats.rempart import Head as Before
from bot.blocklists.formats.rempart import public, said_before
from bot.errors import ChainBroken, Unproven
from bot.evidence.canonical import canonical
from bot.evidence.chain import Head
from bot.evidence.checkpoint import Signer, Verifier, parse, sign, verify

FIRST: Final = b"rempart list 1\n"
"""What is hashed before everything, so that the digest of a list is that of nothing else."""


def digest(before: Before, changes: Iterable[Change]) -> str:
    """Hex SHA-256 of what a list says to everybody, in whatever order and however often the changes come.

    It is that of the hash of what stands before the changes, and of theirs, sorted; each is written canonically
    (RFC 8785). So it needs 32 bytes a change.
    """
    seals = {sha256(canonical(public(change))).digest() for change in changes}
    return sha256(FIRST + sha256(canonical(said_before(before))).digest() + b"".join(sorted(seals))).hexdigest()


def note(signer: Signer, slug: str, version: int, digest_: str) -> str:
    """The signed note (C2SP) of a version of a list."""
    return sign(_origin(signer.verifier, slug), Head(number=version, seal=digest_), [signer])


def check(note_: str, verifier: Verifier, slug: str, digest_: str, *, least: int = 1) -> int:
    """The version that a note signs. Unproven unless by this key, for this list and what it says, and no older."""
    try:
        said = parse(note_)
        verify(said, [verifier])
    except ChainBroken as error:
        raise Unproven(f"the note of the list cannot be believed: {error}") from error
    if said.origin != _origin(verifier, slug):
        raise Unproven("the note is that of another list")
    if said.head.seal != digest_:
        raise Unproven("the note is not that of these entries: they were altered, or are of another version")
    if said.head.number < least:
        raise Unproven("the note is that of an older version than the one that is known already")
    return said.head.number


def _origin(verifier: Verifier, slug: str) -> str:
    return f"{verifier.name}/list/{slug}"
