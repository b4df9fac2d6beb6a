"""A hunch costs little and is had of what is said to me; what a vector hints at is a probability."""

import numpy as np
import pytest

from bot.config.weights import HINTS, arrays
from bot.signals.veiled import BUCKETS, KINDS, Veiled, buckets


@pytest.fixture(scope="module")
def veiled():
    return Veiled(arrays(HINTS))


def test_only_what_is_said_to_somebody_is_suspected(veiled):
    assert veiled.suspects("je sais ou tu dors seule ce soir")
    assert not veiled.suspects("il sait ou elle dort seule ce soir")
    assert not veiled.suspects("merci pour votre livre bonne journee a vous")


@pytest.mark.parametrize("text", ["", " ", "tu", "tu \ud800", "you \x00 you", "tu " * 50_000])
def test_any_text_can_be_asked_about(veiled, text):
    assert veiled.suspects(text) in {True, False}


def test_a_word_counts_once_however_often_it_is_said():
    assert buckets(["tu", "tu", "dors"]) == buckets(["dors", "tu"])
    assert all(0 <= one < BUCKETS for one in buckets(["tu", "dors", "\ud800"]))


def test_what_a_vector_hints_at_is_a_probability_for_each_kind(veiled):
    vectors = np.random.default_rng(1).normal(size=(50, 512)).astype(np.float32)
    told = veiled.hints(vectors)
    assert all(tuple(one) == KINDS for one in told)
    assert all(min(one.values()) >= 0 and sum(one.values()) <= 1.001 for one in told)


def test_no_vectors_hint_at_nothing(veiled):
    assert veiled.hints(np.zeros((0, 512), np.float32)) == []
