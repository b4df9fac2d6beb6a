"""Nothing that hurts is found in words that only look or sound like it."""

from pathlib import Path

import pytest

from bot.config.lexicons import lexicon
from bot.signals.reading import Reader

HERE = Path(__file__).parent
SENTENCES = {
    language: (HERE / f"innocent_{language}.txt").read_text(encoding="utf-8").splitlines() for language in ("fr", "en")
}
"""Ours, one a line: words inside words, places, dishes, animals, idioms, kindness, anger at politics."""


@pytest.fixture(scope="module")
def reader():
    return Reader((), (), lexicon())


@pytest.mark.parametrize("language", SENTENCES)
def test_there_are_enough_innocent_sentences(language):
    assert len(set(SENTENCES[language])) >= 150


@pytest.mark.parametrize("tagged", [True, False], ids=["tagged", "untagged"])
@pytest.mark.parametrize(
    ("language", "sentence"),
    [(language, sentence) for language, sentences in SENTENCES.items() for sentence in sentences],
    ids=lambda one: one if len(one) == 2 else one[:40],
)
def test_innocent_words_are_left_alone(reader, language, sentence, tagged):
    found = reader.read(sentence, language if tagged else None).lexicon
    assert [entry.term for entry in found if entry.strength > 1] == []
