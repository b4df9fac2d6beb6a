"""How alike two people write: their habits, weighed by how rare they are, and the runs of characters between words."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import log
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.signals.likeness.habits import ADDRESSES, marks, rarity

LEAST: Final = 3
"""Texts below which nothing is said of a style."""
DOUBT: Final = 2.0
"""Texts' worth of what everybody does, that are added to what somebody did: few texts prove little."""
ALIKE: Final = 0.35
"""How much one habit says where others are known: they come in bundles (who drops accents drops apostrophes)."""
MOST: Final = 3.0
"""What one habit may say at most, for or against."""
BUCKETS: Final = 128
RUN: Final = 4
LONG: Final = 5
"""Letters above which a word is about something; only its ending is looked at."""
OPEN: Final = 2
"""How often a formula must be met in one of the two, to be one."""

Style = tuple[tuple[str, int], ...]


def habits_of(texts: Sequence[str]) -> Style:
    """How many of the texts show each mark; formulas that one text alone has are left out."""
    counts = Counter(mark for text in texts for mark in marks(text))
    return tuple(sorted((mark, count) for mark, count in counts.items()))


def weight_of_habits(one: Style, known: int, other: Style, coming: int) -> float:
    """The logarithm of how many times more probable `coming` texts with these habits are by the author of `known`
    texts with those, than by anybody: for positive values the same hand is more probable. 0 where texts are too few.
    """
    if min(known, coming) < LEAST:
        return 0.0
    before, after = dict(one), dict(other)
    said = (
        _weight(rarity(mark), has, known, shows, coming)
        for mark in before | after
        if max(has := before.get(mark, 0), shows := after.get(mark, 0)) >= OPEN or ":" not in mark
    )
    return ALIKE * sum(said)


@lru_cache(maxsize=8192)
def _weight(usual: float, has: int, known: int, shows: int, coming: int) -> float:
    """What one mark says that others show so often: the known account in so many of its texts, the other in so many."""
    own = (has + DOUBT * usual) / (known + DOUBT)
    value = shows * log(own / usual) + (coming - shows) * log((1 - own) / (1 - usual))
    return max(-MOST, min(MOST, value))


def runs_of(texts: Iterable[str]) -> tuple[int, ...]:
    """Counts of runs of four characters, in buckets, where words that carry meaning are reduced to their endings."""
    counts = [0] * BUCKETS
    for text in texts:
        said = " ".join(_reduced(word) for word in ADDRESSES.sub(" ", text).split())
        padded = f" {said} ".encode(errors="replace")
        for place in range(len(padded) - RUN + 1):
            counts[crc32(padded[place : place + RUN]) % BUCKETS] += 1
    return tuple(counts)


def likeness_of_runs(one: Sequence[int], other: Sequence[int]) -> float:
    """From 0 to 1 (cosine of the square roots)."""
    return float(_rooted(tuple(one)) @ _rooted(tuple(other)))


@lru_cache(maxsize=256)
def _rooted(counts: tuple[int, ...]) -> NDArray[np.float64]:
    """The roots of the shares."""
    return np.sqrt(np.array(counts, dtype=np.float64) / (sum(counts) or 1))


def _reduced(word: str) -> str:
    if len(word) <= LONG or sum(map(str.isalpha, word)) <= LONG:
        return word
    return f"*{word[-3:]}"
