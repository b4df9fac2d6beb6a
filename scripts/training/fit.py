"""Fits the classifier: logistic regression over hashed runs and marks of lists, deterministic."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack, vstack

from bot.signals.classifier import BITS, MARKS, bucket, coarseness, counts
from bot.signals.grams import Batch, joined
from scripts.training.rows import TRUST, Example

CHUNK: Final = 2_000
"""Texts made into rows together."""
INVERSE_PENALTY: Final = 4.0
COARSE: Final = 0.5
"""How large a mark is beside a run, so that the penalty lets marks count."""
OWN: Final = 0.5
"""What our own sentences weigh together beside all others."""
HIGHEST: Final = 32_000
"""The largest weight of the table."""

Values = NDArray[np.float64]


def weights(examples: Sequence[Example]) -> Values:
    """How much each text counts: languages and classes alike, our own sentences OWN as much as the rest."""
    label = np.array([one.label for one in examples])
    language = np.array([one.language for one in examples])
    own = np.array([one.own for one in examples])
    weight = np.array([TRUST.get(one.source, 1.0) for one in examples])
    for spoken in sorted(set(language)):
        for said in (0, 1):
            for ours, share in ((False, 1.0), (True, OWN)):
                at = (language == spoken) & (label == said) & (own == ours)
                weight[at] *= share * len(examples) / 6 / weight[at].sum() if at.any() else 1
    return weight


def strong(texts: Sequence[str], terms: NDArray[np.uint32], marks: NDArray[np.uint16]) -> NDArray[np.bool_]:
    """Which texts hold a word that is surely coarse."""
    columns = [MARKS.index("fr strong"), MARKS.index("en strong")]
    found = []
    for start in range(0, len(texts), CHUNK):
        batch = Batch(texts[start : start + CHUNK])
        found.append(counts(batch, joined(batch.words()), terms, marks)[:, columns].any(1))
    return np.concatenate(found)


def matrix(texts: Sequence[str], terms: NDArray[np.uint32], marks: NDArray[np.uint16]) -> Any:
    """One row a folded text: runs by bucket, each row as long as one, then the marks."""
    return vstack(list(_rows(texts, terms, marks))).tocsr()


def _rows(texts: Sequence[str], terms: NDArray[np.uint32], marks: NDArray[np.uint16]) -> Iterator[Any]:
    for start in range(0, len(texts), CHUNK):
        batch = Batch(texts[start : start + CHUNK])
        size = len(batch.starts)
        words = joined(batch.words())
        runs = joined((*batch.characters(), words))
        place, text = bucket(runs.hashes).astype(np.int32), batch.texts(runs.at)
        length = 1 / np.sqrt(np.maximum(np.bincount(text, minlength=size), 1))
        coarse = coarseness(counts(batch, words, terms, marks)) * COARSE
        sparse = csr_matrix((length[text].astype(np.float32), (text, place)), (size, 1 << BITS))
        yield hstack([sparse, csr_matrix(coarse, dtype=np.float32)])


def fitted(rows: Any, label: NDArray[np.int64], weight: Values) -> Any:
    """The regression."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - takes two seconds, which who only makes rows need not wait

    regression = LogisticRegression(C=INVERSE_PENALTY, solver="liblinear", tol=1e-2, max_iter=100, random_state=0)
    return regression.fit(rows, label, weight)


def said(parts: Mapping[str, Any], rows: Any) -> Values:
    """What the classifier of these parts says of rows, by their runs and by their marks: two columns, to be added."""
    runs, marks = rows[:, : 1 << BITS], rows[:, 1 << BITS :]
    told = runs @ (parts["table"] * parts["scale"]), marks @ (parts["coarse"] / COARSE) + parts["bias"]
    return np.stack(told, 1)


def weighed(parts: Mapping[str, Any], runs: float, marks: float) -> dict[str, Any]:
    """The same classifier, its runs and its marks weighed anew."""
    return {
        "scale": np.float64(parts["scale"] * runs),
        "coarse": np.round(parts["coarse"] * marks, 6),
        "bias": np.round(parts["bias"] * marks, 6),
    }


def parts(regression: Any) -> dict[str, Any]:
    """What the classifier keeps of it: whole numbers in units of `scale`, weights of marks, the bias."""
    found = regression.coef_[0]
    table, coarse = found[: 1 << BITS], found[1 << BITS :] * COARSE
    scale = float(np.abs(table).max() / HIGHEST)
    return {
        "table": np.round(table / scale).astype(np.int16),
        "scale": np.float64(scale),
        "coarse": np.round(coarse, 6),
        "bias": np.float64(round(float(regression.intercept_[0]), 6)),
    }
