"""Trains the network of the second opinion on the encoder's vectors, deterministic on one machine."""

import warnings
from collections.abc import Sequence
from random import Random
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from bot.signals.second import Encoder, shown
from scripts.training.generated import LANGUAGES
from scripts.training.rows import Example

ENGLISH: Final = 9_000
OWN: Final = 4_500
"""Texts taken of the English sources and of our own sentences in each language, since vectors take long; of French
sources, all."""
TOGETHER: Final = 256
"""Texts encoded at once."""
UNITS: Final = 64
PASSES: Final = 12


def chosen(examples: Sequence[Example]) -> list[int]:
    """Places of the texts that are encoded, ascending."""
    random = Random(1)  # noqa: S311 - must be the same again
    own = [[place for place, one in enumerate(examples) if one.own and one.language == said] for said in LANGUAGES]
    english = [place for place, one in enumerate(examples) if not one.own and one.language == "en"]
    french = [place for place, one in enumerate(examples) if not one.own and one.language == "fr"]
    taken = [
        random.sample(some, min(most, len(some))) for some, most in ((english, ENGLISH), *((one, OWN) for one in own))
    ]
    return sorted([*french, *(place for some in taken for place in some)])


def vectors(encoder: Encoder, texts: Sequence[str]) -> NDArray[np.float32]:
    """One row a text."""
    said = [shown(text) for text in texts]
    return np.concatenate([encoder.encode(said[at : at + TOGETHER]) for at in range(0, len(said), TOGETHER)])


def network(rows: NDArray[np.float32], label: NDArray[np.int64], weight: NDArray[np.float64]) -> dict[str, Any]:
    """The arrays of a network with one inner layer, in half precision."""
    trained = MLPClassifier(
        (UNITS,), alpha=1e-3, batch_size=512, max_iter=PASSES, random_state=0, learning_rate_init=2e-3
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # few passes are meant: more of them learn by heart
        trained.fit(rows, label, sample_weight=weight / weight.mean())
    (inner, outer), (inner_bias, outer_bias) = trained.coefs_, trained.intercepts_
    return {
        "inner": inner.astype(np.float16),
        "inner_bias": inner_bias.astype(np.float16),
        "outer": outer[:, 0].astype(np.float16),
        "outer_bias": np.float16(outer_bias[0]),
    }
