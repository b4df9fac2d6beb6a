"""What texts are made of, as numbers: every run of a few characters within a word, every run of a few words.

All texts of a batch lie side by side in one array, so that the cost is that of a few operations on arrays.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

SHORTEST: Final = 2
LONGEST: Final = 5
"""Characters of a run."""
INSIDE: Final = 3
"""From this length on, runs hold no space but at their edges."""
WORDS: Final = 3
"""Words of a run at most."""
PRIME: Final = np.uint32(0x01000193)
SPREAD: Final = np.uint32(0x9E3779B1)
MIX: Final = np.uint32(0x2C1B3C6D)
SALTS: Final = tuple(np.uint32(length * 0x85EBCA6B & 0xFFFFFFFF) for length in range(LONGEST + 1))
SPACE: Final = 32

Hashes = NDArray[np.uint32]
Places = NDArray[np.intp]


class Runs(NamedTuple):
    """Runs of one length: the hash of each, and where in the batch it begins, ascending."""

    hashes: Hashes
    at: Places


NONE: Final = Runs(np.zeros(0, np.uint32), np.zeros(0, np.intp))


class Batch:
    """Folded texts side by side, each after a zero and between spaces."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Take the texts, at least one."""
        joined = "".join([f"\0 {text} " for text in texts])
        self.codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        self.starts = np.cumsum([0, *(len(text) + 3 for text in texts[:-1])])
        """Where each text's zero stands."""

    def texts(self, at: Places) -> Places:
        """To which text places belong."""
        return np.searchsorted(self.starts, at, side="right") - 1

    def characters(self) -> Iterator[Runs]:
        """Runs of SHORTEST to LONGEST characters."""
        spread, end, gap = self.codes * SPREAD, self.codes == 0, self.codes == SPACE
        hashes, barred = spread, end
        for length in range(SHORTEST, min(LONGEST, len(self.codes)) + 1):
            size = len(self.codes) - length + 1
            hashes = (hashes[:size] * PRIME) ^ spread[length - 1 :]
            barred = barred[:size] | end[length - 1 :]
            if length >= INSIDE:
                barred |= gap[length - 2 : length - 2 + size]
            at = np.flatnonzero(~barred)
            yield Runs(_mixed(hashes[at] ^ SALTS[length]), at)

    def words(self) -> Iterator[Runs]:
        """Runs of one to WORDS words; none where no text has a word."""
        letter = np.flatnonzero((self.codes != 0) & (self.codes != SPACE))
        if not len(letter):
            return
        first = np.flatnonzero(np.diff(letter, prepend=-2) > 1)
        place = np.arange(len(letter)) - np.repeat(first, np.diff(np.append(first, len(letter))))
        power = np.cumprod(np.full(int(place.max()) + 1, PRIME, np.uint32), dtype=np.uint32)
        summed = np.add.reduceat(self.codes[letter] * SPREAD * power[place], first, dtype=np.uint32)
        word, at = _mixed(summed), letter[first]
        yield Runs(word, at)
        text, run = self.texts(at), word
        for further in range(1, WORDS):
            run = _mixed((run[:-1] * PRIME) ^ word[further:])
            same = text[further:] == text[:-further]
            yield Runs(run[same], at[:-further][same])


def joined(runs: Iterable[Runs]) -> Runs:
    """Runs of several lengths as one."""
    every = [NONE, *runs]
    return Runs(np.concatenate([one.hashes for one in every]), np.concatenate([one.at for one in every]))


def term_hash(term: str) -> np.uint32:
    """The hash that `Batch.words` gives to a folded term of one to WORDS words."""
    length = term.count(" ") + 1
    runs = list(Batch([term]).words())
    return np.uint32(runs[length - 1].hashes[0])


def _mixed(hashes: Hashes) -> Hashes:
    """Spread over all bits, the low ones among them."""
    hashes = (hashes ^ (hashes >> np.uint32(15))) * MIX
    return hashes ^ (hashes >> np.uint32(12))
