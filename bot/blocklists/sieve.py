"""Whether somebody may stand in one of many lists, out of memory, so that hardly anybody else costs a question."""

from collections.abc import Iterable
from typing import Final

import numpy as np

REMAINDER: Final = 16
"""Bits of a key that are kept; with FULL keys a bucket some four strangers in 100,000 are taken for known."""
MASK: Final = (1 << REMAINDER) - 1
FULL: Final = 2.4
"""Keys a bucket, on the average, at most."""
FEWEST: Final = 8
MOST: Final = 32
"""Bits of a bucket's number, at least and at most."""
CHUNK: Final = 1 << 20
"""Keys that are put in place together."""


class Sieve:
    """Says of a key that was put in always yes, and of others nearly always no.

    Of each key's hash some bits tell a bucket, and the next 16 are kept, in the order of the buckets, beside where each
    bucket begins: 3.7 bytes a key for ten million. It is of this process alone, since hashes are.
    """

    __slots__ = ("_added", "_bits", "_kept", "_mask", "_starts")

    def __init__(self, keys: Iterable[str]) -> None:
        """Take keys as they come, none of which is held; while it lasts, 8 to 12 bytes each."""
        hashes = np.fromiter(map(hash, keys), np.int64)
        bits = FEWEST
        while bits < MOST and len(hashes) > FULL * (1 << bits):
            bits += 1
        self._bits: Final = bits
        self._mask: Final = (1 << bits) - 1
        kept = np.empty(len(hashes), np.uint16)
        starts = np.zeros((1 << bits) + 1, np.uint32)
        for at in range(0, len(hashes), CHUNK):
            some = hashes[at : at + CHUNK]
            some[:] = (some & self._mask) << REMAINDER | some >> bits & MASK
        hashes.sort()
        for at in range(0, len(hashes), CHUNK):
            some = hashes[at : at + CHUNK]
            kept[at : at + CHUNK] = some & MASK
            np.add.at(starts, (some >> REMAINDER) + 1, 1)
        np.cumsum(starts, out=starts)
        self._kept: Final = kept.data
        self._starts: Final = starts.data
        self._added: Final[set[int]] = set()

    def __contains__(self, key: str) -> bool:
        """Whether it may be there."""
        whole = hash(key)
        bucket = whole & self._mask
        some = self._kept[self._starts[bucket] : self._starts[bucket + 1]]
        return whole >> self._bits & MASK in some or whole in self._added

    def add(self, key: str) -> None:
        """Put one more in; it takes some 60 bytes, so that after many it is better to make a new one."""
        self._added.add(hash(key))

    @property
    def size(self) -> int:
        """Bytes of what was put in at first."""
        return self._kept.nbytes + self._starts.nbytes
