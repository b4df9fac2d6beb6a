"""A word is found where it is said, and nowhere else."""

import pytest

from bot.signals.text import readings
from bot.signals.words import Words


def found(terms, text):
    hits = Words(terms).find(readings(text))
    return {term: [text[start:end] for start, end in spans] for term, spans in hits.items()}


def test_a_word_is_found_as_a_whole():
    assert found(["con"], "quel con") == {"con": ["con"]}


@pytest.mark.parametrize("text", ["le contenu", "un balcon", "Scunthorpe", "salopette, réputé, pédestre", "econ"])
def test_a_word_inside_another_is_not_found(text):
    assert found(["con", "cunt", "salope", "pute", "pede"], text) == {}


def test_a_phrase_is_found_whatever_parts_its_words():
    assert found(["je te vois"], "Je, te… VOIS !") == {"je te vois": ["Je, te… VOIS"]}


def test_the_same_word_twice_is_found_twice():
    assert found(["con"], "con con") == {"con": ["con", "con"]}


def test_words_that_overlap_are_all_found():
    assert set(found(["je te", "te vois", "je te vois"], "je te vois")) == {"je te", "te vois", "je te vois"}


def test_no_words_find_nothing():
    assert found([], "bonjour") == {}


def test_a_flood_of_one_word_is_told_no_more_than_needed():
    assert len(found(["con"], "con " * 10_000)["con"]) == 64


def test_where_a_word_stands_is_worked_out_only_when_asked():
    (folded,) = readings("quel con")
    hits = Words(["con"]).find([folded])
    assert "con" in hits
    assert "_trace" not in vars(folded)
    assert hits["con"] == ((5, 8),)
    assert "_trace" in vars(folded)
