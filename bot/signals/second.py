"""The second opinion: what a text means, as a vector that a small network reads; slow, so asked only in doubt."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

HEAD: Final = 600
"""Characters of a text that are read; what it means shows soon, and each costs."""
NAMES: Final = re.compile(r"https?://\S+|@[\w-]{1,64}(?:[.@][\w-]{1,64}){0,8}")

Values = NDArray[np.float64]


class Encoder(Protocol):
    """What turns texts into vectors."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text, of length one."""


class SecondOpinion:
    """An encoder and the network that reads its vectors."""

    def __init__(self, encoder: Encoder, parts: Mapping[str, Any]) -> None:
        """Take the network's arrays: `inner` and `outer` weights with their biases."""
        self._encoder = encoder
        self._inner = np.asarray(parts["inner"], np.float64)
        self._inner_bias = np.asarray(parts["inner_bias"], np.float64)
        self._outer = np.asarray(parts["outer"], np.float64)
        self._outer_bias = float(parts["outer_bias"])

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """What each text, as written, means."""
        return self._encoder.encode([shown(text) for text in texts])

    def logits(self, vectors: NDArray[np.float32]) -> Values:
        """For each vector the log-odds that its text is abuse, before calibration."""
        inner = np.maximum(vectors.astype(np.float64) @ self._inner + self._inner_bias, 0)
        return inner @ self._outer + self._outer_bias


def shown(text: str) -> str:
    """What the encoder is shown: the beginning, without links, and without saying whose names are named."""
    return NAMES.sub("@user", text[:HEAD]) or " "
