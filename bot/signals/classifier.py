"""The classifier: how much a text reads like abuse, by what it is made of; own weights, numpy only, no I/O.

Runs of characters and of words are hashed into a table of weights; words that stand in lists of coarse words are
known by their hash and the lists' marks. Table weights are whole numbers, so that their sum is the same everywhere.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from bot.signals.grams import Batch, Runs, joined

BITS: Final = 19
"""The table has two to this many weights."""
MARKS: Final = (
    "fr strong",
    "fr broad",
    "fr weak",
    "en strong",
    "en weak",
    "en 1",
    "en 2",
    "en 3",
    "fr common",
    "en common",
)
"""What a term is in the lists: coarse with how much certainty, or one of the commonest words of a language."""
COARSE: Final = 8
"""So many of the marks say coarse, the others which language it is."""
MOST: Final = 4
"""More coarse words than these tell nothing more."""
SHARE: Final = 64
"""Texts scored side by side: what an array of theirs takes fits the processor's cache."""

Counts = NDArray[np.int64]
Values = NDArray[np.float64]


class Classifier:
    """Weights that add up; immutable, and the same for everybody."""

    def __init__(
        self,
        *,
        table: NDArray[np.int16],
        scale: float,
        terms: NDArray[np.uint32],
        marks: NDArray[np.uint16],
        coarse: Values,
        bias: float,
    ) -> None:
        """Take 2**BITS weights in units of `scale`, hashes of terms (ascending) with their marks, and their weights."""
        self._table = table
        self._scale = scale
        self._terms = terms
        self._met = np.zeros(1 << BITS, np.bool_)
        """Which buckets have a term: few words stand in one of them, and are sought among the terms."""
        self._met[bucket(terms)] = True
        self._marks = marks
        self._coarse = coarse
        self._bias = bias

    @classmethod
    def of(cls, parts: Mapping[str, Any]) -> Self:
        """From the arrays of a weights file, by their names."""
        return cls(
            table=parts["table"],
            scale=float(parts["scale"]),
            terms=parts["terms"],
            marks=parts["marks"],
            coarse=parts["coarse"],
            bias=float(parts["bias"]),
        )

    def logits(self, texts: Sequence[str]) -> Values:
        """For each folded text the log-odds that it is abuse, before calibration; in time linear in their length."""
        parts = [self._some(texts[start : start + SHARE]) for start in range(0, len(texts), SHARE)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _some(self, texts: Sequence[str]) -> Values:
        batch = Batch(texts)
        words = joined(batch.words())
        hashes, at = joined((*batch.characters(), words))
        weight = np.bincount(
            at, self._table[bucket(hashes)], len(batch.codes)
        )  # whole numbers, so their sums are exact
        count = np.bincount(at, minlength=len(batch.codes))
        total, many = np.add.reduceat(weight, batch.starts), np.add.reduceat(count, batch.starts)
        likely = np.flatnonzero(self._met[bucket(words.hashes)])
        counted = counts(batch, Runs(words.hashes[likely], words.at[likely]), self._terms, self._marks)
        return total * self._scale / np.sqrt(np.maximum(many, 1)) + coarseness(counted) @ self._coarse + self._bias


def bucket(hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Where the table has the weight."""
    return hashes & np.uint32((1 << BITS) - 1)


def counts(batch: Batch, words: Runs, terms: NDArray[np.uint32], marks: NDArray[np.uint16]) -> Counts:
    """How many terms with each mark each text has; one row a text, one column a mark."""
    place = np.minimum(np.searchsorted(terms, words.hashes), len(terms) - 1)
    hit = np.flatnonzero(terms[place] == words.hashes)
    which, mark = np.nonzero((marks[place[hit], None] >> np.arange(len(MARKS), dtype=np.uint16)) & 1)
    text = batch.texts(words.at[hit])[which]
    found = np.bincount(text * len(MARKS) + mark, minlength=len(batch.starts) * len(MARKS))
    return found.reshape(-1, len(MARKS))


def coarseness(counted: Counts) -> Values:
    """What the marks say, once for each language a text may be in, then that language: one row a text."""
    coarse, french, english = counted[:, :COARSE], counted[:, COARSE], counted[:, COARSE + 1]
    languages = np.stack([french > english, english > french, english == french], 1).astype(float)
    both = (np.minimum(coarse[:, 0], coarse[:, 1]) > 0)[:, None]
    many = np.minimum(coarse.sum(1, keepdims=True), MOST) / MOST
    said = np.concatenate([coarse > 0, coarse > 1, both, many], 1)
    each = (languages[:, :, None] * said[:, None, :]).reshape(len(counted), -1)
    return np.concatenate([each, languages], 1)
