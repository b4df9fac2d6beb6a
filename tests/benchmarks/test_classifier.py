"""What classifying costs, alone and in batches."""

import random
import time

import pytest

from bot.config.weights import arrays
from bot.signals.classifier import Classifier

pytestmark = pytest.mark.benchmark
SAID = """bonjour madame je vous remercie pour votre livre qui change tout dans la ville ce matin franchement les trains
sont en retard et nobody told us anything about the meeting tomorrow what a lovely day for a walk with my friends"""
TEXTS = 4_000
TRIES = 7


def texts():
    made = random.Random(4)
    return [" ".join(made.choices(SAID.split(), k=made.randint(6, 28))) for _ in range(TEXTS)]


def pace(classifier, given, together):
    """Texts a second of processor time, the best of some tries."""
    taken = []
    for _ in range(TRIES):
        begun = time.process_time()
        for start in range(0, len(given), together):
            classifier.logits(given[start : start + together])
        taken.append(time.process_time() - begun)
    return len(given) / min(taken)


def test_fifteen_thousand_texts_a_second_are_classified_in_batches(capsys):
    classifier, given = Classifier.of(arrays()), texts()
    many, one = pace(classifier, given, 500), pace(classifier, given[:400], 1)
    with capsys.disabled():
        print(f"\nclassifier: {many:,.0f} texts a second in batches, {1e6 / one:.0f} µs for one alone")
    assert many > 15_000
    assert one > 1_000
