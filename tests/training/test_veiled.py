"""What tells harm that no word says is learnt from the same sentences each time, and comes to the same bytes."""

import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from bot.config.weights import HINTS, WEIGHTS
from bot.signals.veiled import KINDS
from scripts.training import veiled

FOLDER = Path(__file__).parents[2] / "bot/weights"
MOST = 1_000_000


@pytest.fixture(scope="module")
def sentences():
    return list(veiled.sentences())


def test_the_sentences_are_the_same_each_time_and_filled_in(sentences):
    assert list(veiled.sentences()) == sentences
    assert not [one.text for one in sentences if re.search(r"[\[\]{}|]|  ", one.text)]


def test_there_are_many_of_each_kind_and_as_many_of_none(sentences):
    count = Counter(one.kind for one in sentences)
    assert all(count[place] > 1_000 for place in range(1, len(KINDS) + 1))
    assert count[0] > 5_000


def test_the_same_lines_give_the_same_weights(sentences):
    some = sentences[::30]
    rows = np.random.default_rng(0).normal(size=(len(some), 16)).astype(np.float32)
    one, other = (veiled.network(some, rows) | veiled.words(some) for _ in range(2))
    assert {name: part.tobytes() for name, part in one.items()} == {n: part.tobytes() for n, part in other.items()}


def test_all_weights_together_take_no_more_than_a_megabyte_and_the_card_tells_of_both():
    assert sum((FOLDER / name).stat().st_size for name in (WEIGHTS, HINTS)) <= MOST
    card = (FOLDER / "README.md").read_text(encoding="utf-8")
    for name in (WEIGHTS, HINTS):
        assert f"`{name}` ({(FOLDER / name).stat().st_size:,} bytes)" in card
