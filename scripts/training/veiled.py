"""Trains what tells harm that no word says: weights of single words, and a network over the encoder's vectors.

It learns from sentences of our own, and for what is none of it also from fair texts of the data folder and its
ordinary posts. Deterministic on one machine: `python -m scripts.training.veiled DATA_FOLDER`, after the other weights.
"""

import json
import sys
import time
import tomllib
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.config.encoder import RestingEncoder
from bot.config.weights import HINTS
from bot.signals.text import readings
from bot.signals.veiled import BUCKETS, KINDS, Veiled, buckets
from scripts.training.generated import HERE, LANGUAGES, filled, generated
from scripts.training.opinion import vectors
from scripts.training.rows import examples

FOLDER: Final = Path(__file__).parents[2] / "bot/weights"
SEED: Final = 20261123
EACH: Final = {**dict.fromkeys(KINDS, 60), "fair": 52}
"""Sentences made of one template at most; twice the same is kept once."""
TAKEN: Final = 9_000
"""Fair texts taken of the data folder, and as many abusive ones for the weights of words."""
OURS: Final = 8_000
"""Fair sentences taken of those that the classifier learns from: testimony, kindness, anger at what is no person."""
FAIR: Final = 1.5
"""What our own fair sentences count, beside ONCE for harm and ordinary posts, and HALF for what is far from both."""
HALF: Final = 0.5
SEVERAL: Final = 3
"""Networks that are trained and taken together as one: alone, each is sure of what the others are not."""
UNITS: Final = 22
"""Of each of them."""
PASSES: Final = 20
WORDS: Final = 100.0
"""How finely the weight of a word is kept: in hundredths."""
ENOUGH: Final = -80
"""Hundredths of log-odds from which a text is suspected; so that hardly more of all sets is sent than without."""
HIGHEST: Final = 127
LIMIT: Final = 0.8
"""What the packs ask for."""
APART: Final = slice(1, None, 2)
ALL: Final = slice(None)
MARK: Final = "# Harm that no word says"


class Line(NamedTuple):
    """One text to learn from, and what it is: a place in KINDS counted from one, or nothing."""

    text: str
    kind: int
    weight: float


def main(data: Path) -> None:
    """Train, and write the weights and their part of the data card."""
    ours = list(sentences())
    ordinary = [Line(text, 0, 1.0) for text in posts(data)]
    fair = [Line(text, 0, HALF) for text in _fair(data)]
    made = {id(lines): _vectors(lines) for lines in (ours, ordinary, fair)}
    every, seen = [*ours, *ordinary, *fair], np.concatenate([made[id(one)] for one in (ours, ordinary, fair)])
    parts = words([*every, *_abusive(data)]) | network(every, seen)
    half = [*ours, *ordinary[::2], *fair]
    tried = network(half, np.concatenate([made[id(ours)], made[id(ordinary)][::2], made[id(fair)]]))
    apart, seen_before = (_alarms(parts | one, made[id(ordinary)][part]) for one, part in ((tried, APART), ({}, ALL)))
    np.savez_compressed(FOLDER / HINTS, **parts)
    facts = {"apart": apart, "alarms": seen_before, "half": len(ordinary[APART]), "ordinary": len(ordinary)}
    facts["fair"] = len(fair)
    card = FOLDER / "README.md"
    before = card.read_text(encoding="utf-8").partition(MARK)[0].rstrip()
    card.write_text(f"{before}\n\n{written(ours, facts)}", encoding="utf-8")


def sentences() -> Iterator[Line]:
    """Every sentence of ours of both languages, always the same."""
    for language in LANGUAGES:
        random = Random(f"{SEED} {language}")  # noqa: S311 - the same sentences each time is what is wanted
        told = tomllib.loads((HERE / f"veiled_{language}.toml").read_text(encoding="utf-8"))
        for place, kind in enumerate(("fair", *KINDS)):
            for template in (one for templates in told[kind].values() for one in templates):
                texts = dict.fromkeys(filled(template, told["slots"], random) for _ in range(EACH[kind]))
                yield from (Line(text, place, 1.0 if place else FAIR) for text in texts)


def posts(data: Path) -> Iterator[str]:
    """The ordinary development posts."""
    for path in sorted((data / "text").glob("*/dev_ordinary.jsonl")):
        yield from (json.loads(line)["text"] for line in path.read_bytes().splitlines())


