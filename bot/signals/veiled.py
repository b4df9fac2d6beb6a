"""What reads like harm though no word says it: a hunch by single words, then what the second opinion's vector says."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

KINDS: Final = ("threat", "pursuit", "sexual", "incitement")
"""Harm hinted at or somebody watched; who goes on after a no; sexual demands; that somebody should not live."""
BUCKETS: Final = 4_096
"""Weights of single words."""
HEAD: Final = 600
"""Characters of a folded text that the hunch reads."""
ADDRESSING: Final = frozenset(
    ("tu", "te", "t", "toi", "ton", "ta", "tes", "vous", "votre", "vos", "you", "your", "u", "ur")
)
"""Folded words one of which stands in what is said to somebody."""


class Veiled:
    """A weight for each word, and a network of one inner layer that reads vectors."""

    def __init__(self, parts: Mapping[str, Any]) -> None:
        """Take the arrays of a weights file; whole numbers stand in units of their `scale`."""
        self._words: list[int] = parts["words"].tolist()
        self._enough = int(parts["enough"])
        self._inner = parts["inner"].astype(np.float64) * parts["inner_scale"].astype(np.float64)
        self._inner_bias = parts["inner_bias"].astype(np.float64)
        self._outer = parts["outer"].astype(np.float64)
        self._outer_bias = parts["outer_bias"].astype(np.float64)

    def suspects(self, folded: str) -> bool:
        """Whether the words of a folded text are such that it is worth a second opinion; takes microseconds."""
        words = folded[:HEAD].split(" ")
        if ADDRESSING.isdisjoint(words):
            return False
        return sum(self._words[one] for one in buckets(words)) > self._enough

    def hints(self, vectors: NDArray[np.float32]) -> list[dict[str, float]]:
        """For each vector how probable each of KINDS is, beside none of them."""
        inner = np.maximum(vectors.astype(np.float64) @ self._inner + self._inner_bias, 0)
        told = inner @ self._outer + self._outer_bias
        raised = np.exp(told - told.max(axis=1, keepdims=True))
        likely = (raised / raised.sum(axis=1, keepdims=True))[:, 1:].round(4)
        return [dict(zip(KINDS, row, strict=True)) for row in likely.tolist()]


def buckets(words: Sequence[str]) -> set[int]:
    """Where the weights of these words stand, each once."""
    return {crc32(word.encode("utf-8", "surrogatepass")) % BUCKETS for word in words}
