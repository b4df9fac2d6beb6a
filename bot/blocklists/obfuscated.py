"""Domains that were written under stars, `ex****le.org`: kept so, with what proves which one is meant."""

import re
from typing import Final

from bot.blocklists.entity import Entity, Kind
from bot.errors import Malformed

KIND: Final = "obfuscated"
PATTERN: Final = re.compile(r"[\w.*-]{3,253}")
DIGEST: Final = re.compile(r"[0-9a-f]{64}")


def hidden(pattern: str, digest: str = "") -> Entity:
    """What stands under stars; the digest is hex SHA-256 of the domain, as Mastodon gives it. Malformed for none."""
    name, proof = pattern.strip().lower(), digest.strip().lower()
    if "*" not in name or not PATTERN.fullmatch(name):
        raise Malformed("is no domain")
    return Entity(kind=Kind.OTHER, key=f"{KIND} {name} {proof if DIGEST.fullmatch(proof) else ''}".rstrip())
