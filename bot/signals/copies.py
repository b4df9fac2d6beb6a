"""Near copies of a text, by MinHash: what two texts have in common is told by short digests, without either text."""

from datetime import timedelta
from hashlib import blake2b, shake_256
from typing import Final
from zlib import crc32

import numpy as np

from bot.model.noun import Noun

HORIZON: Final = timedelta(days=7)
"""How far apart two texts may lie to be compared."""
WORDS: Final = 4
"""Texts of fewer words are copies only where the words are the same: one of three is most of what they say."""
BANDS: Final = 5
ROWS: Final = 3
"""Bands of so many minima each. Texts that share the part s of their words share a band with a chance of
1 - (1 - s³)⁵: .93 at three words in twenty, .02 where every seventh word is the same by accident."""
BAND: Final = 8 * ROWS
"""Bytes."""
BITS: Final = 128
APART: Final = 30
"""Sketches differ by (1 - s) / 2 of their bits, give or take five; so many are allowed, which is s above .5."""
MIDDLE: Final = 4
"""The byte of a minimum whose first bit is kept: the high ones are mostly 0, the low ones follow the words' own."""
KEY_BITS: Final = 47
"""Of a band's digest; what is left of 63 tells the time."""


class Sketch(Noun, frozen=True, kw_only=True):
    """What is kept of a text to find its copies; without the secret it tells nothing of the words.

    Texts may be near copies if they share one of `bands`, and are if their `bits` are near too.
    """

    bands: tuple[int, ...] = ()
    """Digests of KEY_BITS; none for a text in which nothing is read."""
    bits: int = 0
    """One for each of BITS minima; 0 for short texts, whose band says it all."""

    def resembles(self, bits: int) -> bool:
        """Whether these are the bits of a near copy, given that a band is shared."""
        return (self.bits ^ bits).bit_count() <= APART


class Sketcher:
    """Makes sketches under a secret; those made under different ones cannot be compared."""

    def __init__(self, secret: bytes) -> None:
        """Derive the hash functions; `secret` of at most 64 bytes."""
        self._keyed = blake2b(key=secret, digest_size=8)
        drawn = np.frombuffer(shake_256(b"copies" + secret).digest(16 * BITS), dtype="<u8").astype(np.uint64)
        self._times, self._plus = drawn[:BITS] | np.uint64(1), drawn[BITS:]

    def sketch(self, folded: str) -> Sketch:
        """That of a text as folding reads it; words count once, in whatever order."""
        words = folded.split()
        if len(words) < WORDS:
            return Sketch(bands=(self._key(0, folded.encode()),) if words else ())
        hashes = np.array([crc32(word.encode()) for word in words], dtype=np.uint64)
        minima = (hashes[:, None] * self._times + self._plus).min(axis=0).astype("<u8").tobytes()
        bands = (minima[start : start + BAND] for start in range(0, BANDS * BAND, BAND))
        return Sketch(
            bands=tuple(self._key(place, band) for place, band in enumerate(bands, 1)),
            bits=int.from_bytes(np.packbits(np.frombuffer(minima, np.uint8)[MIDDLE::8] >> 7).tobytes()),
        )

    def _key(self, place: int, said: bytes) -> int:
        hashed = self._keyed.copy()
        hashed.update(bytes((place,)) + said)
        return int.from_bytes(hashed.digest()) >> (64 - KEY_BITS)
