"""The trained weights that come with Rempart, as the model that makes the score."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any, Final

import numpy as np

from bot.rules.score import Model, Second
from bot.signals.classifier import Classifier
from bot.signals.second import Encoder, SecondOpinion
from bot.signals.veiled import Veiled

WEIGHTS: Final = "abuse.npz"
"""What `scripts/train-classifier` wrote; `README.md` beside it is its data card."""
HINTS: Final = "veiled.npz"
"""What it wrote of harm that no word says."""


def model(encoder: Encoder | None = None) -> Model:
    """The model; with an encoder it asks for a second opinion in doubt."""
    parts = arrays()
    return assembled(parts, None if encoder is None else SecondOpinion(encoder, parts))


def assembled(parts: Mapping[str, Any], opinion: SecondOpinion | None) -> Model:
    """From the arrays of a weights file, by their names."""
    asked = None
    if opinion:
        low, high = (float(one) for one in parts["doubt"])
        first, second, bias = (float(one) for one in parts["second"])
        veiled = Veiled(arrays(HINTS))
        asked = Second(teller=opinion, veiled=veiled, doubt=(low, high), first=first, second=second, bias=bias)
    return Model(
        classifier=Classifier.of(parts),
        weights=tuple(float(one) for one in parts["blend"]),
        bias=float(parts["blend_bias"]),
        second=asked,
    )


@cache
def arrays(file: str = WEIGHTS) -> Mapping[str, Any]:
    """What is in a weights file, by name; read once a process."""
    raw = (files("bot") / "weights" / file).read_bytes()
    with np.load(BytesIO(raw), allow_pickle=False) as arrays:
        return dict(arrays)
