"""Names of records that follow from what they say, so that a repeated write is the same write."""

import hashlib
from typing import Final

_TID: Final = "234567abcdefghijklmnopqrstuvwxyz"


def derived(words: str) -> str:
    """A record key that follows from these words, shaped as a TID."""
    number = int.from_bytes(hashlib.sha256(words.encode()).digest()[:8]) >> 1
    return "".join(_TID[number >> shift & 31] for shift in range(60, -1, -5))
