"""Near copies of a text, by MinHash: what two texts have in common is told by digests, without either text."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import timedelta
from hashlib import blake2b, shake_256
from itertools import islice
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.model.facts import ALIKE, Copy
from bot.model.noun import MICROSECOND

HORIZON: Final = timedelta(days=7)
"""How far apart two texts may lie to be compared."""
WORDS: Final = 4
"""Texts of fewer words are copies only where the words are the same: one of three is most of what they say."""
BANDS: Final = 5
ROWS: Final = 3
"""Bands of so many minima each. Texts that share the part s of their words share a band with a chance of
1 - (1 - s³)⁵: .93 at three words in twenty, .02 where every seventh word is the same by accident."""
BITS: Final = 128
APART: Final = 30
"""Sketches differ by (1 - s) / 2 of their bits, give or take five; so many are allowed, which is s above .5."""
MIDDLE: Final = 4
"""The byte of a minimum whose first bit is kept: the high ones are mostly 0, the low ones follow the words' own."""
DIGEST: Final = 4
"""Bytes of a band's digest."""
TEXT: Final = np.dtype([("at", "<i8"), ("author", "<i8"), ("bits", "<u8", (BITS // 64,)), ("bands", "<u4", (BANDS,))])
"""What is kept of a text, packed: `at` in microseconds since 1970 UTC, a digest of its author, and its sketch."""
FIRST_LOOK: Final = 64
"""Texts looked at first on either side of a moment; then twice as many, and so on."""


class Sketcher:
    """Makes sketches under a secret: they tell nothing of the words without it, and compare with no others."""

    def __init__(self, secret: bytes) -> None:
        """Derive the hash functions."""
        drawn = shake_256(b"copies" + secret).digest(16 * BITS + 32)
        table = np.frombuffer(drawn[32:], dtype="<u8").astype(np.uint64)
        self._times, self._plus = table[:BITS] | np.uint64(1), table[BITS:]
        self._keyed = [blake2b(bytes((place,)), key=drawn[:32], digest_size=DIGEST) for place in range(2 * BANDS)]
        self._naming = blake2b(key=drawn[:32], digest_size=8)

    def text(self, folded: str, author: str, at: int) -> bytes:
        """A TEXT of what folding reads, its words each once and in whatever order; empty where it reads nothing."""
        words = folded.split()
        if not words:
            return b""
        naming = self._naming.copy()
        naming.update(author.encode())
        head = at.to_bytes(8, "little", signed=True) + naming.digest()
        if len(words) < WORDS:
            return head + bytes(BITS // 8) + self._digests([" ".join(words).encode()] * BANDS, BANDS)
        hashes = np.array([crc32(word.encode()) for word in words], dtype=np.uint64)
        minima = (hashes[:, None] * self._times + self._plus).min(axis=0).astype("<u8").tobytes()
        bits = np.packbits(np.frombuffer(minima, np.uint8)[MIDDLE::8] >> 7).tobytes()
        return head + bits + self._digests([minima[8 * ROWS * band :][: 8 * ROWS] for band in range(BANDS)], 0)

    def _digests(self, said: Sequence[bytes], first: int) -> bytes:
        """Of each, under a key of its place."""
        pieces = []
        for place, one in enumerate(said, first):
            hashed = self._keyed[place].copy()
            hashed.update(one)
            pieces.append(hashed.digest())
        return b"".join(pieces)


class Search:
    """Texts to one person, those kept and those that just arrived, among which copies are found."""

    def __init__(self, kept: bytes, fresh: bytes) -> None:
        """Take TEXTs, both in the order of their arrival; what shares no band with a fresh one is left out at once."""
        old, new = np.frombuffer(kept, TEXT), np.frombuffer(fresh, TEXT)
        among_old, among_new = _sharing(old["bands"], new["bands"])
        texts = np.concatenate([old[among_old], new[among_new]])
        order = np.argsort(texts["at"], kind="stable")
        texts = texts[order]
        self._arrived = order
        """Of each text, in the order of event time: its place in the order of arrival."""
        self._earliest: list[int] = np.minimum.accumulate(order[::-1])[::-1].tolist()
        """Of each text: which one arrived first of it and all that happened after it."""
        self._at: list[int] = texts["at"].tolist()
        self._author, self._bits, self._bands = texts["author"].copy(), texts["bits"].copy(), texts["bands"].T.copy()
        places = np.argsort(order)[np.count_nonzero(among_old) :].tolist()
        self._places: dict[int, int] = dict(zip(np.flatnonzero(among_new).tolist(), places, strict=True))

    def copies(self, fresh: int) -> tuple[Copy, ...]:
        """When others wrote that fresh text, as far as is known at its arrival; at most ALIKE on each side."""
        one = self._places.get(fresh)
        if one is None:
            return ()
        at, span = self._at[one], HORIZON // MICROSECOND
        here = bisect_right(self._at, at)
        before = self._nearest(one, _backwards(here, bisect_left(self._at, at - span)))
        after = {}
        if here < len(self._at) and self._earliest[here] < self._arrived[one]:
            after = self._nearest(one, _forwards(here, bisect_right(self._at, at + span)))
        return tuple((before.get(author), after.get(author)) for author in before | after)

    def _nearest(self, one: int, parts: Iterator[slice]) -> dict[int, int]:
        """When each other author wrote a copy, the nearest time of each, from the nearest part on; at most ALIKE."""
        found: dict[int, int] = {}
        for part in parts:
            alike = self._alike(one, part)
            times = self._at[part]
            for place, author in zip(alike.tolist(), self._author[part][alike].tolist(), strict=True):
                if author not in found:
                    found[author] = times[place]
            if len(found) >= ALIKE:
                return dict(islice(found.items(), ALIKE))
        return found

    def _alike(self, one: int, part: slice) -> NDArray[np.intp]:
        """Which of a part are copies of one text by others, that arrived before it."""
        may = (self._bands[:, part] == self._bands[:, one, None]).any(axis=0)
        may &= (self._author[part] != self._author[one]) & (self._arrived[part] < self._arrived[one])
        places = np.flatnonzero(may)
        if len(places):
            apart = np.bitwise_count(self._bits[part][places] ^ self._bits[one]).sum(axis=1)
            places = places[apart <= APART]
        return places


def _sharing(old: NDArray[np.uint32], new: NDArray[np.uint32]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which of the old share a band with any of the new, and which of the new with any other."""
    among_old, among_new = np.zeros(len(old), dtype=bool), np.zeros(len(new), dtype=bool)
    for band in range(BANDS):
        shared = np.isin(old[:, band], new[:, band])
        _, places, counts = np.unique(new[:, band], return_inverse=True, return_counts=True)
        among_old |= shared
        among_new |= np.isin(new[:, band], old[shared, band]) | (counts[places] > 1)
    return among_old, among_new


def _forwards(start: int, end: int) -> Iterator[slice]:
    size = FIRST_LOOK
    while start < end:
        yield slice(start, min(start + size, end))
        start, size = start + size, 2 * size


def _backwards(start: int, end: int) -> Iterator[slice]:
    """From `start`, itself not in it, down to `end`; each part is walked backwards."""
    size = FIRST_LOOK
    while start > end:
        low = max(start - size, end)
        yield slice(start - 1, low - 1 if low else None, -1)
        start, size = low, 2 * size
