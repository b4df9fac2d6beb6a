"""Fits how the score blends what is measured, on texts that nothing in it was trained on; and measures it there."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from scripts.training.rows import Example

ABUSIVE: Final = 0.2
"""The share of abuse for which the score is a probability: one mention in five, for somebody who needs a shield."""
OWN: Final = 0.25
"""What our own sentences weigh in the blend beside the others; they are made alike, and easy."""
PENALTY: Final = 1.0
BINS: Final = 10

Values = NDArray[np.float64]


def prior(examples: Sequence[Example]) -> Values:
    """How much each text counts so that ABUSIVE of all are, in both languages alike."""
    label = np.array([one.label for one in examples])
    language = np.array([one.language for one in examples])
    weight = np.array([OWN if one.own else 1.0 for one in examples])
    for spoken in sorted(set(language)):
        for said, share in ((1, ABUSIVE), (0, 1 - ABUSIVE)):
            at = (language == spoken) & (label == said)
            weight[at] *= share * len(examples) / 2 / weight[at].sum()
    return weight


def blended(rows: Values, examples: Sequence[Example]) -> tuple[Values, float]:
    """A weight for each column, and the bias."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - takes two seconds, and few wait for it

    label = np.array([one.label for one in examples])
    fit = LogisticRegression(C=PENALTY, max_iter=3000).fit(rows, label, prior(examples))
    return np.round(fit.coef_[0], 6), round(float(fit.intercept_[0]), 6)


def within(rows: Values, examples: Sequence[Example]) -> tuple[Values, float]:
    """The same by what tells texts of one source apart: how much of a source is abuse says nothing of a text.

    Then all are brought to what is a probability over all sources.
    """
    source = np.array(["" if one.own else one.source for one in examples])
    each = (source[:, None] == np.unique(source)).astype(float)
    weights = blended(np.concatenate([rows, each], 1), examples)[0][: rows.shape[1]]
    scale, bias = blended((rows @ weights)[:, None], examples)
    return np.round(weights * scale[0], 6), bias


def reliability(logits: Values, examples: Sequence[Example]) -> Iterator[tuple[float, float, float]]:
    """For each tenth of the scores: their mean, the share that is abusive, and how much of all lies there."""
    score, label, weight = 1 / (1 + np.exp(-logits)), np.array([one.label for one in examples]), prior(examples)
    place = np.minimum((score * BINS).astype(int), BINS - 1)
    for bin_ in range(BINS):
        at = place == bin_
        if at.any():
            total = weight[at].sum()
            mean = float((score[at] * weight[at]).sum() / total)
            yield mean, float((label[at] * weight[at]).sum() / total), float(total / weight.sum())


def named(columns: Sequence[str], weights: Values) -> dict[str, Any]:
    """Weights by what they weigh, for people."""
    return {name: round(float(weight), 3) for name, weight in zip(columns, weights, strict=True)}
