"""What the score is trained with: our own sentences, made the same each time, and a fit that gives the same bytes."""

import re
from collections import Counter
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from bot.config.weights import arrays
from bot.rules.score import FEATURES
from bot.signals.classifier import MARKS, Classifier
from bot.signals.grams import term_hash
from bot.signals.text import readings
from scripts.training import blend, fit
from scripts.training.generated import generated
from scripts.training.rows import Example

CARD = Path(__file__).parents[2] / "bot/weights/README.md"
TERMS = np.array(sorted(int(term_hash(term)) for term in ("salope", "bitch", "je", "the")), np.uint32)
BITS = np.array([1 << MARKS.index("fr strong")] * len(TERMS), np.uint16)


@pytest.fixture(scope="module")
def sentences():
    return list(generated())


@pytest.fixture(scope="module")
def some(sentences):
    return sentences[::60]


def rows(some):
    return fit.matrix([readings(one.text)[0].text for one in some], TERMS, BITS)


def fitted(some):
    label = np.array([one.label for one in some])
    return fit.fitted(rows(some), label, fit.weights(some))


def test_our_own_sentences_are_the_same_each_time(sentences):
    assert list(islice(generated(), 500)) == sentences[:500]
    assert not [one.text for one in sentences if re.search(r"[\[\]{}|]|  ", one.text)]


def test_they_are_many_of_both_kinds_in_both_languages(sentences):
    count = Counter((one.language, one.label) for one in sentences)
    assert all(count[language, label] > 5_000 for language in ("fr", "en") for label in (0, 1))


def test_what_is_made_alike_is_told_by_its_group(sentences):
    assert max(Counter(one.group for one in sentences if one.source != "own/pair").values()) <= 130


def test_the_same_texts_give_the_same_weights(some):
    one, other = fit.parts(fitted(some)), fit.parts(fitted(some))
    assert {name: value.tobytes() for name, value in one.items()} == {
        name: value.tobytes() for name, value in other.items()
    }


def test_whole_numbers_lose_next_to_nothing(some):
    regression = fitted(some)
    classifier = Classifier.of({**fit.parts(regression), "terms": TERMS, "marks": BITS})
    told = classifier.logits([readings(one.text)[0].text for one in some])
    assert np.abs(told - regression.decision_function(rows(some))).max() < 0.01


def test_languages_and_labels_count_alike_whatever_there_is_more_of(some):
    weight = fit.weights(some)
    shares = Counter()
    for one, share in zip(some, weight, strict=True):
        shares[one.language, one.label] += share
    assert max(shares.values()) == pytest.approx(min(shares.values()))


def test_a_blend_is_a_probability_where_one_text_in_five_is_abuse():
    made = np.random.default_rng(2)
    label = made.integers(0, 2, 40_000)
    told = made.normal(label * 2.0, 1.0)
    examples = [Example("", int(one), "fr" if place % 2 else "en", "x", "") for place, one in enumerate(label)]
    weights, bias = blend.blended(told[:, None], examples)
    for mean, abusive, share in blend.reliability(told * weights[0] + bias, examples):
        assert share < 0.02 or mean == pytest.approx(abusive, abs=0.08)


def test_how_much_of_a_source_is_abuse_is_not_taken_for_what_abuse_reads_like():
    made = np.random.default_rng(3)
    label = made.integers(0, 2, 20_000)
    tells, names = made.normal(label * 1.0, 1.0), made.normal(0, 1.0, len(label))
    source = np.where(label == (made.random(len(label)) < 0.9), "mostly abuse", "mostly fair")
    named = names + 4 * (source == "mostly abuse")  # a word that everybody says there
    examples = [Example("", int(said), "en", str(one), "") for said, one in zip(label, source, strict=True)]
    rows = np.stack([tells, named], 1)
    (_, plain), _ = blend.blended(rows, examples)
    (told, within), bias = blend.within(rows, examples)
    assert (abs(plain) > 0.5, abs(within) < 0.1, told > 0.5) == (True, True, True)
    score, weight = 1 / (1 + np.exp(-(rows @ np.array([told, within]) + bias))), blend.prior(examples)
    assert np.average(score, weights=weight) == pytest.approx(np.average(label, weights=weight), abs=0.01)


def test_the_card_shows_a_score_that_is_a_probability_on_texts_it_was_not_trained_on():
    table = re.findall(r"^\| (0\.\d+) \| (0\.\d+) \| ([\d.]+)% \|$", CARD.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(table) == blend.BINS
    assert all(abs(float(mean) - float(abusive)) < 0.06 for mean, abusive, _ in table)


def test_the_weights_fit_what_the_score_blends():
    assert arrays()["blend"].shape == (len(FEATURES),)
