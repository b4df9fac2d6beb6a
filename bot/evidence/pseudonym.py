"""Names that stand in the chain for accounts and URIs: without the person's salt they say nothing."""

from hashlib import sha256
from hmac import digest
from typing import Final

SHOWN: Final = 8
"""Hex digits of an account's name that are shown to people: enough to tell apart those of one person."""
LENGTH: Final = 32
"""Hex digits kept: 128 bits, so that two values never share one."""


def pseudonym(salt: bytes, value: str) -> str:
    """HMAC-SHA-256 of the value under the person's salt, its first 32 hex digits.

    The salt (16 bytes or more, random) is secret: who has it can test a guess; when it is destroyed nobody can.
    """
    return digest(salt, value.encode(errors="surrogatepass"), sha256).hex()[:LENGTH]


def nickname(salt: bytes, account: str) -> str:
    """What an account is called where its name is not shown: the beginning of its name in the chain."""
    platform, _, _ = account.partition(":")
    return f"{platform} {pseudonym(salt, account)[:SHOWN]}"
