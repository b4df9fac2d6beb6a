"""Trains all that the score is made of, on the training texts of the data folder and our own sentences."""

import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.config.encoder import RestingEncoder
from bot.config.lexicons import lexicon
from bot.config.weights import WEIGHTS, assembled
from bot.rules.compile import compile_reader
from bot.rules.score import FEATURES, WORDS, Gauge
from bot.signals.reading import Reading
from bot.signals.second import SecondOpinion
from bot.signals.text import readings
from bot.simulation.setup import policy
from scripts.training import blend, card, fit, opinion
from scripts.training.generated import generated
from scripts.training.lists import marked_terms
from scripts.training.rows import NARROW, Example, examples

FOLDER: Final = Path(__file__).parents[2] / "bot/weights"
DOUBT: Final = (-1.8, -1.0)
"""Log-odds of the first opinion between which the second is asked: where few ordinary posts lie, and much abuse. Above,
it hardly told French texts of sources apart that neither opinion had learnt from."""
AROUND: Final = 0.4
"""How far beyond them texts are taken to fit what the second opinion weighs."""
TOLD: Final = ("runs of characters and words", "words of lists", *FEATURES[1:])
"""What is blended: the classifier's two parts each on its own, since lists hold of texts of any kind, runs of few."""

Labels = NDArray[np.int64]
Say = Callable[[str], None]


def main(data: Path) -> None:
    """Train, and write the weights with their data card."""
    say = partial(_said, time.monotonic())
    learnt, texts, parts = _texts(data)
    say(f"{len(learnt)} texts")
    rows = fit.matrix(texts, parts["terms"], parts["marks"])
    label = np.array([one.label for one in learnt])
    half = np.array([crc32(one.group.encode()) % 2 == 0 for one in learnt])
    before = {**parts, **_regressed(rows, label, learnt, half)}
    parts |= _regressed(rows, label, learnt, np.ones(len(learnt), bool))
    say("the classifier is trained")
    parts |= _network(learnt, label, half, before)
    say("the second opinion is trained")
    parts |= _blend(learnt, rows, ~half, before, say)
    parts |= fit.weighed(parts, *parts.pop("shares"))
    FOLDER.mkdir(exist_ok=True)
    facts = parts.pop("facts")
    np.savez_compressed(FOLDER / WEIGHTS, **parts)
    size = (FOLDER / WEIGHTS).stat().st_size
    (FOLDER / "README.md").write_text(card.written(learnt, facts, size), encoding="utf-8")
    say(f"{size:,} bytes are written")


def _texts(data: Path) -> tuple[list[Example], list[str], dict[str, Any]]:
    """What is learnt from, as it is and folded, and the marked terms; without what is of unknown label."""
    terms, marks = marked_terms(data)
    every = [*examples(data), *generated()]
    folded = [readings(one.text)[0].text for one in every]
    coarse = fit.strong(folded, terms, marks)
    kept = [place for place, one in enumerate(every) if one.label or one.source not in NARROW or not coarse[place]]
    return [every[place] for place in kept], [folded[place] for place in kept], {"terms": terms, "marks": marks}


def _regressed(rows: Any, label: Labels, learnt: Sequence[Example], part: NDArray[np.bool_]) -> dict[str, Any]:
    at = np.flatnonzero(part)
    weight = fit.weights([learnt[place] for place in at.tolist()])
    return fit.parts(fit.fitted(rows[at], label[at], weight))


def _network(
    learnt: Sequence[Example], label: Labels, half: NDArray[np.bool_], before: dict[str, Any]
) -> dict[str, Any]:
    """The network trained on all texts chosen; the one trained on half of them goes to `before`, with all vectors."""
    at = np.array(opinion.chosen(learnt))
    vectors = opinion.vectors(RestingEncoder(time.monotonic), [learnt[place].text for place in at])
    weight = fit.weights([learnt[place] for place in at])
    part = half[at]
    before |= opinion.network(vectors[part], label[at][part], weight[part])
    before |= {"encoded": at, "vectors": vectors}
    return opinion.network(vectors, label[at], weight)


def _blend(
    learnt: Sequence[Example], runs: Any, apart: NDArray[np.bool_], before: dict[str, Any], say: Say
) -> dict[str, Any]:
    """The blends of both opinions, fitted on texts that neither was trained on."""
    encoded = set(before["encoded"].tolist())
    at = [place for place in np.flatnonzero(apart).tolist() if place in encoded or not learnt[place].own]
    measured = [learnt[place] for place in at]
    rules, features = _measured(measured, before)
    rows = np.concatenate([fit.said(before, runs[at]), features[:, 1:]], 1)
    weights, bias = blend.within(rows, measured)
    told = rows @ weights + bias
    say(f"the blend is fitted on {len(measured)} texts and {rules} rules")

    where = {place: row for row, place in enumerate(before["encoded"].tolist())}
    low, high = DOUBT[0] - AROUND, DOUBT[1] + AROUND
    silent = (features[:, WORDS].max(axis=1) == 0).tolist()
    both = [row for row, place in enumerate(at) if place in where and low < told[row] < high and silent[row]]
    teller = SecondOpinion(RestingEncoder(time.monotonic), before)
    other = teller.logits(before["vectors"][[where[at[row]] for row in both]])
    asked, second = blend.blended(np.stack([told[both], other], 1), [measured[row] for row in both])
    facts = {
        "rules": rules,
        "apart": len(measured),
        "weights": blend.named(TOLD, weights),
        "reliability": list(blend.reliability(told, measured)),
        "doubtful": len(both),
        "second": blend.named(("first opinion", "second opinion"), asked),
    }
    return {
        "shares": weights[:2],
        "blend": np.array([1.0, *weights[2:]]),
        "blend_bias": np.float64(bias),
        "doubt": np.array(DOUBT),
        "second": np.array([*asked, second]),
        "facts": facts,
    }


def _measured(measured: Sequence[Example], parts: dict[str, Any]) -> tuple[int, NDArray[np.float64]]:
    """How many rules there are, and the FEATURES of each text."""
    unblended = {"blend": np.zeros(len(FEATURES)), "blend_bias": 0.0}
    rules = policy(None).rules
    gauge = Gauge(rules, assembled({**parts, **unblended}, None))
    reader = compile_reader(rules, lexicon())
    read: list[Reading] = [reader.read(one.text) for one in measured]
    gauge.measure(read)
    return len(rules), np.array([reading.measured for reading in read])


def _said(begun: float, what: str) -> None:
    print(f"{time.monotonic() - begun:5.0f} s: {what}", file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
