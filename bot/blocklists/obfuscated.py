"""Domains that were written under stars, `ex****le.org`: kept so, and named again where we know the host that it is."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Final

import msgspec

from bot.blocklists.change import Change, Policy
from bot.blocklists.entity import Entity, Kind, domain
from bot.errors import Malformed

KIND: Final = "obfuscated"
PATTERN: Final = re.compile(r"[\w.*-]{3,253}")
DIGEST: Final = re.compile(r"[0-9a-f]{64}")
RUN: Final = re.compile(r"\*+")
SHOWN: Final = 2
"""Letters that a name without digest must begin with, for hosts to be tried: fewer would fit nearly anybody."""


def hidden(pattern: str, digest: str = "") -> Entity:
    """What stands under stars; the digest is hex SHA-256 of the domain, as Mastodon gives it. Malformed for none."""
    name, proof = pattern.strip().lower(), digest.strip().lower()
    if "*" not in name or not PATTERN.fullmatch(name):
        raise Malformed("is no domain")
    return Entity(kind=Kind.OTHER, key=f"{KIND} {name} {proof if DIGEST.fullmatch(proof) else ''}".rstrip())


def resolve(changes: Iterable[Change], hosts: Iterable[str]) -> Iterator[Change]:
    """The same changes, those under stars with their domain where one of the known hosts is it.

    A digest settles it, either way. Without one, the only host that fits is taken, and of several none.
    """
    known = sorted(hosts)
    proofs = {sha256(host.encode()).hexdigest(): host for host in known}
    for change in changes:
        kind, _, named = change.entity.key.partition(" ")
        if change.entity.kind is not Kind.OTHER or kind != KIND:
            yield change
            continue
        pattern, _, digest = named.partition(" ")
        host = proofs.get(digest, "") if digest else _only(pattern, known)
        yield _named(change, host) if host else change


def _only(pattern: str, known: Sequence[str]) -> str:
    """The one host that fits the pattern; empty where there is none, or more."""
    start = pattern.partition("*")[0]
    if len(start) < SHOWN:
        return ""
    fits = re.compile(RUN.sub("[^.]+", re.escape(pattern).replace(r"\*", "*"))).fullmatch
    found = ""
    for place in range(bisect_left(known, start), len(known)):
        if not known[place].startswith(start):
            break
        if fits(known[place]):
            if found:
                return ""
            found = known[place]
    return found


def _named(change: Change, host: str) -> Change:
    policy = change.policy
    if change.stated in set(Policy):
        policy = Policy(change.stated)
    return msgspec.structs.replace(
        change, entity=domain(host), policy=policy, stated="" if policy else change.stated, obfuscate=True
    )
