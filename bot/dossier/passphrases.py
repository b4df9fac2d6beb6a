"""Passphrases that stand against who tries them out on a machine of their own: made for the person, or looked at."""

import secrets
import zlib
from itertools import pairwise
from math import log2
from typing import Final

from bot.errors import ConfigError

SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Those that are told apart when they are read aloud or written by hand."""
GROUPS: Final = 6
GROUP: Final = 4
LEAST: Final = 70
"""Bits: archives try a passphrase with a thousand rounds of SHA-1 only."""
SHORTEST: Final = 16
KINDS: Final = ((str.islower, 26), (str.isupper, 26), (str.isdigit, 10))
OTHERS: Final = 24
WORD: Final = 13
"""Bits that one word is worth, whatever it is made of: people choose among some thousands."""


def made() -> str:
    """A new one, of 118 bits: `k7pq-…`."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(GROUP)) for _ in range(GROUPS))


def check(passphrase: str) -> None:
    """Raise ConfigError, which does not repeat it, where it can be guessed."""
    if len(passphrase) < SHORTEST or bits(passphrase) < LEAST:
        raise ConfigError(
            f"this passphrase can be guessed; take {SHORTEST} characters or more that nobody chose, or six words or "
            "more that have nothing to do with each other; best is the one that Rempart makes"
        )


def bits(passphrase: str) -> float:
    """About how much there is to guess: by its words, and by its characters where they are not in words."""
    worth = sum(_worth(word) for word in dict.fromkeys(passphrase.replace("-", " ").casefold().split()))
    squeezed = 8 * (len(zlib.compress(passphrase.encode(), 9)) - len(zlib.compress(b"", 9)))
    return min(worth, squeezed)


def _worth(word: str) -> float:
    """A word's own; of what is no word, that of its characters, less what runs on as 1234 and aaaa do."""
    if word.isalpha():
        return min(WORD, len(word) * log2(KINDS[0][1]))
    every = sum(size for is_kind, size in KINDS if any(map(is_kind, word)))
    every += OTHERS * any(not one.isalnum() for one in word)
    fresh = 1 + sum(abs(ord(after) - ord(before)) > 1 for before, after in pairwise(word))
    return fresh * log2(every)
