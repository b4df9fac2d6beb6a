"""Camille sees what was measured of a text and where, and no word of it unless she asks."""

import json

import pytest

from bot.explaining.measured import FEW, excerpts, measured_data, measured_lines, places
from bot.explaining.words import explained
from bot.people.inquiry import Measured
from bot.phrases.voice import phrases
from bot.signals.context import KINDS, Region
from bot.signals.lexicon import Category, Entry

ENTRIES = tuple(
    (Entry(term="vaurien fini", category=category, strength=2, language="fr"), ((4, 16),)) for category in Category
)
MEASURED = Measured(score=0.875, lexicon=ENTRIES, regions=tuple(Region(kind, (0, 20)) for kind in KINDS))


def told(language, *, reveal):
    return [
        line.replace("\u00a0", " ").replace("\u202f", " ")
        for line in measured_lines(explained(language), MEASURED, reveal=reveal)
    ]


def test_the_score_the_words_of_the_lexicon_and_the_contexts_are_told_with_their_places():
    french = told("fr", reveal=False)
    assert french[0] == "Score du texte : 0,875 sur 1. Un score seul ne fait jamais agir."
    assert "Lexique : une menace (force 2) · v•••••• f••• · 4–16" in french
    assert "Contexte : un témoignage · 0–20" in french
    assert "Lexicon: a threat (strength 2) · v•••••• f••• · 4–16" in told("en", reveal=False)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_words_are_named_only_when_asked_for(language):
    assert "vaurien" not in " ".join(told(language, reveal=False))
    assert "vaurien fini" in " ".join(told(language, reveal=True))
    assert "vaurien" not in json.dumps(measured_data(MEASURED, reveal=False))
    assert measured_data(MEASURED, reveal=True)["lexicon"][0]["term"] == "vaurien fini"


def test_many_places_of_one_thing_are_cut_short():
    spans = [(n, n + 1) for n in range(FEW + 1)]
    assert places(spans).endswith("7–8 …")
    assert places(spans[:1]) == "0–1"
    assert places([]) == ""


def test_what_stands_there_is_on_one_line_and_veiled():
    text = "Quel vaurien\nfini !"
    assert excerpts(text, [(5, 17), (5, 17)], reveal=False) == "v•••••• f•••"
    assert excerpts(text, [(5, 17)], reveal=True) == "vaurien fini"


def test_what_why_says_and_what_rules_say_have_one_name():
    assert {key: explained("fr").texts[key] for key in phrases("fr").texts} == phrases("fr").texts