def written(ours: Sequence[Line], facts: dict[str, Any]) -> str:
    """Its part of the card."""
    count = Counter(one.kind for one in ours)
    kinds = ", ".join(f"{kind} {count[place]:,}" for place, kind in enumerate(KINDS, 1))
    return f"""{MARK}

`{HINTS}` ({(FOLDER / HINTS).stat().st_size:,} bytes): a weight for each of {BUCKETS:,} hashed words, by which a text is
suspected, and a network over the vector of the second opinion. It learns from sentences of ours, made from templates
(Apache-2.0): {kinds}, none of these {count[0]:,};
for what is none of these also from {facts["fair"]:,} fair texts (of the sources above, and of our sentences above)
and from the {facts["ordinary"]:,} ordinary development posts, {facts["alarms"]} of which it takes for harm
with more than {LIMIT:.0%}. Trained on half of them, it takes {facts["apart"]} of the other {facts["half"]:,} so, before
asking whether they are suspected.

It only holds for a human what a stranger writes. It knows the kinds of sentences that we thought of; what it finds of
others, written apart, stands in `tests/quality/README.md`. Who hints at what only the two know is not found.
"""


def _alarms(parts: dict[str, Any], rows: NDArray[np.float32]) -> int:
    """How many of these the network takes for harm, whether they are suspected or not."""
    return sum(max(one.values()) > LIMIT for one in Veiled(parts).hints(rows))


def _fair(data: Path) -> Iterator[str]:
    random = Random(SEED)  # noqa: S311 - must be the same again
    told = [one.text for one in examples(data) if not one.label and one.source != "own_templates_fr"]
    yield from random.sample(told, TAKEN)
    ours = [one.text for one in generated() if not one.label and not one.source.endswith("pair")]
    yield from random.sample(ours, OURS)


def _abusive(data: Path) -> list[Line]:
    """Abuse that words say, or of groups: it needs no hunch."""
    told = [one.text for one in examples(data) if one.label]
    return [Line(text, 0, 1.0) for text in Random(SEED).sample(told, TAKEN)]  # noqa: S311 - as above


def _vectors(lines: Sequence[Line]) -> NDArray[np.float32]:
    return vectors(RestingEncoder(time.monotonic), [one.text for one in lines])


def words(lines: Sequence[Line]) -> dict[str, Any]:
    """Weights of single words in hundredths of log-odds, the bias in what is enough."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - takes a second, and few wait for it
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - as above

    found = [sorted(buckets(readings(one.text)[0].text.split(" "))) for one in lines]
    ends = np.cumsum([0, *map(len, found)])
    columns = np.concatenate(found)
    rows = csr_matrix((np.ones(len(columns), np.float32), columns, ends), (len(lines), BUCKETS))
    label = np.array([one.kind > 0 for one in lines], int)
    fit = LogisticRegression(C=0.3, solver="liblinear", random_state=0).fit(rows, label)
    return {
        "words": np.round(fit.coef_[0] * WORDS).astype(np.int16),
        "enough": np.int32(ENOUGH - round(float(fit.intercept_[0]) * WORDS)),
    }


def network(lines: Sequence[Line], rows: NDArray[np.float32]) -> dict[str, Any]:
    """The network's arrays, the large one in whole numbers; a row for each line."""
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415 - as above
    from sklearn.neural_network import MLPClassifier  # noqa: PLC0415 - as above

    weight = np.array([one.weight for one in lines])
    kinds = np.array([one.kind for one in lines])
    several = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # few passes are meant: more of them learn by heart
        for seed in range(SEVERAL):
            one = MLPClassifier(
                (UNITS,), alpha=3e-3, batch_size=512, max_iter=PASSES, random_state=seed, learning_rate_init=2e-3
            )
            several.append(one.fit(rows, kinds, sample_weight=weight / weight.mean()))
    inner = np.concatenate([one.coefs_[0] for one in several], axis=1)
    outer = np.concatenate([one.coefs_[1] for one in several]) / SEVERAL
    inner_bias = np.concatenate([one.intercepts_[0] for one in several])
    outer_bias = np.mean([one.intercepts_[1] for one in several], axis=0)
    scale = np.abs(inner).max(axis=0) / HIGHEST
    return {
        "inner": np.round(inner / scale).astype(np.int8),
        "inner_scale": scale.astype(np.float32),
        "inner_bias": inner_bias.astype(np.float16),
        "outer": outer.astype(np.float16),
        "outer_bias": outer_bias.astype(np.float16),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
