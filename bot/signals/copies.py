"""Near copies of a text, by MinHash: what two texts have in common is told by digests, without either text."""

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from hashlib import blake2b, shake_256
from struct import Struct
from typing import Any, Final
from zlib import crc32

import numpy as np

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
MIDDLE: Final = 2
"""The byte of a minimum whose first bit is kept: the high ones are mostly 0, the low ones follow the words' own."""
DIGEST: Final = 4
"""Bytes of a band's digest."""
TEXT: Final = np.dtype([("at", "<i8"), ("author", "<i8"), ("bits", "<u8", (BITS // 64,)), ("bands", "<u4", (BANDS,))])
"""What is kept of a text, packed: `at` in microseconds since 1970 UTC, a digest of its author, and its sketch."""
PACKED: Final = Struct(f"<qq{BITS // 8 + DIGEST * BANDS}s")
"""The same for Python, with the sketch in one piece."""
TOGETHER: Final = 2048
"""Words whose hashes are counted at once: half a kilobyte each."""
NEAR: Final = 12
"""How many sketches that share a band are compared at most, the latest; a campaign has a few."""
LAST: Final = 2**63
"""More than any author."""


class Sketcher:
    """Makes sketches under a secret: they tell nothing of the words without it, and compare with no others."""

    def __init__(self, secret: bytes) -> None:
        """Derive the hash functions."""
        drawn = shake_256(b"copies" + secret).digest(8 * BITS + 32)
        table = np.frombuffer(drawn[32:], dtype="<u4").astype(np.uint32)
        self._times, self._plus = table[:BITS] | np.uint32(1), table[BITS:]
        self._keyed = [blake2b(bytes((place,)), key=drawn[:32], digest_size=DIGEST) for place in range(2 * BANDS)]
        self._naming = blake2b(key=drawn[:32], digest_size=8)

    def texts(self, texts: Iterable[tuple[str, str, int]]) -> list[bytes]:
        """A TEXT for each (what folding reads, `Account.key`, when): its words each once and in whatever order.

        Empty where folding reads nothing.
        """
        every = [(folded.split(), at.to_bytes(8, "little", signed=True) + self.author(by)) for folded, by, at in texts]
        sketches = self._sketches([words for words, _ in every if len(words) >= WORDS])
        return [head + self._sketch(words, sketches) if words else b"" for words, head in every]

    def _sketch(self, words: Sequence[str], sketches: Iterator[bytes]) -> bytes:
        """The next of the sketches, or that of few words."""
        if len(words) >= WORDS:
            return next(sketches)
        return bytes(BITS // 8) + self._digests([" ".join(words).encode()] * BANDS, BANDS)

    def _sketches(self, texts: Iterable[Sequence[str]]) -> Iterator[bytes]:
        """Of texts of many words, several at once: so many that their hashes stay near the processor."""
        some: list[Sequence[str]] = []
        count = 0
        for words in texts:
            if some and count + len(words) > TOGETHER:
                yield from self._minima(some)
                some, count = [], 0
            some.append(words)
            count += len(words)
        if some:
            yield from self._minima(some)

    def _minima(self, texts: Sequence[Sequence[str]]) -> Iterator[bytes]:
        hashes = np.array([crc32(word.encode()) for words in texts for word in words], dtype=np.uint32)
        starts = np.cumsum([0, *(len(words) for words in texts[:-1])])
        minima = np.minimum.reduceat(hashes[:, None] * self._times + self._plus, starts).astype("<u4")
        bits = np.packbits(minima.view(np.uint8)[:, MIDDLE::4] >> 7, axis=1)
        for sketch, least in zip(bits, minima, strict=True):
            said = least[: ROWS * BANDS].tobytes()
            bands = [said[start : start + 4 * ROWS] for start in range(0, len(said), 4 * ROWS)]
            yield sketch.tobytes() + self._digests(bands, 0)

    def author(self, author: str) -> bytes:
        """What stands for an author in the texts that are kept."""
        naming = self._naming.copy()
        naming.update(author.encode())
        return naming.digest()

    def _digests(self, said: Sequence[bytes], first: int) -> bytes:
        """Of each, under a key of its place."""
        pieces = []
        for place, one in enumerate(said, first):
            hashed = self._keyed[place].copy()
            hashed.update(one)
            pieces.append(hashed.digest())
        return b"".join(pieces)


class _Group:
    """Texts whose sketches are the same: when and by whom, in the order of event time."""

    __slots__ = ("bits", "texts")

    def __init__(self, sketch: bytes) -> None:
        self.bits = int.from_bytes(sketch[: BITS // 8])
        self.texts: list[tuple[int, int]] = []


class Search:
    """Texts to one person, as far as they have arrived, among which copies are found."""

    def __init__(self, kept: bytes, coming: bytes) -> None:
        """Take the TEXTs that were kept, and those that will arrive; what shares no band with those is left out."""
        self._groups: dict[bytes, _Group] = {}
        self._bands: list[dict[bytes, list[_Group]]] = [{} for _ in range(BANDS)]
        """The groups that have a band, by its place; the first to arrive first."""
        old, new = np.frombuffer(kept, TEXT), np.frombuffer(coming, TEXT)
        shared = [np.isin(old["bands"][:, band], new["bands"][:, band]) for band in range(BANDS)]
        near = np.flatnonzero(np.logical_or.reduce(shared))
        firsts = []
        for place, (at, author, sketch) in zip(near, PACKED.iter_unpack(old[near].tobytes()), strict=True):
            group = self._groups.get(sketch)
            if group is None:
                group = self._groups[sketch] = _Group(sketch)
                firsts.append(place)
            group.texts.append((at, author))
        for group in self._groups.values():
            group.texts.sort()
        self._enter(old[firsts], np.array(shared)[:, firsts])

    def _enter(self, texts: np.ndarray[Any, Any], shared: np.ndarray[Any, Any]) -> None:
        """Let groups be found by those of their bands that are `shared`; of each its first text, in their order."""
        groups = list(self._groups.values())
        for band, (known, asked) in enumerate(zip(self._bands, shared, strict=True)):
            places = np.flatnonzero(asked)
            said = texts["bands"][places, band].tobytes()
            for start, place in zip(range(0, len(said), DIGEST), places.tolist(), strict=True):
                known.setdefault(said[start : start + DIGEST], []).append(groups[place])

    def arrive(self, text: bytes) -> tuple[Copy, ...]:
        """When others wrote the TEXT that arrives now, at most ALIKE on each side; from now on it is one of them."""
        at, author, sketch = PACKED.unpack(text)
        bands, span = _bands(sketch), HORIZON // MICROSECOND
        group = self._group(sketch, bands)
        before: dict[int, int] = {}
        after: dict[int, int] = {}
        first = at - span
        for one in self._near(group, bands):
            here = bisect_right(one.texts, (at, LAST))
            if here and one.texts[here - 1][0] >= first:
                for other, when in _others(reversed(range(here)), one.texts, author, first, at):
                    before[other] = max(when, before.get(other, when))
                if len(before) >= ALIKE:  # what is earlier is none of the nearest
                    first = sorted(before.values())[-ALIKE]
            if here == len(one.texts):  # as nearly always: none of them is later
                continue
            for other, when in _others(range(here, len(one.texts)), one.texts, author, at, at + span):
                after[other] = min(when, after.get(other, when))
        insort(group.texts, (at, author))
        before, after = _nearest(before, at), _nearest(after, at)
        return tuple((before.get(other), after.get(other)) for other in before | after)

    def _group(self, sketch: bytes, bands: Sequence[bytes]) -> _Group:
        """The group of a sketch, made where it is the first of its kind."""
        group = self._groups.get(sketch)
        if group is None:
            group = self._groups[sketch] = _Group(sketch)
            for known, band in zip(self._bands, bands, strict=True):
                known.setdefault(band, []).append(group)
        return group

    def _near(self, group: _Group, bands: Sequence[bytes]) -> Iterable[_Group]:
        """A group, and those whose sketches resemble its own."""
        met, bits = {group: None}, group.bits
        for known, band in zip(self._bands, bands, strict=True):
            met |= dict.fromkeys(known[band][-NEAR:])
        return [one for one in met if (one.bits ^ bits).bit_count() <= APART]


def _bands(sketch: bytes) -> list[bytes]:
    return [sketch[start : start + DIGEST] for start in range(BITS // 8, len(sketch), DIGEST)]


def _others(
    places: Iterable[int], texts: Sequence[tuple[int, int]], author: int, first: int, last: int
) -> Iterable[tuple[int, int]]:
    """Other authors between two moments, each at the first of these places, at most ALIKE."""
    found: dict[int, int] = {}
    for place in places:
        when, other = texts[place]
        if not first <= when <= last or len(found) == ALIKE:
            break
        if other != author and other not in found:
            found[other] = when
    return found.items()


def _nearest(found: dict[int, int], at: int) -> dict[int, int]:
    """Those nearest to a moment, at most ALIKE."""
    if len(found) <= ALIKE:
        return found
    return dict(sorted(found.items(), key=lambda one: abs(one[1] - at))[:ALIKE])
