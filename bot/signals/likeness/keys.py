"""By what a portrait is found among a hundred thousand, without comparing it with each of them."""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import Final
from zlib import crc32

from bot.signals.likeness.avatars import bands
from bot.signals.likeness.names import SHORTEST, grams
from bot.signals.likeness.portrait import Portrait
from bot.signals.likeness.said import sketch

ORDERS: Final = (
    (0x9E3779B1, 0x7F4A7C15),
    (0x85EBCA6B, 0x2545F491),
    (0xC2B2AE35, 0x165667B1),
    (0x27D4EB2F, 0x632BE59B),
    (0x38B34AE5, 0x0FC94E3B),
)
"""Orders of a name's runs of letters, by odd factors and summands; the first of each is kept. Names that share half of
their runs have one of them in common with a chance of 1 - (1 - .5)⁵ = .97."""
TEXTS: Final = 24
"""Runs of texts that are kept at most."""
LENGTH: Final = 8


class Keys:
    """Makes keys under a secret: they tell nothing of what they were made of without it."""

    def __init__(self, secret: bytes) -> None:
        self._hash = blake2b(key=secret[:64], person=b"likeness", digest_size=LENGTH)

    def of(self, known: Portrait) -> tuple[int, ...]:
        """The keys of a portrait, each a signed number of 64 bits, ascending."""
        return tuple(sorted({self._key(kind, value) for kind, value in _features(known)}))

    def look(self, shown: str) -> int:
        """The key under which those who show something (`portrait.looks`) are counted."""
        return self._key("shown", shown)

    def _key(self, kind: str, value: str) -> int:
        hashed = self._hash.copy()
        hashed.update(f"{kind}\0{value}".encode())
        return int.from_bytes(hashed.digest(), "big", signed=True)


def _features(known: Portrait) -> Iterator[tuple[str, str]]:
    for name in (*known.names, *known.declares):  # who names somebody meets whoever is called so
        yield "name", name.rstrip("/").rpartition("/")[2].removeprefix("@")
        yield "name", name
    for picture in known.faces:
        yield from ((f"face {place}", str(value)) for place, value in bands(picture))
    for kind, written in (("handle", known.handles), ("called", known.called)):
        for name in written:
            if len(name) >= SHORTEST:
                yield kind, name
                yield from ((f"{kind} {place}", low) for place, low in enumerate(_lowest(name)))
    for bio in known.bios:
        yield from (("bio", str(run)) for run in sketch([bio]))
    for run in sorted(sketch(known.texts))[:TEXTS]:
        yield "text", str(run)


@lru_cache(maxsize=1024)
def _lowest(name: str) -> tuple[str, ...]:
    """Of its runs of letters, the hash of the one that comes first in each of several orders."""
    every = [crc32(gram.encode()) for gram in grams(name)]
    return tuple(str(min((one * times + plus) & 0xFFFFFFFF for one in every)) for times, plus in ORDERS)
